// A small installation that looks alive: the same every time, so that two screenshots can be compared.
const MINUTE = 60_000;

/** A fixed sequence of numbers in [0, 1). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const metadata = (name, revision, extra = {}) => ({
  name,
  revision,
  createdAt: '2026-10-02T09:14:00Z',
  updatedAt: '2026-11-18T16:40:12Z',
  ...extra,
});

const object = (kind, name, revision, spec, extra) => ({ kind, metadata: metadata(name, revision, extra), spec });

export const me = {
  name: 'ada@example.com',
  displayName: 'Ada',
  email: 'ada@example.com',
  roles: ['owner'],
  permissions: ['*'],
};

export const catalogProviders = [
  { name: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1', needs: ['secret'], dialect: 'openai' },
  { name: 'anthropic', label: 'Anthropic', baseUrl: 'https://api.anthropic.com', needs: ['secret'], dialect: 'anthropic' },
  { name: 'azure-openai', label: 'Azure OpenAI', needs: ['baseUrl', 'secret'], dialect: 'openai' },
  { name: 'bedrock', label: 'Amazon Bedrock', needs: ['region', 'secret'], dialect: 'bedrock' },
  { name: 'openai-compatible', label: 'OpenAI-compatible', needs: ['baseUrl'], dialect: 'openai' },
];

export const catalogModels = [
  { provider: 'openai', upstream: 'gpt-4o', modes: ['chat', 'responses'], price: { input: '2.50', cachedInput: '1.25', output: '10.00' }, limits: { contextTokens: 128_000, outputTokens: 16_384 } },
  { provider: 'openai', upstream: 'gpt-4o-mini', modes: ['chat', 'responses'], price: { input: '0.15', cachedInput: '0.075', output: '0.60' }, limits: { contextTokens: 128_000, outputTokens: 16_384 } },
];

export const collections = {
  'provider-accounts': [
    object('ProviderAccount', 'openai-main', 1270, { provider: 'openai', credentials: [{ name: 'primary', secret: { stored: true }, weight: 1 }] }),
    object('ProviderAccount', 'anthropic-main', 1198, { provider: 'anthropic', credentials: [{ name: 'primary', secret: { env: 'ANTHROPIC_API_KEY' }, weight: 1 }], timeouts: { connect: '5s', firstToken: '60s' } }),
    object('ProviderAccount', 'azure-eu', 1281, { provider: 'azure-openai', baseUrl: 'https://sluice-eu.openai.azure.com', residency: 'eu', credentials: [{ name: 'primary', secret: { stored: true } }, { name: 'next', secret: { stored: true }, weight: 0 }] }),
    object('ProviderAccount', 'local', 1100, { provider: 'openai-compatible', baseUrl: 'http://10.0.4.20:8000/v1', allowPrivateNetwork: true, credentials: [] }),
  ],
  models: [
    object('Model', 'openai-main/gpt-4o', 1270, { account: 'openai-main', upstream: 'gpt-4o', modes: ['chat', 'responses'], price: { input: '2.50', cachedInput: '1.25', output: '10.00' }, limits: { contextTokens: 128_000, outputTokens: 16_384 } }),
    object('Model', 'openai-main/gpt-4o-mini', 1270, { account: 'openai-main', upstream: 'gpt-4o-mini', modes: ['chat', 'responses'], price: { input: '0.15', cachedInput: '0.075', output: '0.60' }, limits: { contextTokens: 128_000, outputTokens: 16_384 } }),
    object('Model', 'anthropic-main/claude-haiku-4-5', 1198, { account: 'anthropic-main', upstream: 'claude-haiku-4-5', modes: ['chat'], price: { input: '1.00', output: '5.00', cachedInput: '0.10' }, limits: { contextTokens: 200_000, outputTokens: 64_000 } }),
    object('Model', 'azure-eu/gpt-4o', 1281, { account: 'azure-eu', upstream: 'gpt-4o-eu', modes: ['chat'], price: { input: '2.75', output: '11.00' }, limits: { contextTokens: 128_000 } }),
    object('Model', 'openai/*', 1150, { account: 'openai-main', upstream: '*', modes: ['chat', 'embedding'] }),
    object('Model', 'local/llama', 1100, { account: 'local', upstream: 'llama-3.3-70b', modes: ['chat'], price: { input: '0', output: '0' }, limits: { contextTokens: 32_768 } }),
  ],
  'api-keys': [
    key('support-bot-prod', 's', '7fK2hQ9w', { owner: 'serviceAccount:support-bot', team: 'research', models: ['openai-main/*', 'anthropic-main/claude-haiku-4-5'], expiresAt: '2027-01-01T00:00:00Z', content: 'off', metadata: { env: 'prod' } }, { state: 'active' }),
    key('ci-batch', 's', 'Qm41xZ0a', { owner: 'serviceAccount:ci', team: 'platform', models: ['*'] }, { state: 'rotating', graceUntil: '2026-11-20T15:00:00Z' }),
    key('ada-laptop', 'u', 'b8Yt3Lr5', { owner: 'user:ada@example.com', models: ['*'], expiresAt: '2026-11-23T10:00:00Z' }, { state: 'active' }),
    key('notebook', 'u', 'Zp0c77Hd', { owner: 'user:grace@example.com', models: ['openai-main/gpt-4o-mini'], expiresAt: '2027-02-18T00:00:00Z' }, { state: 'active' }),
    key('tmp', 'u', 'k2Ws9Vb1', { owner: 'user:ada@example.com', models: ['*'] }, { state: 'revoked' }),
    key('summer-demo', 'u', 'Jn6qE4Tf', { owner: 'user:grace@example.com', models: ['local/llama'], expiresAt: '2026-09-01T00:00:00Z' }, { state: 'expired' }),
  ],
  users: [
    object('User', 'ada@example.com', 1, { displayName: 'Ada', roles: ['owner'] }),
    object('User', 'grace@example.com', 2, { displayName: 'Grace', roles: ['developer'] }),
  ],
  'service-accounts': [
    object('ServiceAccount', 'support-bot', 3, { team: 'research' }),
    object('ServiceAccount', 'ci', 4, { team: 'platform' }),
  ],
  teams: [object('Team', 'research', 5, { members: ['user:ada@example.com'] }), object('Team', 'platform', 6, { members: [] })],
  'virtual-models': [
    object('VirtualModel', 'smart', 1280, {
      sticky: { by: ['header:x-session-id'], ttl: '10m' },
      targets: [
        { model: 'openai-main/gpt-4o-mini', weight: 90 },
        { model: 'anthropic-main/claude-haiku-4-5', weight: 10, when: { metadata: { tier: { in: ['gold'] } } }, overrides: { temperature: 0.2 } },
        { model: 'local/llama', weight: 0 },
      ],
      retry: { attempts: 2, backoff: '100ms', maxRetryAfter: '10s' },
      fallback: { on: ['rate_limited', 'overloaded', 'server_error'], to: ['openai-main/gpt-4o'] },
      hedge: { after: 'p98', maxExtraSpend: '3%' },
    }),
    object('VirtualModel', 'steady', 1271, { strategy: { type: 'priority' }, targets: [{ model: 'openai-main/gpt-4o', priority: 0 }, { model: 'smart', priority: 1 }] }),
    object('VirtualModel', 'thrifty', 1262, { strategy: { type: 'score', weights: { cost: 2, latency: 1, quality: 1 } }, targets: [{ model: 'openai-main/gpt-4o-mini' }, { model: 'local/llama' }] }),
  ],
  'access-rules': [],
  'rate-limits': [
    object('RateLimit', 'ci-requests', 1266, { match: { subjects: { in: ['serviceAccount:ci'] } }, limits: [{ unit: 'requests', amount: 100, window: '1m' }, { unit: 'concurrent', amount: 4 }], accuracy: 'soft' }),
    object('RateLimit', 'per-user', 1282, {
      match: { subjects: { in: ['team:research'] }, models: { notIn: ['local/*'] }, metadata: { env: { in: ['prod'] } } },
      per: ['user', 'model'],
      limits: [{ unit: 'requests', amount: 600, window: '1m' }, { unit: 'tokens', amount: 2_000_000, window: '1h' }],
      overrides: [{ subject: 'user:ada@example.com', limits: [{ unit: 'requests', amount: 6000, window: '1m' }] }],
    }),
    object('RateLimit', 'trial-spend', 1240, { per: ['key'], limits: [{ unit: 'usd', amount: '5.00', window: '1d' }], mode: 'audit', onPartition: 'open' }, { description: 'What trials would spend, before it is enforced.' }),
    object('RateLimit', 'no-tools', 1201, { match: { models: { in: ['local/*'] } }, limits: [{ unit: 'toolCalls', amount: 0, window: '1m' }] }),
  ],
  budgets: [
    object('Budget', 'local-fallback', 1255, { match: { subjects: { in: ['team:platform'] } }, per: ['team'], limits: [{ tokens: 10_000_000, period: 'day' }], onExceeded: { model: 'local/llama' } }),
    object('Budget', 'research-month', 1283, {
      match: { subjects: { in: ['team:research'] } },
      per: ['team'],
      limits: [{ usd: '500.00', period: 'month' }, { usd: '50.00', period: 'day' }],
      zone: 'Europe/Berlin',
      stopStreams: true,
      alerts: { at: [50, 75, 90, 100], channels: ['ops-webhook'] },
    }),
    object('Budget', 'whole-company', 1190, { limits: [{ usd: '20000.00', period: 'quarter' }], accuracy: 'strict', onPartition: 'closed', alerts: { at: [90], channels: ['finance-mail'] } }),
  ],
  'alert-channels': [
    object('AlertChannel', 'finance-mail', 1188, { type: 'email', to: ['finance@example.com', 'ops@example.com'] }),
    object('AlertChannel', 'ops-slack', 1230, { type: 'slack', secret: { stored: true } }),
    object('AlertChannel', 'ops-webhook', 1283, { type: 'webhook', url: 'https://hooks.example.com/sluice', secret: { env: 'HOOK_SECRET' } }),
  ],
};

const HOUR = 60 * MINUTE;
const at = (now, ahead) => new Date(now + ahead).toISOString();

/** What budgets have told their channels. */
export function alerts(now) {
  const told = (id, ago, part) => ({
    id, time: at(now, -ago), subject: null, periodStart: at(now, -20 * 24 * HOUR), periodEnd: at(now, 10 * 24 * HOUR), mode: 'enforce', unit: 'usd', period: 'month',
    key: { team: 'research' }, budget: 'research-month', ...part,
  });
  const sent = (channel, ago) => ({ channel, state: 'sent', attempts: 1, lastError: null, deliveredAt: at(now, -ago) });
  return [
    told('a4', 12 * MINUTE, { threshold: 75, usedPercent: 77.4, used: '387.000000000', limit: '500.000000000', deliveries: [sent('ops-webhook', 12 * MINUTE), { channel: 'ops-slack', state: 'pending', attempts: 4, lastError: 'HTTP 503 service_unavailable', deliveredAt: null }] }),
    told('a3', 7 * HOUR, { threshold: 90, usedPercent: 91, used: '45.500000000', limit: '50.000000000', period: 'day', deliveries: [sent('ops-webhook', 7 * HOUR)] }),
    told('a2', 30 * HOUR, { budget: 'whole-company', key: {}, threshold: 90, usedPercent: 90.1, used: '18020.114000000', limit: '20000.000000000', period: 'quarter', deliveries: [{ channel: 'finance-mail', state: 'failed', attempts: 21, lastError: 'type email: no mail server is known: set SLUICE_SMTP_URL for the admin API', deliveredAt: null }] }),
    told('a1', 50 * HOUR, { budget: 'local-fallback', key: { team: 'platform' }, unit: 'tokens', threshold: 50, usedPercent: 50, used: 5_000_000, limit: 10_000_000, period: 'day', mode: 'audit', deliveries: [] }),
  ];
}

