import { describe, expect, it } from 'vitest';
import type { Segment } from '../../api/limits.ts';
import { inOrder, levelOf, percentWords, share, worstFirst } from './segments.ts';

const segment = (part: Partial<Segment> = {}): Segment => ({ key: { team: 'research' }, unit: 'requests', window: '1m', limit: 600, used: 12, reserved: 3, resetsAt: '2026-11-21T00:01:00Z', ...part });

describe('the level of a counter', () => {
  it('is settled and reserved in percent of the limit', () => {
    expect(levelOf(segment({ used: 300, reserved: 60 }))).toMatchObject({ used: 50, reserved: 10, tone: undefined, figures: '300 + 60 of 600', text: '300 settled, 60 reserved, of 600 requests', whom: 'research', what: 'requests / 1m' });
  });

  it('counts money in nano-dollars, however it is written', () => {
    const money = { unit: 'usd', window: 'month', limit: '500.00', used: '310.440000000', reserved: '29.9' };
    expect(levelOf(segment(money))).toMatchObject({ used: 62.08, reserved: 5.98, figures: '$310.44 + $29.90 of $500.00', text: '$310.44 settled, $29.90 reserved, of $500.00' });
    expect(levelOf(segment({ ...money, limit: '0.3', used: '0.1', reserved: '0.2' })).tone).toBe('err');
  });

  it('is short to look at and exact to hear', () =>
    expect(levelOf(segment({ unit: 'tokens', limit: 2_000_000, used: 1_056_160, reserved: 16_200 }))).toMatchObject({ figures: '1.1 M + 16.2 k of 2 M', text: '1,056,160 settled, 16,200 reserved, of 2,000,000 tokens' }));

  it('stays exact beyond what a float can hold', () => {
    expect(share(9_007_199_254_740_993n, 9_007_199_254_740_994n)).toBe(9999);
    expect(levelOf(segment({ limit: '9007199254740994', used: '9007199254740993', reserved: 0 })).tone).toBe('warn');
  });

  it.each([
    [539, 0, undefined],
    [540, 0, 'warn'],
    [500, 99, 'warn'],
    [500, 100, 'err'],
    [700, 0, 'err'],
  ])('%i and %i of 600 are %s', (used, reserved, tone) => expect(levelOf(segment({ used, reserved })).tone).toBe(tone));

  it('of a limit of 0 is full, and says what that means', () =>
    expect(levelOf(segment({ limit: 0, used: 0, reserved: 0 }))).toMatchObject({ used: 100, reserved: 0, tone: 'err', text: '0 used; the limit is 0 and blocks all' }));

  it('names what has no value, no key and no window', () => {
    expect(levelOf(segment({ key: { team: '', user: 'ada' } })).whom).toBe('no team, ada');
    expect(levelOf(segment({ key: {}, unit: 'concurrent', window: null, resetsAt: null }))).toMatchObject({ whom: 'all together', what: 'at once', resetsAt: undefined });
  });
});

describe('the order of counters', () => {
  const of = (name: string, used: number, reserved = 0) => segment({ key: { team: name }, used, reserved });

  it('is the fullest first, reserved included, and by name where alike', () =>
    expect(worstFirst([of('c', 10), of('a', 10), of('b', 5, 20)]).map(({ whom }) => whom)).toEqual(['b', 'a', 'c']));

  it('stays while it is held, with new ones at the end', () => {
    const held = worstFirst([of('a', 30), of('b', 20)]).map(({ id }) => id);
    const later = worstFirst([of('a', 30), of('b', 40), of('c', 50)]);
    expect(later.map(({ whom }) => whom)).toEqual(['c', 'b', 'a']);
    expect(inOrder(later, held).map(({ whom }) => whom)).toEqual(['a', 'b', 'c']);
    expect(inOrder(later, undefined)).toBe(later);
  });
});

it.each([
  [0, 0, '0 %'],
  [0.4, 0, '< 1 %'],
  [50, 10.4, '60 %'],
  [99.7, 0, '> 99 %'],
  [100, 3, '103 %'],
])('%d and %d are written %s', (used, reserved, words) => expect(percentWords({ used, reserved })).toBe(words));
