// A stand-in for the admin API and a gateway, for looking at the console without either. Never part of the product.
//   node e2e/fake-admin.mjs [port] [directory of a build]
// The query parameter of PUT /__mode sets what is wrong: ok | empty | analytics-down | bus-down | no-state | down | loading.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import * as fixtures from './fixtures.mjs';

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html', '.txt': 'text/plain' };
const ANSWER = 'A sluice is a gate in a channel. Raise it and water flows; lower it and the level behind it rises. This gateway does the same with requests: each one passes the gates in order, and every gate says what it did.';

export function startFake({ port = 8081, directory, now = Date.now(), signedIn = true } = {}) {
  const state = { mode: 'ok', signedIn, revision: fixtures.gateways.revision, made: new Map() };
  const all = fixtures.requests(640, now);
  const store = structuredClone(fixtures.collections);
  const origin = () => `http://localhost:${server.address().port}`;

  const routes = [
    ['GET', /^\/auth\/config$/, () => ({ local: true, issuers: [], mode: 'local' }), true],
    ['POST', /^\/auth\/login$/, (_, { body }) => {
      if (body.password === 'wrong') return problem(401, 'unauthenticated', 'Wrong credentials');
      state.signedIn = true;
      return { accessToken: 'unused', expiresIn: 900, refreshToken: 'unused' };
    }, true],
    ['POST', /^\/auth\/refresh$/, () => (state.signedIn ? {} : problem(401, 'unauthenticated', 'No session')), true],
    ['POST', /^\/auth\/logout$/, () => { state.signedIn = false; return {}; }, true],
    ['POST', /^\/auth\/gateway-token$/, () => ({ token: 'demo', expiresIn: 300 })],
    ['GET', /^\/me$/, () => fixtures.me],
    ['GET', /^\/connect$/, () => ({ gatewayUrls: [origin()] })],
    ['GET', /^\/gateways$/, () => ({ ...fixtures.gateways, revision: state.revision, items: state.mode === 'empty' ? [] : fixtures.gateways.items.map((item) => ({ ...item, revision: state.revision })) })],
    ['GET', /^\/catalog\/providers$/, () => ({ items: fixtures.catalogProviders })],
    ['GET', /^\/catalog\/models$/, (_, { query }) => ({ items: fixtures.catalogModels.filter(({ provider }) => provider === query.get('provider')) })],
    ['GET', /^\/usage$/, (_, { query }) => {
      const usage = fixtures.usage(Object.fromEntries(query));
      if (state.mode !== 'empty') return usage;
      return { ...usage, rows: [], total: fixtures.usage({ from: usage.from, to: usage.to, interval: 'none' }).total };
    }],
    ['GET', /^\/requests$/, (_, { query }) => {
      const skip = Number(query.get('after') ?? 0);
      const limit = Number(query.get('limit') ?? 100);
      const names = ['model', 'team', 'user', 'key', 'status', 'errorClass'];
      const found = state.mode === 'empty' ? [] : all.filter((item) => item.time >= query.get('from') && names.every((name) => !query.has(name) || String(item[name]) === query.get(name)));
      return { items: found.slice(skip, skip + limit), next: skip + limit < found.length ? String(skip + limit) : null };
    }],
    ['GET', /^\/requests\/(.+)$/, ([id]) => {
      const item = all.find((candidate) => candidate.id === id) ?? state.made.get(id);
      return item ? fixtures.detail(item) : problem(404, 'not_found', 'No such request');
    }],
    ['POST', /^\/provider-accounts\/([^/]+)\/test$/, ([name]) =>
      name === 'azure-eu'
        ? { ok: false, status: 401, latencyMs: 84, message: 'Access denied due to invalid subscription key or wrong API endpoint.' }
        : { ok: true, status: 200, latencyMs: 412, model: 'gpt-4o-mini' }],
    ['POST', /^\/api-keys$/, (_, { body }) => {
      if (store['api-keys'].some(({ metadata }) => metadata.name === body.metadata.name)) return problem(409, 'name_taken', 'The name is taken');
      state.revision += 1;
      const id = 'sl_u_N3wKey00';
      store['api-keys'].unshift(stored('ApiKey', body, { status: { id, state: 'active' } }));
      return { name: body.metadata.name, id, key: `${id}_${'x7Qm2Lr9Vt4Ka8Zp1Hc6Wd3Jn5Gb0Ys'.padEnd(43, 'e')}_a1B2c3`, revision: state.revision };
    }],
    ['POST', /^\/api-keys\/([^/]+)\/rotate$/, ([name], { body }) => {
      const graceUntil = new Date(now + body.graceSeconds * 1000).toISOString();
      Object.assign(find('api-keys', name).status, { state: 'rotating', graceUntil });
      return { key: `sl_s_R0tated1_${'r'.repeat(43)}_z9Y8x7`, graceUntil };
    }],
    ['POST', /^\/api-keys\/([^/]+)\/revoke$/, ([name]) => Object.assign(find('api-keys', name).status, { state: 'revoked' })],
    ['POST', /^\/alert-channels\/([^/]+)\/test$/, ([name]) =>
      name === 'finance-mail'
        ? { delivered: false, status: null, message: 'type email: no mail server is known: set SLUICE_SMTP_URL for the admin API' }
        : { delivered: true, status: 200, message: '' }],
    ['GET', /^\/alerts$/, () => ({ items: state.mode === 'empty' ? [] : fixtures.alerts(now), next: null })],
    ['GET', /^\/(rate-limits|budgets)\/([^/]+)\/state$/, ([collection, name]) => {
      if (state.mode === 'bus-down') return problem(503, 'unavailable', 'The bus does not answer', { detail: 'No gateway can be asked: NATS is not connected.' });
      if (state.mode === 'no-state' || !find(collection, name)) return problem(404, 'not_found', 'No such path');
      return fixtures.limitState(name, Date.now());
    }],
    ['GET', /^\/targets$/, () => {
      if (state.mode === 'bus-down') return problem(503, 'unavailable', 'Not available now', { detail: 'no gateway can be asked: NATS is not connected: see that the server of SLUICE_NATS_URL runs and try again' });
      return state.mode === 'empty' ? { instances: 0, of: 0, truncated: false, targets: [] } : fixtures.targets(Date.now());
    }],
    ['POST', /^\/simulate$/, (_, { body }) => {
      if (state.mode === 'bus-down') return problem(503, 'unavailable', 'Not available now', { detail: 'no gateway can be asked: NATS is not connected: see that the server of SLUICE_NATS_URL runs and try again' });
      if (body.model === 'nothing') return problem(400, 'invalid_request', 'The request is not valid', { errors: [{ field: 'model', message: "names 'nothing', which the gateways do not know: see /api/v1/models" }] });
      return fixtures.explanation(body);
    }],
    ['GET', /^\/([a-z-]+)$/, ([collection]) => (store[collection] ? { items: state.mode === 'empty' ? [] : store[collection], next: null } : problem(404, 'not_found', 'No such path'))],
    ['PUT', /^\/([a-z-]+)\/(.+)$/, ([collection, name], { body, headers }) => {
      const old = find(collection, name);
      if (old && headers['if-match'] !== undefined && Number(headers['if-match']) !== old.metadata.revision) return problem(409, 'conflict', 'The object was changed since');
      if (body.spec.upstream === 'refuse') return problem(400, 'invalid_request', 'The model is not valid', { errors: [{ field: 'spec.price.input', message: 'must not be negative' }, { field: 'spec.quality', message: 'must be 0 to 100' }] });
      if (body.spec.match?.subjects?.in?.includes('team:gone')) {
        return problem(400, 'invalid_request', 'The rule is not valid', { errors: [{ field: 'spec.match.subjects.in[0]', message: 'there is no Team gone: create it first, or name another' }] });
      }
      state.revision += 1;
      if (body.spec.secret?.value) body.spec.secret = { stored: true };
      for (const credential of body.spec.credentials ?? []) if (credential.secret?.value) credential.secret = { stored: true };
      const made = stored(body.kind, body);
      if (old) Object.assign(old, made);
      else store[collection].push(made);
      return made;
    }],
    ['DELETE', /^\/([a-z-]+)\/(.+)$/, ([collection, name]) => {
      const users = { 'provider-accounts': ['models', ({ spec }) => spec.account === name], 'alert-channels': ['budgets', ({ spec }) => spec.alerts?.channels?.includes(name)] }[collection];
      const references = users ? store[users[0]].filter(users[1]).map(({ kind, metadata }) => ({ kind, name: metadata.name })) : [];
      if (references.length > 0) return problem(409, 'in_use', `${name} is still in use`, { detail: `Objects that refer to it: ${references.length}.`, references });
      store[collection] = store[collection].filter(({ metadata }) => metadata.name !== name);
      return { revision: (state.revision += 1) };
    }],
  ];

  const find = (collection, name) => store[collection]?.find(({ metadata }) => metadata.name === name);
  const stored = (kind, body, extra = {}) => ({ ...body, kind, metadata: { ...body.metadata, revision: state.revision, createdAt: new Date(now).toISOString(), updatedAt: new Date(now).toISOString() }, ...extra });

  async function admin(request, response, url) {
    if (state.mode === 'loading') return;
    if (state.mode === 'down') return send(response, 500, { title: 'The database does not answer', status: 500, code: 'internal', detail: 'connection refused', requestId: '01994f2e-1f00-7000-8000-000000000001' });
    const path = decodeURIComponent(url.pathname.slice('/api/v1'.length));
    if (state.mode === 'analytics-down' && /^\/(usage|requests)/.test(path)) {
      return send(response, 503, { title: 'Analytics are unavailable', status: 503, code: 'unavailable', detail: 'ClickHouse does not answer.' });
    }
    for (const [method, pattern, handle, open] of routes) {
      const match = method === request.method && pattern.exec(path);
      if (!match) continue;
      if (!state.signedIn && !open) return send(response, 401, { title: 'Not signed in', status: 401, code: 'unauthenticated' });
      if (url.searchParams.get('follow') === 'true') return follow(response);
      const result = handle(match.slice(1), { body: await json(request), query: url.searchParams, headers: request.headers });
      return result.refused ? send(response, result.refused.status, result.refused) : send(response, 200, result);
    }
    return send(response, 404, { title: 'No such path', status: 404, code: 'not_found' });
  }

  /** Three requests a second. */
  function follow(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let n = 0;
    const timer = setInterval(() => {
      const items = [0, 1, 2].map((i) => ({ ...all[(n + i) % all.length], id: `01994f2e-0001-7000-8000-${String(n + i).padStart(12, '0')}`, time: new Date(Date.now() - i * 90).toISOString() }));
      n += 3;
      response.write(`event: requests\nid: ${n}\ndata: ${JSON.stringify({ items, omitted: n === 6 ? 12 : 0 })}\n\n`);
    }, 1_000);
    response.on('close', () => clearInterval(timer));
  }

  async function gateway(request, response, url) {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('access-control-expose-headers', 'x-request-id, x-sluice-model, x-sluice-provider, x-sluice-attempts');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (url.pathname === '/v1/models') return send(response, 200, { data: store.models.filter(() => state.mode !== 'empty').map(({ metadata }) => ({ id: metadata.name })) });
    const { model, messages } = await json(request);
    const last = messages.at(-1).content;
    if (/limit/i.test(last)) return send(response, 429, { error: { message: 'Rule per-user allows 600 requests a minute; 600 were used. Free again in 14 s.', type: 'rate_limit_error', code: 'rate_limit_exceeded' } });
    const made = { ...all[0], id: `01994f2e-0000-7000-8000-${String(state.made.size).padStart(12, '0')}`, model, time: new Date().toISOString() };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': made.id, 'x-sluice-model': model, 'x-sluice-provider': model.split('/')[0], 'x-sluice-attempts': '1' });
    const words = ANSWER.split(/(?<= )/);
    for (const content of words) {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, 12));
    }
    response.end(`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 41, completion_tokens: words.length } })}\n\ndata: [DONE]\n\n`);
    setTimeout(() => state.made.set(made.id, { ...made, tokens: { input: 41, cachedInput: 0, cacheWrite: 0, output: words.length, reasoning: 0, audioInput: 0, audioOutput: 0 } }), 800);
  }

  async function file(response, url) {
    if (!directory) return send(response, 404, {});
    const wanted = normalize(url.pathname);
    const name = extname(wanted) === '' ? '/index.html' : wanted;
    try {
      const content = await readFile(join(directory, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(content);
    } catch {
      send(response, 404, {});
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/__mode') {
      state.mode = url.searchParams.get('mode') ?? 'ok';
      state.signedIn = url.searchParams.get('signedIn') !== 'no';
      return send(response, 200, state.mode);
    }
    if (url.pathname.startsWith('/api/v1/')) return void admin(request, response, url);
    if (url.pathname.startsWith('/v1/')) return void gateway(request, response, url);
    return void file(response, url);
  });
  return new Promise((resolve) => server.listen(port, () => resolve({ server, state })));
}

const problem = (status, code, title, extra = {}) => ({ refused: { type: 'about:blank', status, code, title, requestId: '01994f2e-1f00-7000-8000-000000000002', ...extra } });

async function json(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' }).end(JSON.stringify(body));
}

if (process.argv[1]?.endsWith('fake-admin.mjs')) {
  const { server } = await startFake({ port: Number(process.argv[2] ?? 8081), directory: process.argv[3] });
  console.log(`fake admin API and gateway on http://localhost:${server.address().port}`);
}
