import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Gateway } from '../api/types.ts';
import { fakeApi, problem } from '../test/fakeApi.ts';
import { renderAt } from '../test/render.tsx';
import { health } from './LiveStrip.tsx';
import { allows } from './permissions.ts';

afterEach(() => vi.unstubAllGlobals());

const developer = { name: 'bob', roles: ['developer'], permissions: ['api-key:*', 'model:read'] };
const config = { local: true, issuers: [], mode: 'local' };

describe('the frame', () => {
  it('leads to sign-in and back to where one wanted to go', async () => {
    let signedIn = false;
    const { to } = fakeApi({
      'GET /auth/config': config,
      'GET /me': () => (signedIn ? developer : problem(401, 'unauthenticated')),
      'POST /auth/refresh': () => problem(401, 'unauthenticated'),
      'POST /auth/login': ({ body }) => {
        signedIn = (body as { password: string }).password === 'right';
        return signedIn ? { accessToken: 'a', expiresIn: 1, refreshToken: 'r' } : problem(401, 'unauthenticated');
      },
      'GET /api-keys': { items: [], next: null },
      'GET /usage': () => problem(503, 'unavailable'),
    });
    const { router } = renderAt('/keys?q=ci');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Email' }), 'bob@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Email or password is wrong.');
    await userEvent.type(screen.getByLabelText('Password'), 'right{Enter}');
    expect(await screen.findByText('You have no key yet.')).toBeInTheDocument();
    expect(router.state.location.href).toBe('/keys?q=ci');
    expect(to('POST', '/auth/login')).toHaveLength(2);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toMatch(/accessToken|"a"/);
  });

  it('shows only the pages one may open, and names what a pasted link lacks', async () => {
    fakeApi({ 'GET /me': developer });
    renderAt('/requests');
    expect(await screen.findByText('logs:read')).toBeInTheDocument();
    const links = screen.getAllByRole('link').map((link) => link.textContent);
    expect(links).toContain('Keys');
    expect(links).not.toContain('Requests');
  });

  it('shows n/a, never 0, when analytics are away', async () => {
    fakeApi({ 'GET /usage': () => problem(503, 'unavailable') });
    renderAt('/');
    await waitFor(() => expect(screen.getAllByText('n/a')).toHaveLength(5));
    expect(screen.queryByText('0')).not.toBeInTheDocument();
  });
});

it.each([
  [['*'], true],
  [['api-key:*'], true],
  [['*:read'], true],
  [['api-key:write', 'model:read'], false],
  [[], false],
])('%j allows api-key:read: %s', (granted, allowed) => expect(allows(granted, 'api-key:read')).toBe(allowed));

it('opens a page that any one of several permissions is enough for', () => {
  const wanted = ['rate-limit:read', 'budget:read'];
  expect(allows(['budget:read'], wanted)).toBe(true);
  expect(allows(['model:read'], wanted)).toBe(false);
});

it('names each permission that would open a page', async () => {
  fakeApi({ 'GET /me': developer });
  renderAt('/limits');
  expect(await screen.findByText('rate-limit:read')).toBeInTheDocument();
  expect(screen.getByText('budget:read')).toBeInTheDocument();
});

describe('the live strip', () => {
  const gateway = (part: Partial<Gateway> = {}): Gateway => ({
    instance: 'g', version: '1', epoch: 1, revision: 12, lag: 0, streams: 0, inFlight: 0, shed: 0, ring: { records: 0, bytes: 0, accepted: 0, dropped: 0 }, host: 'h', port: 8080,
    lastSeen: '', ageSeconds: 1, disabledObjects: [], live: true, leaving: false, ...part,
  });
  const line = (spreadingMs: number, ...items: Gateway[]) => {
    const { shape, text, rest } = health({ revision: 12, items }, spreadingMs);
    return `${shape} ${text}${rest}`;
  };

  it.each([
    ['all is well', [gateway(), gateway()], '● live on 2/2 · rev 12'],
    ['a change spreads', [gateway(), gateway({ revision: 11 })], '◐ reaching 1/2 · rev 12'],
    ['one is behind', [gateway(), gateway({ revision: 9 })], '▲ 1 gateway behind (rev 9)'],
    ['one is silent', [gateway(), gateway({ live: false })], '▲ live on 1/2 · rev 12'],
    ['one leaves in order', [gateway(), gateway({ live: false, leaving: true })], '● live on 1/1 · rev 12'],
    ['one refused an object', [gateway({ disabledObjects: [{ kind: 'Model', name: 'm', reason: 'r' }] })], '✕ 1 gateway disabled an object · rev 12'],
    ['there is none', [], '■ no gateway connected · rev 12'],
  ])('says when %s', (_, items, text) => expect(line(text.startsWith('▲') ? 60_000 : 1_000, ...items)).toBe(text));
});
