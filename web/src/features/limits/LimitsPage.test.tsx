import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LimitState } from '../../api/limits.ts';
import type { AlertChannel, AlertItem, Budget, RateLimit } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { allOnScreen } from '../../test/onScreen.ts';
import { renderAt } from '../../test/render.tsx';

afterEach(() => vi.unstubAllGlobals());

const metadata = (name: string) => ({ name, revision: 3, createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' });
const perUser: RateLimit = { kind: 'RateLimit', metadata: metadata('per-user'), spec: { per: ['user'], limits: [{ unit: 'requests', amount: 600, window: '1m' }] } };
const month: Budget = { kind: 'Budget', metadata: metadata('month'), spec: { limits: [{ usd: '500.00', period: 'month' }], mode: 'audit' } };
const hook: AlertChannel = { kind: 'AlertChannel', metadata: metadata('hook'), spec: { type: 'webhook', url: 'https://hooks.example.com/x', secret: { stored: true } } };

const state: LimitState = {
  segments: [4, 590, 300, 20, 100, 50, 200].map((used, index) => ({ key: { user: `u${index}` }, unit: 'requests', window: '1m', limit: 600, used, reserved: index === 1 ? 6 : 0, resetsAt: '2026-11-21T00:00:00Z' })),
  instances: 2,
};

function server(handlers: Parameters<typeof fakeApi>[0] = {}) {
  allOnScreen();
  return fakeApi({
    'GET /rate-limits': { items: [perUser], next: null },
    'GET /budgets': { items: [month], next: null },
    'GET /alert-channels': { items: [hook], next: null },
    'GET /api-keys': { items: [], next: null },
    'GET /rate-limits/per-user/state': state,
    'GET /budgets/month/state': { segments: [], instances: 1 },
    ...handlers,
  });
}

const viewer = { name: 'v', email: 'v@example.com', displayName: 'V', roles: ['viewer'], permissions: ['rate-limit:read', 'budget:read'] };
const edit = async (name: string) => {
  await userEvent.click(await screen.findByRole('button', { name }));
  return screen.findByRole('dialog');
};

describe('the list', () => {
  it('shows the five fullest counters, then all', async () => {
    server();
    renderAt('/limits');
    const meters = await screen.findAllByRole('meter');
    expect(meters.map((meter) => meter.getAttribute('aria-label'))).toEqual(['u1, requests / 1m', 'u2, requests / 1m', 'u6, requests / 1m', 'u4, requests / 1m', 'u5, requests / 1m']);
    expect(meters[0]).toHaveAttribute('aria-valuetext', '590 settled, 6 reserved, of 600 requests');
    expect(meters[0]).toHaveAttribute('aria-valuenow', '99');
    await userEvent.click(screen.getByRole('button', { name: 'Show all 7' }));
    expect(screen.getAllByRole('meter')).toHaveLength(7);
    expect(screen.getByText('600 requests / 1m')).toBeInTheDocument();
    expect(screen.getByText('soft')).toBeInTheDocument();
  });

  it('asks again by itself, and keeps what it knew when the bus goes', async () => {
    let calls = 0;
    server({ 'GET /rate-limits/per-user/state': () => ((calls += 1) === 1 ? state : problem(503, 'unavailable')) });
    renderAt('/limits');
    await screen.findAllByRole('meter');
    expect(await screen.findByText(/Live use is unavailable.*As of/, undefined, { timeout: 5_000 })).toBeInTheDocument();
    expect(screen.getAllByRole('meter')).toHaveLength(5);
  });

  it.each([
    ['a bus that is down', () => problem(503, 'unavailable'), /Live use is unavailable/],
    ['a control plane without the call', () => problem(404, 'not_found'), /does not tell how much is used/],
    ['no gateway', () => ({ segments: [], instances: 0 }), /No gateway is connected/],
    ['nothing used', () => ({ segments: [], instances: 2 }), /Nothing has been used yet/],
  ])('tells %s from no use', async (_, answer, words) => {
    server({ 'GET /rate-limits/per-user/state': answer });
    renderAt('/limits');
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.queryByRole('meter')).not.toBeInTheDocument();
  });

  it('says what a rule is for when there is none, and what failed', async () => {
    server({ 'GET /rate-limits': { items: [], next: null }, 'GET /budgets': () => problem(500, 'internal') });
    renderAt('/limits');
    expect(await screen.findByText('No rate limit yet.')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Add rate limit' })).toHaveLength(1);
    await userEvent.click(screen.getByRole('tab', { name: /Budgets/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('refused: internal');
  });

  it('offers viewers nothing that they may not do, nor a tab that they may not read', async () => {
    const { to } = server({ 'GET /me': viewer });
    renderAt('/limits?tab=channels');
    await screen.findAllByRole('meter');
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Rate limits1', 'Budgets1', 'Alerts']);
    expect(screen.queryByRole('button', { name: /Add|Edit|Delete/ })).not.toBeInTheDocument();
    expect(to('GET', '/alert-channels')).toHaveLength(0);
  });
});

describe('the editor', () => {
  it('refuses at the field what the server would, and does not ask it', async () => {
    const { calls } = server();
    renderAt('/limits');
    const form = await edit('Add rate limit');
    await userEvent.type(within(form).getByRole('textbox', { name: /Name/ }), 'per-user');
    await userEvent.type(within(form).getByRole('textbox', { name: /At most/ }), '-5');
    await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
    expect(within(form).getByText('There is one of this name already.')).toBeInTheDocument();
    expect(within(form).getByText(/-5 is negative: use 0 to block all/)).toBeInTheDocument();
    expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(0);
  });

  it('sends a manifest, with the revision that was read', async () => {
    const { to } = server({ 'PUT /rate-limits/per-user': perUser });
    renderAt('/limits');
    const form = await edit('Edit per-user');
    const amount = within(form).getByRole('textbox', { name: /At most/ });
    await userEvent.clear(amount);
    await userEvent.type(amount, '700');
    await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const [put] = to('PUT', '/rate-limits/per-user');
    expect(put?.body).toEqual({ kind: 'RateLimit', metadata: { name: 'per-user' }, spec: { per: ['user'], limits: [{ unit: 'requests', amount: 700, window: '1m' }] } });
    expect(put?.headers.get('if-match')).toBe('3');
  });

  it('puts the server’s refusals on their fields', async () => {
    server({ 'PUT /budgets/month': () => problem(400, 'invalid_request', { errors: [{ field: 'spec.limits[0].usd', message: 'is too much' }, { field: 'spec.novel', message: 'is new' }] }) });
    renderAt('/limits?tab=budgets');
    const form = await edit('Edit month');
    await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
    expect(await within(form).findByText('is too much')).toBeInTheDocument();
    expect(within(form).getByRole('textbox', { name: /At most/ })).toHaveAttribute('aria-invalid', 'true');
    expect(within(form).getByRole('alert')).toHaveTextContent('spec.novel: is new');
  });

  it('is the same in the form and as YAML', async () => {
    server();
    renderAt('/limits');
    const form = await edit('Edit per-user');
    const amount = within(form).getByRole('textbox', { name: /At most/ });
    await userEvent.clear(amount);
    await userEvent.type(amount, '700');
    await userEvent.click(within(form).getByRole('radio', { name: 'YAML' }));
    const text = within(form).getByRole<HTMLTextAreaElement>('textbox', { name: 'Manifest' });
    expect(text.value).toContain('{unit: requests, amount: 700, window: 1m}');

    fireEvent.change(text, { target: { value: text.value.replace('700', '800').replace('per: [user]', 'per: [user, model]') } });
    await userEvent.click(within(form).getByRole('radio', { name: 'Form' }));
    expect(within(form).getByRole('textbox', { name: /At most/ })).toHaveValue('800');
    expect(within(form).getByText('Each user and model may use 800 requests / 1m.')).toBeInTheDocument();
  });

  it('keeps text that cannot be read in sight, and does not save it', async () => {
    const { calls } = server();
    renderAt('/limits');
    const form = await edit('Edit per-user');
    await userEvent.click(within(form).getByRole('radio', { name: 'YAML' }));
    const text = within(form).getByRole<HTMLTextAreaElement>('textbox', { name: 'Manifest' });
    fireEvent.change(text, { target: { value: text.value.replace('per:', 'pre:') } });
    expect(within(form).getByText(/is not a field here/)).toBeInTheDocument();
    await userEvent.click(within(form).getByRole('radio', { name: 'Form' }));
    expect(within(form).getByRole('textbox', { name: 'Manifest' })).toBeInTheDocument();
    await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
    expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(0);
    await userEvent.click(within(form).getByRole('button', { name: /could be read last/ }));
    expect(within(form).queryByText(/is not a field here/)).not.toBeInTheDocument();
    expect(text.value).toContain('per: [user]');
  });
});

it('keeps a channel that is in use, and says what uses it', async () => {
  server({ 'DELETE /alert-channels/hook': () => problem(409, 'in_use', { references: [{ kind: 'Budget', name: 'month' }] }) });
  renderAt('/limits?tab=channels');
  const dialog = await edit('Delete hook');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete alert channel' }));
  expect(await within(dialog).findByRole('listitem')).toHaveTextContent('Budget month');
});

it('gives the focus back when a dialog is left', async () => {
  server();
  renderAt('/limits');
  await edit('Edit per-user');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(screen.getByRole('button', { name: 'Edit per-user' })).toHaveFocus();
});

it('keeps a stored secret of a channel without ever having it', async () => {
  const { to } = server({ 'PUT /alert-channels/hook': hook });
  renderAt('/limits?tab=channels');
  expect(await screen.findByText('stored, sealed')).toBeInTheDocument();
  const form = await edit('Edit hook');
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(to('PUT', '/alert-channels/hook')[0]?.body).toMatchObject({ spec: hook.spec }));
});

describe('alerts', () => {
  const alert: AlertItem = {
    id: 'a1', time: '2026-11-20T14:02:31.204Z', budget: 'month', key: { team: 'research' }, subject: null, threshold: 90, usedPercent: 92.3, used: '461.500000000',
    limit: '500.000000000', unit: 'usd', period: 'month', periodStart: '2026-11-01T00:00:00Z', periodEnd: '2026-12-01T00:00:00Z', mode: 'enforce',
    deliveries: [
      { channel: 'hook', state: 'sent', attempts: 1, lastError: null, deliveredAt: '2026-11-20T14:02:32Z' },
      { channel: 'slack', state: 'pending', attempts: 3, lastError: 'HTTP 500 no', deliveredAt: null },
    ],
  };

  it('shows what was told, to whom it went, and reads on', async () => {
    const { to } = server({
      'GET /alerts': ({ query }) => (query.get('after') === null ? { items: [alert], next: '41' } : { items: [{ ...alert, id: 'a0', budget: 'older', deliveries: [] }], next: null }),
    });
    renderAt('/limits?tab=alerts');
    const row = await screen.findByRole('row', { name: /research/ });
    expect(row).toHaveTextContent('92.3 % · $461.50 of $500.00 / month');
    expect(row).toHaveTextContent(/hook ● sent/);
    expect(row).toHaveTextContent(/slack ▲ tried again, 3 tries/);
    expect(row).toHaveTextContent('HTTP 500 no');
    expect(await screen.findByRole('link', { name: 'older' })).toBeInTheDocument();
    expect(to('GET', '/alerts').map(({ query }) => query.get('after'))).toEqual([null, '41']);
    expect(screen.queryByRole('button', { name: /^Add/ })).not.toBeInTheDocument();
  });

  it('says why there is none', async () => {
    server({ 'GET /alerts': { items: [], next: null } });
    renderAt('/limits?tab=alerts');
    expect(await screen.findByText('No alert yet.')).toBeInTheDocument();
  });

  it('sends a test, and says what came of it', async () => {
    let answer: object = { delivered: false, status: 500, message: 'HTTP 500 broken' };
    const { to } = server({ 'POST /alert-channels/hook/test': () => answer });
    renderAt('/limits?tab=channels');
    await userEvent.click(await screen.findByRole('button', { name: 'Send a test to hook' }));
    expect(await screen.findByText('HTTP 500 broken')).toBeInTheDocument();
    answer = { delivered: true, status: 200, message: '' };
    await userEvent.click(screen.getByRole('button', { name: 'Send a test to hook' }));
    expect(await screen.findByText(/delivered/)).toBeInTheDocument();
    expect(screen.queryByText('HTTP 500 broken')).not.toBeInTheDocument();
    expect(to('POST', '/alert-channels/hook/test')).toHaveLength(2);
  });

  it('lets readers read and send nothing', async () => {
    server({ 'GET /me': { ...viewer, permissions: ['alert-channel:read'] } });
    renderAt('/limits?tab=channels');
    expect(await screen.findByText('hook')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Send a test/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('tab', { name: 'Alerts' })).not.toBeInTheDocument();
  });
});
