import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderUi } from '../../test/render.tsx';
import { type Status, StatusBadge } from './StatusBadge.tsx';

const ALL: Status[] = ['ok', 'warn', 'err', 'info', 'idle', 'marked'];

it('never says a status by colour alone', () => {
  renderUi(ALL.map((status) => <p key={status} data-testid={status}><StatusBadge status={status} /></p>));
  const texts = ALL.map((status) => screen.getByTestId(status).textContent ?? '');
  for (const text of texts) expect(text).toMatch(/^\S \w/);
  expect(new Set(texts.map((text) => text[0])).size).toBe(ALL.length);
});
