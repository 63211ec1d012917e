/** Relative ranges stay relative in the URL and become instants only when a call is made. */
export const RANGES = ['15m', '1h', '24h', '7d', '30d'] as const;
export type TimeRange = (typeof RANGES)[number];

const MINUTE = 60_000;

export const RANGE_MS: Record<TimeRange, number> = {
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  '24h': 24 * 60 * MINUTE,
  '7d': 7 * 24 * 60 * MINUTE,
  '30d': 30 * 24 * 60 * MINUTE,
};

export const RANGE_LABEL: Record<TimeRange, string> = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
};

export function isRange(value: unknown): value is TimeRange {
  return RANGES.includes(value as TimeRange);
}

/** On a 15-second grid, so that neighbouring calls ask for the same span. */
export function resolveRange(range: TimeRange, now = Date.now()): { from: string; to: string } {
  const to = Math.ceil(now / 15_000) * 15_000;
  return { from: new Date(to - RANGE_MS[range]).toISOString(), to: new Date(to).toISOString() };
}

export function bucketOf(range: TimeRange): 'minute' | 'hour' | 'day' {
  if (range === '15m' || range === '1h') return 'minute';
  return range === '30d' ? 'day' : 'hour';
}
