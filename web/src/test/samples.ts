import type { Attempt, RequestItem } from '../api/types.ts';

const tokens = { input: 100, cachedInput: 0, cacheWrite: 0, output: 20, reasoning: 0, audioInput: 0, audioOutput: 0 };

/** A request that went well; tests say what is different about theirs. */
export const requestItem = (part: Partial<RequestItem> = {}): RequestItem => ({
  id: 'x', clientRequestId: null, time: '2026-11-20T14:02:31.204Z', endpoint: 'chat', modelAsked: 'a/b', model: 'a/b', provider: 'openai', account: 'a',
  team: '', user: 'ada@example.com', serviceAccount: null, key: null, stream: true, status: 200, outcome: 'ok', errorClass: null, tokens,
  costUsd: '0.0031', unpriced: false, estimated: false, latencyMs: 9, firstTokenMs: 4, overheadMs: 0.2, attempts: 1, cache: 'miss', policyRevision: 12,
  sessionId: null, metadata: {}, records: 1, ...part,
});

export const attempt = (n: number, part: Partial<Attempt> = {}): Attempt => ({
  n, kind: 'primary', model: 'a/b', account: 'a', status: 200, errorClass: null, tokens, costUsd: '0.0031', startMs: 1, latencyMs: 9, ...part,
});
