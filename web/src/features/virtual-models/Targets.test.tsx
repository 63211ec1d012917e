import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { TargetStanding } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';
import { gatewayWords, quotaWords, worstFirst } from './targetWords.ts';

afterEach(() => vi.unstubAllGlobals());

const target = (model: string, part: Partial<TargetStanding> = {}): TargetStanding => ({
  model, account: 'acc', credential: 'primary', state: 'closed', gateways: 2, inFlight: 0, requests: 0, errors: 0, quota: {}, ...part,
});
const targets = [
  target('a/well', { inFlight: 5, requests: 40, errors: 0, firstContentMs: 200, quota: { 'x-ratelimit-remaining-requests': '12', 'x-ratelimit-remaining-tokens': '9000', 'x-ratelimit-reset-tokens': '1s' } }),
  target('b/rests', { state: 'resting', reason: 'rate_limited', restsUntil: new Date(Date.now() + 600_000).toISOString(), gateways: 1, requests: 40, errors: 10 }),
  target('c/broken', { state: 'open', reason: 'server_error' }),
];
const answer = { instances: 2, of: 2, truncated: false, targets };

it('shows how targets do in words, the worst first, and asks again', async () => {
  const fake = fakeApi({ 'GET /targets': answer });
  renderAt('/virtual-models');
  await userEvent.click(await screen.findByRole('tab', { name: 'Targets' }));
  const rows = within(await screen.findByRole('table', { name: 'Targets' }));
  expect(await rows.findByText('c/broken')).toBeInTheDocument();
  const said = rows.getAllByRole('row').slice(1).map((row) => row.textContent.replaceAll(/\s+/g, ' '));
  expect(said[0]).toMatch(/c\/broken.*acc · primary.*broken.*after server error.*at all 2 gateways/);
  expect(said[1]).toMatch(/b\/rests.*resting.*after rate limited.*asked again in 10 min · at 1 of 2 gateways.*40.*10 \(25 %\)/);
  expect(said[2]).toMatch(/a\/well.*well.*5.*40.*0.*200 ms.*12 requests, 9000 tokens left/);
  expect(screen.getByText('As 2 gateways see them now.')).toBeInTheDocument();
  await vi.waitFor(() => expect(fake.to('GET', '/targets').length).toBeGreaterThan(1), { timeout: 4_000 });
});

it('is filtered, and says so where nothing is left', async () => {
  fakeApi({ 'GET /targets': answer });
  renderAt('/virtual-models?tab=targets');
  await screen.findByText('a/well');
  await userEvent.type(screen.getByRole('textbox', { name: 'Filter by model, account or credential' }), 'rests');
  expect(screen.queryByText('a/well')).toBeNull();
  expect(screen.getByText('b/rests')).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: 'Filter by model, account or credential' }), 'x');
  expect(screen.getByText('Nothing matches.')).toBeInTheDocument();
});

it('keeps what it knew when gateways cannot be asked any more', async () => {
  let down = false;
  fakeApi({ 'GET /targets': () => (down ? problem(503, 'unavailable', { detail: 'NATS is not connected' }) : answer) });
  renderAt('/virtual-models?tab=targets');
  await screen.findByText('a/well');
  down = true;
  expect(await screen.findByText(/Not heard since .*NATS is not connected/, {}, { timeout: 4_000 })).toBeInTheDocument();
  expect(screen.getByText('a/well')).toBeInTheDocument();
});

it.each([
  [() => problem(503, 'unavailable', { detail: 'NATS is not connected' }), 'No gateway can be asked.'],
  [{ instances: 0, of: 0, truncated: false, targets: [] }, 'No gateway is connected.'],
  [{ instances: 1, of: 1, truncated: false, targets: [] }, 'No target has been asked yet.'],
  [{ ...answer, instances: 1, of: 3, truncated: true }, /1 of 3 gateways have answered.*may be missing/],
  [() => problem(500, 'internal'), 'refused: internal'],
])('says what is the matter: %#', async (given, words) => {
  fakeApi({ 'GET /targets': given });
  renderAt('/virtual-models?tab=targets');
  expect(await screen.findByText(words)).toBeInTheDocument();
});

it('is for those who may see targets', async () => {
  fakeApi({ 'GET /me': { name: 'v', email: 'v', displayName: 'V', roles: ['viewer'], permissions: ['virtual-model:read'] } });
  renderAt('/virtual-models?tab=targets');
  expect(await screen.findByText('No virtual model yet.')).toBeInTheDocument();
  expect(screen.queryByRole('tab')).toBeNull();
});

it('has words for counts, quotas and order', () => {
  expect(gatewayWords(target('a', { state: 'open', gateways: 1 }), 1)).toBe('');
  expect(gatewayWords(target('a'), 3)).toBe('');
  expect(quotaWords({ 'anthropic-ratelimit-tokens-remaining': '5', 'retry-after': '1' })).toBe('5 tokens');
  expect(worstFirst([target('b'), target('a'), target('d', { state: 'half-open' }), target('c', { state: 'open' })]).map(({ model }) => model)).toEqual(['c', 'd', 'a', 'b']);
});
