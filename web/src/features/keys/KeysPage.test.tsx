import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiKey } from '../../api/types.ts';
import { type Call, fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';

afterEach(() => vi.unstubAllGlobals());

const SECRET = 'sl_u_N3wKey00_verysecretverysecret_a1B2c3';

const existing: ApiKey = {
  kind: 'ApiKey',
  metadata: { name: 'old', revision: 3, createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' },
  spec: { owner: 'user:ada@example.com', models: ['*'] },
  status: { id: 'sl_u_0ldKey00', state: 'active' },
};

const usage = { from: '', to: '', asOf: '', rows: [], total: {} };

function server(create: (call: Call) => object | Response, items: ApiKey[] = [existing]) {
  return fakeApi({
    'GET /api-keys': { items, next: null },
    'GET /usage': usage,
    'POST /api-keys': create,
    'POST /api-keys/old/revoke': () => ({}),
  });
}

async function openForm() {
  await userEvent.click(await screen.findByRole('button', { name: 'Create key' }));
  return screen.findByRole('dialog');
}

describe('creating a key', () => {
  it('refuses an empty model list at the field, then shows the key once', async () => {
    const { to } = server(() => ({ name: 'ci', id: 'sl_u_N3wKey00', key: SECRET, revision: 8 }));
    const { client } = renderAt('/keys');
    const form = await openForm();
    await userEvent.type(within(form).getByRole('textbox', { name: 'Name' }), 'ci');
    await userEvent.click(within(form).getByRole('button', { name: 'Create key' }));
    expect(within(form).getByText(/An empty list denies all/)).toBeInTheDocument();
    expect(to('POST', '/api-keys')).toHaveLength(0);

    await userEvent.click(within(form).getByRole('radio', { name: 'All the owner may use' }));
    await userEvent.click(within(form).getByRole('button', { name: 'Create key' }));
    expect(await screen.findByText('Copy the key now.')).toBeInTheDocument();
    expect(to('POST', '/api-keys')[0]?.body).toMatchObject({ metadata: { name: 'ci' }, spec: { owner: 'user:ada@example.com', models: ['*'] } });
    expect(document.documentElement.outerHTML).not.toContain('verysecret');
    expect(JSON.stringify([...client.getQueryCache().getAll(), ...client.getMutationCache().getAll()].map(({ state }) => state))).not.toContain('verysecret');
  });

  it('puts the server’s refusals on their fields', async () => {
    server(() => problem(400, 'invalid_request', { errors: [{ field: 'spec.owner', message: 'is disabled' }, { field: 'spec.novel', message: 'is new' }] }));
    renderAt('/keys');
    const form = await openForm();
    await userEvent.type(within(form).getByRole('textbox', { name: 'Name' }), 'ci');
    await userEvent.click(within(form).getByRole('radio', { name: 'All the owner may use' }));
    await userEvent.click(within(form).getByRole('button', { name: 'Create key' }));
    expect(await within(form).findByText('is disabled')).toBeInTheDocument();
    expect(within(form).getByRole('alert')).toHaveTextContent('spec.novel: is new');
  });
});

it('revokes only after the name was typed', async () => {
  const { to } = server(() => ({}));
  renderAt('/keys?name=old');
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke' }));
  const dialog = await screen.findByRole('dialog');
  const button = within(dialog).getByRole('button', { name: 'Revoke key' });
  expect(button).toBeDisabled();
  await userEvent.type(within(dialog).getByRole('textbox'), 'old');
  await userEvent.click(button);
  await waitFor(() => expect(to('POST', '/api-keys/old/revoke')).toHaveLength(1));
});

it('says what a key is for when there is none', async () => {
  server(() => ({}), []);
  renderAt('/keys');
  expect(await screen.findByText('You have no key yet.')).toBeInTheDocument();
  expect(screen.getAllByRole('button', { name: 'Create key' })).toHaveLength(1);
});
