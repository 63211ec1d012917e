import type { Segment } from '../../api/limits.ts';
import { centMoney, toNano } from '../../format/money.ts';
import { count, short } from '../../format/number.ts';
import { keyWords, unitWords, windowWords } from './words.ts';

/** One counter of a rule, worked out for a gauge. */
export interface Level {
  id: string;
  /** Whose it is: `research`, or `all together`. */
  whom: string;
  /** Of what: `requests / 1m`. */
  what: string;
  /** Percent of the limit; 0 of nothing is all of it. */
  used: number;
  reserved: number;
  tone: 'warn' | 'err' | undefined;
  /** `12 + 3 of 600`; with k and M where it is long. */
  figures: string;
  /** `12 settled, 3 reserved, of 600 requests`. */
  text: string;
  resetsAt: string | undefined;
}

/** Dollars in nano-dollars, all else as it is. What is no amount counts as 0. */
function amount(value: number | string, unit: string): bigint {
  if (unit === 'usd') return toNano(String(value)) ?? 0n;
  const text = String(value);
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}

/** Hundredths of a percent, in whole numbers; exact for any size of both. */
export function share(part: bigint, of: bigint): number {
  return of <= 0n ? 10_000 : Number((part * 10_000n) / of);
}

const exact = (value: bigint, unit: string) => (unit === 'usd' ? centMoney(value) : count(Number(value)));
const brief = (value: bigint, unit: string) => (unit === 'usd' ? centMoney(value) : short(Number(value)));

/** `$461.50`, or `900,000 tokens`. */
export function amountWords(value: number | string, unit: string): string {
  return `${exact(amount(value, unit), unit)}${unit === 'usd' ? '' : ` ${unitWords(unit)}`}`;
}

export function levelOf(segment: Segment): Level {
  const { unit } = segment;
  const [limit, used, reserved] = [amount(segment.limit, unit), amount(segment.used, unit), amount(segment.reserved, unit)];
  const full = share(used + reserved, limit);
  const settled = share(used, limit);
  const [a, b, of] = [exact(used, unit), exact(reserved, unit), exact(limit, unit)];
  const whom = keyWords(segment.key);
  const what = `${unitWords(unit)}${windowWords(segment.window)}`;
  return {
    id: `${JSON.stringify(Object.entries(segment.key).toSorted())} ${what}`,
    whom,
    what,
    used: settled / 100,
    // From the sum, so that both together end where the sum does.
    reserved: (full - settled) / 100,
    tone: full >= 10_000 ? 'err' : full >= 9_000 ? 'warn' : undefined,
    figures: `${brief(used, unit)}${reserved === 0n ? '' : ` + ${brief(reserved, unit)}`} of ${brief(limit, unit)}`,
    text: limit === 0n ? `${a} used; the limit is 0 and blocks all` : `${a} settled, ${b} reserved, of ${of} ${unit === 'usd' ? '' : unitWords(unit)}`.trim(),
    resetsAt: segment.resetsAt ?? undefined,
  };
}

/** The fullest first; by name where they are alike, so that rows do not swap for nothing. */
export function worstFirst(segments: readonly Segment[]): Level[] {
  return segments.map(levelOf).toSorted((x, y) => y.used + y.reserved - (x.used + x.reserved) || x.whom.localeCompare(y.whom) || x.what.localeCompare(y.what));
}

/** Rows keep the places that they had when somebody put the pointer on them; new ones go to the end. */
export function inOrder(levels: readonly Level[], held: readonly string[] | undefined): readonly Level[] {
  if (held === undefined) return levels;
  const place = new Map(held.map((id, index) => [id, index]));
  return levels.toSorted((x, y) => (place.get(x.id) ?? held.length) - (place.get(y.id) ?? held.length));
}

/** Whole percents, but never 100 of what is not full, nor 0 of what is not empty. */
export function percentWords({ used, reserved }: Pick<Level, 'used' | 'reserved'>): string {
  const full = used + reserved;
  if (full > 0 && full < 1) return '< 1 %';
  if (full > 99 && full < 100) return '> 99 %';
  return `${count(Math.round(full))} %`;
}
