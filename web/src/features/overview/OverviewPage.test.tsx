import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApi } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';
import { requestItem } from '../../test/samples.ts';
import { points } from './series.ts';

afterEach(() => vi.unstubAllGlobals());

const none = { p50: null, p95: null, p99: null };
const row = (requests: number, group = {}, time: string | null = null) => ({
  time, group, requests, errors: 0, limited: 0, blocked: 0, cacheHits: 0, fallbacks: 0, unpriced: 0, costUsd: '0',
  tokens: { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0, audioInput: 0, audioOutput: 0 }, latencyMs: none, firstTokenMs: none, interTokenMs: none,
});
const usage = (requests: number) => ({ from: '2026-11-20T13:00:00Z', to: '2026-11-20T14:00:00Z', asOf: '2026-11-20T14:00:00Z', rows: [], total: row(requests) });
const list = (...items: object[]) => ({ items, next: null });

describe('the overview', () => {
  it.each([
    ['a provider is missing', list(), list(), 'Next: add a provider.', '/models?tab=providers'],
    ['a model is missing', list({}), list(), 'Next: add a model.', '/models'],
  ])('says the next step while %s', async (_, accounts, models, title, href) => {
    fakeApi({ 'GET /usage': usage(0), 'GET /provider-accounts': accounts, 'GET /models': models, 'GET /api-keys': list() });
    renderAt('/');
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toContain(href);
    expect(screen.getByRole('list', { name: 'The way to a first request' })).toBeInTheDocument();
  });

  it('leads from the latest requests to each of them', async () => {
    fakeApi({ 'GET /usage': usage(1), 'GET /requests': list(requestItem({ id: 'r-1', modelAsked: 'smart' })) });
    renderAt('/');
    const link = (await screen.findByText('smart')).closest('a');
    expect(link).toHaveAttribute('href', '/requests?range=24h&id=r-1');
  });
});

it('counts neither refused nor cancelled requests as ok', () => {
  const time = '2026-11-20T13:00:00Z';
  const [point] = points([row(10, {}, time)], time, '2026-11-20T14:00:00Z', 'hour', [row(2, { outcome: 'refused' }, time), row(3, { outcome: 'cancelled' }, time)]);
  expect(point).toMatchObject({ requests: 10, ok: 5, refused: 2, cancelled: 3 });
});
