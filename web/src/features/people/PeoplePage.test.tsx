import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServiceAccount, Team, User } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { allOnScreen } from '../../test/onScreen.ts';
import { renderAt } from '../../test/render.tsx';
import { checkPerson, personManifest, personValues } from './personForm.ts';

afterEach(() => vi.unstubAllGlobals());

const metadata = (name: string) => ({ name, revision: 3, createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' });
const research: Team = { kind: 'Team', metadata: metadata('research'), spec: { members: ['user:ada@example.com'], managers: ['user:grace@example.com'], residency: 'eu' } };
const ada: User = { kind: 'User', metadata: metadata('ada@example.com'), spec: { displayName: 'Ada', roles: ['developer'] } };
const bot: ServiceAccount = { kind: 'ServiceAccount', metadata: metadata('bot'), spec: { team: 'research', metadata: { env: 'prod' } } };

function server(handlers: Parameters<typeof fakeApi>[0] = {}) {
  allOnScreen();
  return fakeApi({
    'GET /teams': { items: [research], next: null },
    'GET /users': { items: [ada], next: null },
    'GET /service-accounts': { items: [bot], next: null },
    'GET /api-keys': { items: [{ kind: 'ApiKey', metadata: metadata('k'), spec: { owner: 'serviceAccount:bot' }, status: { id: 'x', state: 'active' } }], next: null },
    'GET /usage': { rows: [{ group: { team: 'research' }, time: null, costUsd: '12.5' }], total: { group: {}, time: null, costUsd: '12.5' } },
    ...handlers,
  });
}

describe('the lists', () => {
  it('shows teams with their people, accounts and spend', async () => {
    server();
    renderAt('/people');
    const row = await screen.findByRole('row', { name: /research/ });
    expect(within(row).getByText('ada@example.com')).toBeInTheDocument();
    expect(within(row).getByText('bot')).toBeInTheDocument();
    expect(within(row).getByText('eu')).toBeInTheDocument();
    expect(await within(row).findByText(/12\.5/)).toBeInTheDocument();
  });

  it('counts the keys of service accounts', async () => {
    server();
    renderAt('/people?tab=accounts');
    const row = await screen.findByRole('row', { name: /bot/ });
    expect(await within(row).findByText('1')).toBeInTheDocument();
    expect(within(row).getByText('env=prod')).toBeInTheDocument();
  });

  it('offers no change to those who may only read', async () => {
    server({ 'GET /me': { name: 'v', email: 'v', displayName: 'V', roles: ['viewer'], permissions: ['team:read'] } });
    renderAt('/people');
    await screen.findByRole('row', { name: /research/ });
    expect(screen.queryByRole('button', { name: /Add team|Edit research|Delete research/ })).toBeNull();
    expect(screen.queryByRole('tab', { name: /Users/ })).toBeNull();
  });
});

describe('changes', () => {
  it('writes what was edited at the revision that was read', async () => {
    const fake = server({ 'PUT /teams/research': { ...research, metadata: { ...research.metadata, revision: 4 } } });
    renderAt('/people');
    await userEvent.click(await screen.findByRole('button', { name: 'Edit research' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.clear(within(dialog).getByLabelText(/Residency/));
    await userEvent.type(within(dialog).getByLabelText(/Residency/), 'us');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await vi.waitFor(() => expect(fake.to('PUT', '/teams/research')).toHaveLength(1));
    const [call] = fake.to('PUT', '/teams/research');
    expect(call?.headers.get('if-match')).toBe('3');
    expect(call?.body).toMatchObject({ kind: 'Team', spec: { members: ['user:ada@example.com'], managers: ['user:grace@example.com'], residency: 'us' } });
  });

  it('sets the password of a user after the user', async () => {
    const fake = server({ 'PUT /users/eve': { ...ada, metadata: metadata('eve') }, 'PUT /users/eve/password': () => new Response(null, { status: 204 }) });
    renderAt('/people?tab=users');
    await userEvent.click(await screen.findByRole('button', { name: 'Add user' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText(/^Name/), 'eve');
    await userEvent.type(within(dialog).getByLabelText(/^Password/), 'correct horse battery');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await vi.waitFor(() => expect(fake.to('PUT', '/users/eve/password')).toHaveLength(1));
    expect(fake.to('PUT', '/users/eve/password')[0]?.body).toEqual({ password: 'correct horse battery' });
    expect(JSON.stringify(fake.to('PUT', '/users/eve')[0]?.body)).not.toContain('horse');
  });

  it('says why a team cannot go', async () => {
    server({ 'DELETE /teams/research': () => problem(409, 'in_use', { detail: '2 keys name it' }) });
    renderAt('/people');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete research' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Delete team' }));
    expect(await screen.findByText('2 keys name it')).toBeInTheDocument();
  });
});

describe('the form', () => {
  it('keeps what it does not show', () => {
    const odd = { ...bot, spec: { ...bot.spec, later: true } } as ServiceAccount;
    const values = { ...personValues(odd), metadata: ['env=dev', 'a=b=c'] };
    expect(personManifest('accounts', values, odd).spec).toEqual({ team: 'research', metadata: { env: 'dev', a: 'b=c' }, later: true });
  });

  it.each([
    ['teams', { name: '' }, 'name'],
    ['teams', { name: 'research' }, 'name'],
    ['teams', { members: ['no body'] }, 'members'],
    ['users', { password: 'short' }, 'password'],
    ['accounts', { metadata: ['env'] }, 'metadata'],
  ] as const)('refuses %s with %j', (tab, change, field) => {
    const errors = checkPerson(tab, { ...personValues(undefined), name: 'fresh', ...change } as never, ['research']);
    expect(Object.keys(errors)).toEqual([field]);
  });
});
