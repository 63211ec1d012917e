import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { RequestDetail } from '../../api/types.ts';
import { renderUi } from '../../test/render.tsx';
import { attempt, requestItem } from '../../test/samples.ts';
import { Channel } from './Channel.tsx';
import { decisionState, gatesOf } from './gates.ts';

const detail = (part: Partial<RequestDetail> = {}): RequestDetail => ({
  ...requestItem(), attemptLog: [attempt(1)], rules: [{ kind: 'RateLimit', name: 'per-user', decision: 'allowed' }], ...part,
});

const states = (part?: Partial<RequestDetail>) => gatesOf(detail(part)).map(({ label, state }) => `${label} ${state}`);

describe('the gates of a request', () => {
  it('pass water all the way when it was answered', () =>
    expect(states()).toEqual(['Key passed', 'Limits passed', 'Guard passed', 'Cache passed', 'Try 1 passed', 'Settled passed']));

  it('go on after a try that failed', () =>
    expect(states({ attemptLog: [attempt(1, { status: 429, errorClass: 'rate_limited' }), attempt(2, { kind: 'fallback' })] }).slice(-3)).toEqual([
      'Try 1 stopped', 'Try 2 passed', 'Settled passed',
    ]));

  it('end at the last try that failed', () =>
    expect(states({ status: 502, attemptLog: [attempt(1, { status: 502, errorClass: 'server_error' })] }).slice(-2)).toEqual(['Try 1 stopped', 'Settled skipped']));

  it('hold an attempt without a word of an error for a good one', () =>
    expect(states({ attemptLog: [attempt(1, { errorClass: '' })] }).at(-2)).toBe('Try 1 passed'));

  it('say that nothing came back', () =>
    expect(gatesOf(detail({ attemptLog: [attempt(1, { status: 0, errorClass: 'connect_error' })] })).at(-2)).toMatchObject({ state: 'stopped', note: 'no answer' }));

  it('are dry after the limit that stopped it', () =>
    expect(states({ status: 429, outcome: 'limited', attemptLog: [], rules: [{ kind: 'Budget', name: 'month', decision: 'refused' }] })).toEqual([
      'Key passed', 'Limits stopped', 'Guard skipped', 'Cache skipped', 'Try skipped', 'Settled skipped',
    ]));

  it('are shut at the key', () => expect(states({ status: 401, attemptLog: [], rules: [] })[0]).toBe('Key stopped'));

  it('name what was refused before anything was sent', () =>
    expect(gatesOf(detail({ status: 404, outcome: 'refused', errorClass: 'unknown_model', attemptLog: [], rules: [] })).slice(-2)).toMatchObject([
      { label: 'Route', state: 'stopped', note: 'unknown model' }, { label: 'Settled', state: 'skipped' },
    ]));

  it('settle what the client left', () =>
    expect(states({ status: 499, outcome: 'cancelled', errorClass: 'cancelled', attemptLog: [attempt(1, { errorClass: 'cancelled' })] }).slice(-2)).toEqual([
      'Try 1 acted', 'Settled passed',
    ]));

  it('leave shadows out', () => expect(states({ attemptLog: [attempt(1), attempt(2, { kind: 'shadow', errorClass: 'timeout' })] })).not.toContain('Try 2 stopped'));

  it('do not count what a rule would have done', () => expect(decisionState('would block')).toBe('acted'));
});

it('says every gate and its state to assistive technology', () => {
  renderUi(<Channel label="The way" gates={gatesOf(detail({ rules: [{ kind: 'Guardrail', name: 'pii', decision: 'masked' }] }))} />);
  expect(screen.getByRole('list', { name: 'The way' })).toBeInTheDocument();
  expect(screen.getByRole('listitem', { name: 'Guard: acted, Guardrail pii: masked' })).toHaveTextContent('◇');
});
