import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Explanation } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';

afterEach(() => vi.unstubAllGlobals());

const refused: Explanation = {
  policyRevision: 42,
  principal: { user: 'ada@example.com', key: 'laptop', team: 'research' },
  model: { asked: 'openai/gpt-4o', allowed: true, grantedBy: 'team:research' },
  rules: [
    { kind: 'Budget', name: 'month', unit: 'usd', window: 'month', segment: { team: 'research' }, limit: '500.00', used: '499.98', reserved: '0.01', estimate: '0.05', remaining: '0.01', resetsAt: '2030-01-01T00:00:00Z', mode: 'enforce', decision: 'refused', reason: 'limit' },
    { kind: 'RateLimit', name: 'per-user', unit: 'requests', window: '1m', segment: { user: 'ada@example.com' }, limit: 6000, used: 1234, reserved: 0, estimate: 1, remaining: 4766, mode: 'enforce', decision: 'passed' },
    { kind: 'RateLimit', name: 'trial', unit: 'requests', window: '1d', segment: {}, limit: 0, used: 0, reserved: 0, estimate: 1, remaining: 0, mode: 'audit', decision: 'wouldRefuse', reason: 'limit' },
  ],
  targets: [{ model: 'openai/gpt-4o', account: 'openai-main', provider: 'openai', chosen: false, skipped: 'not_reached', rules: [] }],
  outcome: 'budget',
};

function server(answer: Parameters<typeof fakeApi>[0][string] = refused) {
  return fakeApi({ 'GET /api-keys': { items: [], next: null }, 'POST /simulate': answer });
}

const ask = async () => userEvent.click(await screen.findByRole('button', { name: 'Explain' }));

it('asks what the form says and tells what every rule says', async () => {
  const { to } = server();
  renderAt('/explain?subject=key:laptop&model=openai/gpt-4o');
  await userEvent.type(await screen.findByLabelText('Metadata'), 'env=prod');
  await ask();
  expect(await screen.findByRole('status')).toHaveTextContent('budget A budget would refuse it.');
  expect(to('POST', '/simulate')[0]?.body).toEqual({ key: 'laptop', model: 'openai/gpt-4o', metadata: { env: 'prod' }, inputTokens: 1000 });
  const rows = within(screen.getByRole('table', { name: 'Rules' })).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.getAttribute('data-decision'))).toEqual(['refused', 'passed', 'wouldRefuse']);
  expect(rows[0]).toHaveTextContent(/refused.*month budget.*team research.*\$499\.98.*\$0\.05.*\$500\.00 \/ month/);
  expect(rows[1]).toHaveTextContent(/passed.*per-user rate limit.*user ada@example\.com.*1,234.*1.*6,000 requests \/ 1m/);
  expect(rows[2]).toHaveTextContent(/would refuse.*all together/);
  expect(screen.getByText(/not reached/)).toBeInTheDocument();
  expect(screen.getByText(/is granted to/)).toHaveTextContent('ada@example.com by key laptop, counted for team research.');
});

it('says at the field what cannot be asked, and what the gateways do not know', async () => {
  const { to } = server(() => problem(400, 'invalid_request', { errors: [{ field: 'key', message: "names 'gone', which the gateways do not know" }] }));
  renderAt('/explain');
  await ask();
  expect(await screen.findByText('Write user:…, serviceAccount:… or key:….')).toBeInTheDocument();
  expect(screen.getByText('Name a model.')).toBeInTheDocument();
  expect(to('POST', '/simulate')).toEqual([]);
  await userEvent.type(screen.getByRole('combobox', { name: 'Who' }), 'key:gone');
  await userEvent.type(screen.getByRole('combobox', { name: 'Model' }), 'm');
  await ask();
  expect(await screen.findByText(/names 'gone'/)).toBeInTheDocument();
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

it('says what to do where no gateway answers', async () => {
  server(() => problem(503, 'unavailable', { detail: 'no gateway has answered within a second: see that one runs' }));
  renderAt('/explain?subject=user:ada&model=m');
  await ask();
  expect(await screen.findByText('No gateway has answered.')).toBeInTheDocument();
  expect(screen.getByText(/see that one runs/)).toBeInTheDocument();
});

it('is linked from the limits, for those who may ask', async () => {
  fakeApi({ 'GET /rate-limits': { items: [], next: null }, 'GET /budgets': { items: [], next: null }, 'GET /alert-channels': { items: [], next: null } });
  renderAt('/limits');
  expect(await screen.findByRole('link', { name: 'Why was this refused?' })).toHaveAttribute('href', '/explain');
});

it('is not open without the permission', async () => {
  fakeApi({ 'GET /me': { name: 'b', email: 'b@example.com', displayName: 'B', roles: ['billing'], permissions: ['budget:read'] } });
  renderAt('/explain');
  expect(await screen.findByText('This page is not open to you.')).toBeInTheDocument();
  expect(screen.getByText('simulate:run')).toBeInTheDocument();
});
