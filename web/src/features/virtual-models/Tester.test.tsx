import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Explanation, ExplainedTarget, VirtualModel } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';

afterEach(() => vi.unstubAllGlobals());

const metadata = { name: 'quick', revision: 3, createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' };
const quick: VirtualModel = { kind: 'VirtualModel', metadata, spec: { strategy: { type: 'latency' }, targets: [{ model: 'a/x' }, { model: 'b/y' }] } };

const target = (model: string, part: Partial<ExplainedTarget> = {}): ExplainedTarget => ({ model, account: model.slice(0, 1), provider: 'openai', chosen: false, rules: [], ...part });
const explained: Explanation = {
  policyRevision: 9,
  principal: { user: 'ada' },
  model: { asked: 'quick', allowed: true, grantedBy: 'user:ada' },
  rules: [{ kind: 'RateLimit', name: 'per-user', unit: 'requests', window: '1m', segment: {}, limit: 10, used: 1, reserved: 0, estimate: 1, remaining: 8, mode: 'enforce', decision: 'passed' }],
  targets: [
    target('a/x', { skipped: 'rate_limit', score: 0.2 }),
    target('b/y', { chosen: true, score: 0.351 }),
    target('c/z', { skipped: 'not_reached', reason: 'rests for 20 s: rate_limited', score: 1.25 }),
    target('d/w', { account: '', skipped: 'left_out', reason: 'is for other metadata' }),
  ],
  outcome: 'admitted',
};

function server(answer: Parameters<typeof fakeApi>[0][string]) {
  return fakeApi({ 'GET /api-keys': { items: [], next: null }, 'GET /virtual-models': { items: [quick], next: null }, 'POST /simulate': answer });
}

async function open() {
  await userEvent.click(await screen.findByRole('button', { name: 'Try quick' }));
  return within(await screen.findByRole('complementary', { name: 'Try quick' }));
}

it('shows candidates in their order with figures, what comes late and what is left out', async () => {
  const fake = server(explained);
  const { router } = renderAt('/virtual-models');
  const pane = await open();
  expect(pane.getByText('Nothing asked yet.')).toBeInTheDocument();
  await userEvent.type(pane.getByLabelText('Who', { selector: 'input' }), 'user:ada');
  await userEvent.type(pane.getByLabelText('Headers'), 'x-session-id=s-1');
  await userEvent.click(pane.getByLabelText('Streamed'));
  await userEvent.click(pane.getByRole('button', { name: 'Try' }));
  const rows = within(await pane.findByRole('table', { name: 'Candidates' })).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent.replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^1.*rate limit.*a\/x at a.*200 ms$/),
    expect.stringMatching(/^2.*target.*b\/y at b.*351 ms$/),
    expect.stringMatching(/^3.*postponed.*c\/z.*It rests for 20 s: rate_limited\..*1\.25 s$/),
    expect.stringMatching(/^—.*left out.*d\/w.*It is for other metadata\..*—$/),
  ]);
  expect(within(pane.getByRole('table', { name: 'Rules' })).getByText('per-user')).toBeInTheDocument();
  expect(fake.to('POST', '/simulate')[0]?.body).toEqual({ user: 'ada', model: 'quick', inputTokens: 1000, headers: { 'x-session-id': 's-1' }, stream: true });
  await userEvent.click(pane.getByRole('heading', { name: 'Try quick' }));
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

it('says what is asked, that it waits, and that no gateway is there', async () => {
  let answer: (response: Response) => void = () => undefined;
  server(() => new Promise<Response>((resolve) => (answer = resolve)));
  renderAt('/virtual-models?try=quick');
  const pane = within(await screen.findByRole('complementary', { name: 'Try quick' }));
  await userEvent.click(pane.getByRole('button', { name: 'Try' }));
  expect(pane.getByText('Write user:…, serviceAccount:… or key:….')).toBeInTheDocument();
  await userEvent.type(pane.getByLabelText('Who', { selector: 'input' }), 'user:ada');
  await userEvent.click(pane.getByRole('button', { name: 'Try' }));
  expect(await pane.findByRole('status', { name: 'A gateway is asked' })).toBeInTheDocument();
  answer(problem(503, 'unavailable', { detail: 'no gateway has answered within a second: see that one runs' }));
  expect(await pane.findByText('No gateway has answered.')).toBeInTheDocument();
});

it('shows refusals at their fields', async () => {
  server(() => problem(400, 'invalid_request', { errors: [{ field: 'model', message: "names 'quick', which the gateways do not know" }, { field: 'headers.x', message: 'is too long' }] }));
  renderAt('/virtual-models?try=quick');
  const pane = within(await screen.findByRole('complementary', { name: 'Try quick' }));
  await userEvent.type(pane.getByLabelText('Who', { selector: 'input' }), 'user:ada');
  await userEvent.click(pane.getByRole('button', { name: 'Try' }));
  expect(await pane.findByText('is too long')).toBeInTheDocument();
  expect(pane.getByRole('alert')).toHaveTextContent("The model names 'quick', which the gateways do not know");
});
