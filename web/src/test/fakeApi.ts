import { vi } from 'vitest';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

type Answer = object | ((call: Call) => object | Response | Promise<Response>);

/** `GET /me` → body, or what makes it. A call that no handler stands for fails the test. */
export function fakeApi(handlers: Record<string, Answer>) {
  const calls: Call[] = [];
  const defaults: Record<string, Answer> = {
    'GET /me': { name: 'ada@example.com', email: 'ada@example.com', displayName: 'Ada', roles: ['owner'], permissions: ['*'] },
    'GET /gateways': { revision: 7, items: [] },
    'GET /connect': { gatewayUrls: ['http://gateway.test'] },
    'GET /models': { items: [], next: null },
    'GET /virtual-models': { items: [], next: null },
    'GET /users': { items: [], next: null },
    'GET /teams': { items: [], next: null },
    'GET /service-accounts': { items: [], next: null },
    'GET /provider-accounts': { items: [], next: null },
  };
  const all = { ...defaults, ...handlers };
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname.replace('/api/v1', ''));
    const text = request.method === 'GET' ? '' : await request.text();
    const call: Call = { method: request.method, path, query: url.searchParams, body: text === '' ? undefined : JSON.parse(text), headers: request.headers };
    calls.push(call);
    const handler = all[`${call.method} ${path}`];
    if (handler === undefined) throw new Error(`no answer for ${call.method} ${path}`);
    const answer = typeof handler === 'function' ? await handler(call) : handler;
    return answer instanceof Response ? answer : Response.json(answer);
  });
  return { calls, to: (method: string, path: string) => calls.filter((call) => call.method === method && call.path === path) };
}

export function problem(status: number, code: string, extra: object = {}): Response {
  return Response.json({ title: `refused: ${code}`, status, code, ...extra }, { status, headers: { 'content-type': 'application/problem+json' } });
}