/** What the counters of a rule stand at. */
export function limitState(name, now) {
  const perUser = [['ada@example.com', 'openai-main/gpt-4o-mini', 574, 18], ['grace@example.com', 'openai-main/gpt-4o', 312, 40], ['ada@example.com', 'openai-main/gpt-4o', 120, 4], ['lin@example.com', 'anthropic-main/claude-haiku-4-5', 44, 0], ['joe@example.com', 'azure-eu/gpt-4o', 12, 1], ['mia@example.com', 'openai-main/gpt-4o-mini', 3, 0]]
    .flatMap(([user, model, used, reserved]) => [
      { key: { user, model }, unit: 'requests', window: '1m', limit: 600, used, reserved, resetsAt: at(now, 14_000) },
      { key: { user, model }, unit: 'tokens', window: '1h', limit: 2_000_000, used: used * 1_840, reserved: reserved * 900, resetsAt: at(now, 41 * MINUTE) },
    ]);
  const segments = {
    'ci-requests': [
      { key: {}, unit: 'requests', window: '1m', limit: 100, used: 100, reserved: 3, resetsAt: at(now, 9_000) },
      { key: {}, unit: 'concurrent', window: '', limit: 4, used: 0, reserved: 3, resetsAt: null },
    ],
    'per-user': perUser,
    'trial-spend': [{ key: { key: 'tmp' }, unit: 'usd', window: '1d', limit: '5.00', used: '1.204931000', reserved: '0.02', resetsAt: at(now, 7 * HOUR) }],
    'local-fallback': [],
    'research-month': [
      { key: { team: 'research' }, unit: 'usd', window: 'month', limit: '500.00', used: '310.440000000', reserved: '29.90', resetsAt: at(now, 11 * 24 * HOUR) },
      { key: { team: 'research' }, unit: 'usd', window: 'day', limit: '50.00', used: '44.120000000', reserved: '1.90', resetsAt: at(now, 9 * HOUR) },
    ],
    'whole-company': [{ key: {}, unit: 'usd', window: 'quarter', limit: '20000.00', used: '4102.88', reserved: '31.02', resetsAt: at(now, 40 * 24 * HOUR) }],
  }[name] ?? [];
  return { segments, instances: 2 };
}

