import { describe, expect, it } from 'vitest';
import type { Attempt, RequestDetail } from '../../api/types.ts';
import { attempt, requestItem } from '../../test/samples.ts';
import { shadowsOf, spansOf, tokensPerSecond, upstreamMs } from './timeline.ts';

const detail = (attemptLog: Attempt[], part: Partial<RequestDetail> = {}): RequestDetail => ({ ...requestItem({ latencyMs: 700, firstTokenMs: 420 }), attemptLog, rules: [], ...part });
const late = attempt(1, { kind: 'hedge', model: 'one/m', errorClass: 'cancelled', startMs: 1, latencyMs: 410 });
const quick = attempt(2, { model: 'two/m', startMs: 300, latencyMs: 390 });

describe('a hedged request', () => {
  it('says who lost to whom, and that both ran at once', () => {
    const [, first, second] = spansOf(detail([late, quick]));
    expect(first).toMatchObject({ label: '1 · one/m', lost: true, failed: false, note: 'hedge, in parallel · lost to two/m' });
    expect(second).toMatchObject({ label: '2 · two/m', lost: false, waitMs: 120, note: 'answered before one/m, which was late' });
  });

  it('knows the first for the one that answered, where the second lost', () => {
    const first = attempt(1, { model: 'one/m', startMs: 1, latencyMs: 690 });
    const [, won, lost] = spansOf(detail([first, { ...late, n: 2, model: 'two/m', startMs: 300, latencyMs: 119 }]));
    expect(won).toMatchObject({ note: 'answered before two/m', waitMs: 419 });
    expect(lost).toMatchObject({ note: 'hedge, in parallel · lost to one/m', lost: true, waitMs: undefined });
  });

  it('tells a hedge that failed, and one that was given up with the request', () => {
    const failed = spansOf(detail([attempt(1), { ...late, n: 2, errorClass: 'server_error', status: 500 }]));
    expect(failed[2]).toMatchObject({ failed: true, lost: false, note: 'hedge, in parallel · 500 server error' });
    const gone = spansOf(detail([attempt(1, { errorClass: 'cancelled', status: 200 }), late]));
    expect(gone.map(({ note }) => note)).toContain('hedge, in parallel · lost to a/b');
    expect(spansOf(detail([late])).map(({ note }) => note)).toContain('hedge, in parallel · given up with the request');
  });

  it('counts what ran at once once', () => {
    expect(upstreamMs([late, quick])).toBe(689);
    expect(upstreamMs([attempt(1, { startMs: 0, latencyMs: 100 }), attempt(2, { startMs: 200, latencyMs: 50 })])).toBe(150);
  });
});

it('keeps shadows apart', () => {
  const both = detail([quick, attempt(3, { kind: 'shadow', model: 'local/s', startMs: 2, latencyMs: 2_000 })]);
  expect(spansOf(both).map(({ label }) => label)).toEqual(['gateway before upstream', '2 · two/m', 'gateway after']);
  expect(shadowsOf(both)).toMatchObject([{ label: '3 · local/s', lengthMs: 2_000, note: undefined }]);
  expect(upstreamMs(both.attemptLog)).toBe(390);
});

it('tells the pace of the stream that was read, without what a shadow wrote', () => {
  const tokens = { ...quick.tokens, output: 50, reasoning: 4 };
  const log = [{ ...quick, tokens }, attempt(3, { kind: 'shadow', tokens: { ...tokens, output: 900 } })];
  expect(tokensPerSecond(detail(log, { stream: true }))).toBe(200);
  expect(tokensPerSecond(detail(log, { stream: false }))).toBeUndefined();
  expect(tokensPerSecond(detail(log, { stream: true, firstTokenMs: null }))).toBeUndefined();
});
