import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, problem } from '../test/fakeApi.ts';
import { api, onSessionEnded, unwrap } from './client.ts';
import { putModel } from './policy.ts';

afterEach(() => vi.unstubAllGlobals());

const me = () => unwrap(api.GET('/api/v1/me'));

it('refreshes once for calls that wait together, then repeats them', async () => {
  let valid = false;
  const { to } = fakeApi({
    'GET /me': () => (valid ? { name: 'ada', roles: [], permissions: [] } : problem(401, 'unauthenticated')),
    'POST /auth/refresh': () => {
      valid = true;
      return {};
    },
  });
  const answers = await Promise.all([me(), me(), me()]);
  expect(answers.map(({ name }) => name)).toEqual(['ada', 'ada', 'ada']);
  expect(to('POST', '/auth/refresh')).toHaveLength(1);
});

it('says that the session ended when the refresh is refused', async () => {
  fakeApi({ 'GET /me': () => problem(401, 'unauthenticated'), 'POST /auth/refresh': () => problem(401, 'unauthenticated') });
  const ended = vi.fn();
  const off = onSessionEnded(ended);
  await expect(me()).rejects.toMatchObject({ status: 401 });
  off();
  expect(ended).toHaveBeenCalledOnce();
});

it('marks every call as the console’s and sends no token of its own', async () => {
  const { calls } = fakeApi({});
  await me();
  expect(calls[0]?.headers.get('x-sluice-console')).toBe('1');
  expect(calls[0]?.headers.get('authorization')).toBeNull();
});

it('keeps the slashes of a model’s name and sends the revision that was read', async () => {
  const seen: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    seen.push(new URL(request.url).pathname, request.headers.get('if-match') ?? '');
    return Response.json({});
  });
  await putModel({ metadata: { name: 'openai-main/gpt 4' }, spec: { account: 'a', upstream: 'b' } }, 12);
  expect(seen).toEqual(['/api/v1/models/openai-main/gpt%204', '12']);
});