function key(name, kind, id, spec, status) {
  return { ...object('ApiKey', name, 1284, spec), status: { id: `sl_${kind}_${id}`, ...status } };
}

const gateway = (instance, revision, extra = {}) => ({
  instance,
  version: '0.1.0',
  epoch: 7,
  revision,
  lag: 0,
  streams: 188,
  inFlight: 212,
  shed: 0,
  ring: { records: 14, bytes: 9_800, dropped: 0 },
  lastSeen: '2026-11-20T14:02:58Z',
  ageSeconds: 1.4,
  disabledObjects: [],
  live: true,
  leaving: false,
  ...extra,
});

export const gateways = { revision: 1284, items: [gateway('gw-eu-7f9c', 1284), gateway('gw-us-2b11', 1284, { streams: 71, inFlight: 80 })] };

const KINDS = [
  ['openai-main/gpt-4o-mini', 'openai-main', 'openai', 0.15, 0.6],
  ['openai-main/gpt-4o', 'openai-main', 'openai', 2.5, 10],
  ['anthropic-main/claude-haiku-4-5', 'anthropic-main', 'anthropic', 1, 5],
  ['local/llama', 'local', 'openai-compatible', 0, 0],
];

const uuid = (time, n) => {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${String(n % 1000).padStart(3, '0')}-8a1f-${(n * 7919).toString(16).padStart(12, '0')}`;
};

const NO_TOKENS = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0, audioInput: 0, audioOutput: 0 };

/** `count` requests, newest first, ending at `now`. */
export function requests(count, now) {
  const next = random(42);
  const list = [];
  let time = now - 700;
  for (let n = 0; n < count; n += 1) {
    time -= Math.round(400 + next() * 2_400);
    const [model, account, provider, inPrice, outPrice] = KINDS[Math.min(3, Math.floor(next() ** 2 * 4))];
    const luck = n === 0 ? 0.5 : next();
    const input = Math.round(80 + next() * 5_000);
    const cachedInput = next() < 0.3 ? Math.round(next() * 2_000) : 0;
    const output = Math.round(20 + next() * 600);
    const first = Math.round(180 + next() * 700);
    const total = first + Math.round(output * (5 + next() * 6));
    const base = {
      id: uuid(time, n),
      time: new Date(time).toISOString(),
      model,
      provider,
      account,
      team: next() < 0.5 ? 'research' : 'platform',
      user: null,
      serviceAccount: 'support-bot',
      key: ['support-bot-prod', 'ci-batch', 'ada-laptop'][Math.floor(next() * 3)],
      stream: next() < 0.7,
      status: 200,
      outcome: 'ok',
      errorClass: null,
      tokens: { input, cachedInput, cacheWrite: 0, output, reasoning: 0, audioInput: 0, audioOutput: 0 },
      costUsd: ((input * inPrice + cachedInput * inPrice * 0.5 + output * outPrice) / 1e6).toFixed(9),
      unpriced: false,
      estimated: false,
      latencyMs: total,
      firstTokenMs: first,
      attempts: 1,
      cache: 'miss',
      policyRevision: 1284,
      sessionId: `s-${81 + (n % 7)}`,
      metadata: { env: 'prod', tier: 'gold' },
    };
    const none = { tokens: NO_TOKENS, costUsd: null, firstTokenMs: null };
    if (luck < 0.035) Object.assign(base, none, { status: 502, outcome: 'failed', errorClass: 'server_error', latencyMs: 212 });
    else if (luck < 0.06) Object.assign(base, none, { status: 429, outcome: 'limited', errorClass: 'rate_limit_exceeded', latencyMs: 0.4, attempts: 0, account: null, provider: null });
    else if (luck < 0.07) Object.assign(base, none, { status: 400, outcome: 'blocked', errorClass: 'input_blocked', latencyMs: 2.1, attempts: 0, account: null, provider: null });
    else if (luck < 0.13 || n === 3) Object.assign(base, { model: 'smart', account: 'anthropic-main', provider: 'anthropic', attempts: 2 });
    else if (luck < 0.17) Object.assign(base, { cache: 'hit', attempts: 0, costUsd: '0.000000000', latencyMs: 3.2, firstTokenMs: 1.1 });
    list.push(base);
  }
  return list;
}

export function detail(item) {
  const attempt = (n, kind, model, extra) => ({ n, kind, model, account: model.split('/')[0], status: 200, errorClass: null, tokens: NO_TOKENS, costUsd: null, startMs: 0.18, latencyMs: 0, ...extra });
  let attemptLog = [];
  if (item.attempts === 2) {
    attemptLog = [
      attempt(1, 'primary', 'azure-eu/gpt-4o', { status: 429, errorClass: 'rate_limited', latencyMs: 212 }),
      attempt(2, 'fallback', 'anthropic-main/claude-haiku-4-5', { startMs: 214, latencyMs: item.latencyMs - 216, tokens: item.tokens, costUsd: item.costUsd }),
    ];
  } else if (item.attempts === 1) {
    attemptLog = [attempt(1, 'primary', item.model, { status: item.status, errorClass: item.errorClass, latencyMs: item.latencyMs - 0.4, tokens: item.tokens, costUsd: item.costUsd })];
  }
  // Some were hedged, and have a shadow.
  if (item.attempts === 1 && item.outcome === 'ok' && item.id.endsWith('0') && item.firstTokenMs !== null) {
    const late = Math.round(item.latencyMs * 0.4);
    attemptLog = [
      attempt(1, 'hedge', 'openai-main/gpt-4o', { errorClass: 'cancelled', latencyMs: late + 90, costUsd: '0.0004' }),
      attempt(2, 'primary', item.model, { startMs: late, latencyMs: item.latencyMs - late - 1, tokens: item.tokens, costUsd: item.costUsd }),
      attempt(3, 'shadow', 'local/llama', { startMs: 0.4, latencyMs: item.latencyMs * 1.6 }),
    ];
    item = { ...item, firstTokenMs: late + 90, attempts: 2 };
  }
  const limited = item.outcome === 'limited';
  return {
    ...item,
    firstTokenMs: item.attempts === 2 && item.firstTokenMs !== null ? item.firstTokenMs + 214 : item.firstTokenMs,
    attemptLog,
    rules: [
      { kind: 'AccessRule', name: 'research-models', decision: 'allowed' },
      { kind: 'RateLimit', name: 'per-user', decision: limited ? 'refused' : 'allowed' },
      { kind: 'Budget', name: 'research-month', decision: 'allowed' },
      ...(limited ? [] : [{ kind: 'Guardrail', name: 'no-pii-out', decision: item.outcome === 'blocked' ? 'blocked' : item.attempts === 2 ? 'masked' : 'passed' }]),
    ],
  };
}

const UNKNOWN = { p50: null, p95: null, p99: null };
const NONE = { latencyMs: UNKNOWN, firstTokenMs: UNKNOWN, interTokenMs: UNKNOWN };

const STEP = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE };

function measures(requestCount, next) {
  const errors = Math.round(requestCount * (next() < 0.12 ? 0.03 : 0.003));
  const input = requestCount * 390;
  return {
    requests: requestCount,
    errors,
    limited: Math.round(requestCount * 0.004 * next()),
    blocked: Math.round(requestCount * 0.001),
    cacheHits: Math.round(requestCount * 0.04),
    fallbacks: Math.round(requestCount * 0.01),
    tokens: { input, cachedInput: Math.round(input * 0.2), cacheWrite: 0, output: requestCount * 136, reasoning: 0, audioInput: 0, audioOutput: 0 },
    costUsd: (requestCount * 0.002237).toFixed(9),
    unpriced: 0,
    ...(requestCount === 0 ? NONE : {}),
    ...(requestCount > 0 && {
    latencyMs: { p50: 780, p95: 1_840 + Math.round(next() * 300), p99: 4_100 },
    firstTokenMs: { p50: 310, p95: 700 + Math.round(next() * 240), p99: 1_600 },
    interTokenMs: { p50: 7, p95: 14, p99: 30 },
    }),
  };
}

export function usage({ from, to, interval, groupBy }) {
  const next = random(7);
  const span = Date.parse(to) - Date.parse(from);
  const rows = [];
  if (groupBy) {
    const names = { model: KINDS.map(([name]) => name).concat('smart', 'azure-eu/gpt-4o'), key: collections['api-keys'].map(({ metadata: { name } }) => name) }[groupBy] ?? [''];
    names.forEach((name, index) => rows.push({ group: { [groupBy]: name }, ...measures(Math.round((span / MINUTE) * 60 * 0.5 ** index), next) }));
    const free = rows.find(({ group }) => group.model === 'local/llama');
    if (free) free.costUsd = '0.000000000';
  } else if (interval !== 'none') {
    const step = STEP[interval];
    for (let time = Math.floor(Date.parse(from) / step) * step; time < Date.parse(to); time += step) {
      const wave = 0.55 + 0.45 * Math.sin(((time / STEP.hour) % 24) * 0.26 - 1.6);
      rows.push({ time: new Date(time).toISOString(), group: {}, ...measures(Math.round((step / MINUTE) * 150 * wave * (0.85 + next() * 0.3)), next) });
    }
  }
  const total = { ...measures(0, next), ...(rows.length > 0 && { latencyMs: rows[0].latencyMs, firstTokenMs: rows[0].firstTokenMs }) };
  for (const row of rows) {
    for (const name of ['requests', 'errors', 'limited', 'blocked', 'cacheHits', 'fallbacks']) total[name] += row[name];
    for (const name of Object.keys(total.tokens)) total.tokens[name] += row.tokens[name];
    total.costUsd = (Number(total.costUsd) + Number(row.costUsd)).toFixed(9);
  }
  return { from, to, asOf: to, rows, total };
}

/** What a gateway makes of a request: one rule of each decision. */
export function targets(now) {
  const standing = (model, account, credential, part = {}) => ({ model, account, ...(credential && { credential }), state: 'closed', gateways: 2, inFlight: 0, requests: 0, errors: 0, quota: {}, ...part });
  return {
    instances: 2,
    of: 2,
    truncated: false,
    targets: [
      standing('openai-main/gpt-4o-mini', 'openai-main', 'primary', { inFlight: 41, requests: 312, firstContentMs: 284, quota: { 'x-ratelimit-remaining-requests': '4812', 'x-ratelimit-remaining-tokens': '1940210', 'x-ratelimit-reset-tokens': '12ms' } }),
      standing('openai-main/gpt-4o', 'openai-main', 'primary', { inFlight: 9, requests: 57, errors: 1, firstContentMs: 511 }),
      standing('anthropic-main/claude-haiku-4-5', 'anthropic-main', 'primary', { state: 'half-open', reason: 'overloaded', gateways: 1, inFlight: 1, requests: 3, errors: 2, firstContentMs: 902 }),
      standing('azure-eu/gpt-4o', 'azure-eu', 'primary', { state: 'resting', reason: 'rate_limited', restsUntil: new Date(now + 21_000).toISOString(), requests: 40, errors: 10, firstContentMs: 640, quota: { 'x-ratelimit-remaining-requests': '0' } }),
      standing('local/llama', 'local', undefined, { state: 'open', reason: 'connection', restsUntil: new Date(now + 4_000).toISOString(), requests: 12, errors: 12 }),
    ],
  };
}

/** Of a virtual model: one that rests, and one that is for others. */
const candidates = [
  { model: 'openai-main/gpt-4o-mini', account: 'openai-main', provider: 'openai', chosen: true, rules: [] },
  { model: 'local/llama', account: 'local', provider: 'openai-compatible', chosen: false, skipped: 'not_reached', rules: [] },
  { model: 'azure-eu/gpt-4o', account: 'azure-eu', provider: 'azure-openai', chosen: false, skipped: 'not_reached', reason: 'rests for 20 s: rate_limited', rules: [] },
  { model: 'anthropic-main/claude-haiku-4-5', account: '', provider: '', chosen: false, skipped: 'left_out', reason: 'is for other metadata, headers or subjects', rules: [] },
];
const FIGURES = { thrifty: [0.91, 0.47, 0.22] };

export function explanation({ user, serviceAccount, key: named, model }) {
  const rule = (kind, name, unit, window, limit, used, estimate, decision, extra = {}) => ({ kind, name, unit, window, segment: { user: 'ada@example.com' }, limit, used, reserved: unit === 'usd' ? '0.00' : 0, estimate, remaining: unit === 'usd' ? '0.00' : 0, resetsAt: new Date(Date.now() + 3_600_000).toISOString(), mode: decision === 'wouldRefuse' ? 'audit' : 'enforce', decision, ...extra });
  const virtual = collections['virtual-models'].some((made) => made.metadata.name === model);
  if (virtual) {
    return {
      policyRevision: 1281,
      principal: { ...(serviceAccount ? { serviceAccount } : { user: user ?? 'ada@example.com' }), ...(named && { key: named }), team: 'research' },
      model: { asked: model, allowed: true, grantedBy: 'team:research' },
      rules: [rule('RateLimit', 'per-user', 'requests', '1m', 6000, 1234, 1, 'passed', { subject: 'user:ada@example.com' })],
      targets: candidates.map((candidate, index) => ({ ...candidate, ...(FIGURES[model]?.[index] !== undefined && { score: FIGURES[model][index] }) })),
      outcome: 'admitted',
    };
  }
  return {
    policyRevision: 1281,
    principal: { ...(serviceAccount ? { serviceAccount } : { user: user ?? 'ada@example.com' }), ...(named && { key: named }), team: 'research' },
    model: { asked: model, allowed: true, grantedBy: 'team:research' },
    rules: [
      rule('Budget', 'research-month', 'usd', 'month', '500.00', '499.98', '0.05', 'refused', { segment: { team: 'research' }, reason: 'limit' }),
      rule('RateLimit', 'per-user', 'requests', '1m', 6000, 1234, 1, 'passed', { subject: 'user:ada@example.com' }),
      rule('RateLimit', 'trial-spend', 'usd', '1d', '5.00', '6.25', '0.05', 'wouldRefuse', { segment: { key: 'ada-laptop' }, reason: 'limit' }),
      rule('Budget', 'whole-company', 'usd', 'quarter', '20000.00', '0.00', '0.05', 'waits', { segment: {}, reason: 'share' }),
    ],
    targets: [{ model, account: 'openai-main', provider: 'openai', chosen: false, skipped: 'not_reached', rules: [] }],
    outcome: 'budget',
  };
}
