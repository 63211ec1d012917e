import type { UsageRow } from '../../api/types.ts';
import { toNano } from '../../format/money.ts';
import { tokensOf } from '../../format/tokens.ts';

export const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type Bucket = keyof typeof BUCKET_MS;

export interface Point {
  time: number;
  requests: number;
  ok: number;
  limited: number;
  blocked: number;
  refused: number;
  cancelled: number;
  failed: number;
  costUsd: number;
  tokens: number;
  firstTokenP95: number | null;
  [series: string]: number | null;
}

/** One point per bucket of the range: a bucket without rows had no requests, and no latency either. */
export function points(rows: readonly UsageRow[], from: string, to: string, bucket: Bucket, byOutcome: readonly UsageRow[] = []): Point[] {
  const step = BUCKET_MS[bucket];
  const byTime = new Map(rows.flatMap((row) => (row.time === null ? [] : [[Math.floor(Date.parse(row.time) / step), row] as const])));
  const left = new Map<string, number>();
  for (const row of byOutcome) if (row.time !== null) left.set(`${Math.floor(Date.parse(row.time) / step)} ${row.group.outcome}`, row.requests);
  const result: Point[] = [];
  for (let slot = Math.floor(Date.parse(from) / step); slot * step < Date.parse(to); slot += 1) {
    const row = byTime.get(slot);
    const tokens = row ? tokensOf(row.tokens) : { in: 0, out: 0 };
    const [requests, failed, limited, blocked] = [row?.requests ?? 0, row?.errors ?? 0, row?.limited ?? 0, row?.blocked ?? 0];
    const [refused, cancelled] = [left.get(`${slot} refused`) ?? 0, left.get(`${slot} cancelled`) ?? 0];
    result.push({
      time: slot * step,
      requests,
      failed,
      limited,
      blocked,
      refused,
      cancelled,
      ok: Math.max(0, requests - failed - limited - blocked - refused - cancelled),
      costUsd: Number((toNano(row?.costUsd) ?? 0n) / 1000n) / 1_000_000,
      tokens: tokens.in + tokens.out,
      firstTokenP95: row?.firstTokenMs?.p95 ?? null,
    });
  }
  return result;
}
