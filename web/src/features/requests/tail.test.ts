import { describe, expect, it } from 'vitest';
import { requestItem } from '../../test/samples.ts';
import { MOST_ROWS, NOTHING, reduce, shown, type TailState } from './tail.ts';

const item = (id: string, second: number, outcome = 'ok') =>
  requestItem({ id, outcome, time: new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString() });

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join(' ');

const arrived = (state: TailState, held: boolean, ...items: ReturnType<typeof item>[]) => reduce(state, { type: 'arrived', items, omitted: 0, held });

describe('a live table', () => {
  const tail = (...rows: ReturnType<typeof item>[]): TailState => ({ ...NOTHING, rows });

  it('is in the order in which the requests began', () => {
    expect(ids(shown(tail(item('long', 1)), [item('c', 3), item('b', 2), item('a', 0)]))).toBe('c b long a');
  });

  it('has a request once, as it came last', () => {
    const rows = shown(tail(item('a', 1, 'ok')), [item('a', 1, 'aborted')]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('leaves out what was listed before when something between is not there', () => {
    const state = reduce(NOTHING, { type: 'arrived', items: [item('b', 9)], omitted: 3, held: false });
    expect([ids(shown(state, [item('a', 0)])), state.gap]).toEqual(['b', true]);
  });
});

describe('what a live list shows', () => {
  it('keeps still while it is held, and shows what waited when it is released', () => {
    const held = arrived(arrived(NOTHING, false, item('a', 0)), true, item('b', 1));
    expect([ids(held.rows), ids(held.waiting)]).toEqual(['a', 'b']);
    const released = reduce(held, { type: 'release' });
    expect([ids(released.rows), ids(released.waiting)]).toEqual(['b a', '']);
  });

  it('shows what waited together with what comes next', () => {
    const held = arrived(NOTHING, true, item('a', 0));
    expect(ids(arrived(held, false, item('b', 1)).rows)).toBe('b a');
  });

  it('keeps a request that took long among many that were quick', () => {
    let state = NOTHING;
    for (let at = 0; at < MOST_ROWS; at += 1) state = arrived(state, false, item(`quick${at}`, 100 + at));
    state = arrived(state, false, item('long', 0));
    expect(state.rows).toHaveLength(MOST_ROWS);
    expect([state.rows[0]?.id, state.gap]).toEqual(['long', true]);
  });

  it('lets the oldest go', () => {
    let state = NOTHING;
    for (let at = 0; at < MOST_ROWS + 20; at += 20) {
      state = arrived(state, false, ...Array.from({ length: 20 }, (_, i) => item(`n${at + 19 - i}`, at + 19 - i)));
    }
    expect(state.rows).toHaveLength(MOST_ROWS);
    expect(state.rows.at(-1)?.id).toBe('n20');
  });

  it('forgets a problem when something comes, and everything when it begins anew', () => {
    const failed = reduce(arrived(NOTHING, false, item('a', 0)), { type: 'failed', problem: { title: 'Away', status: 503, code: 'unavailable' } });
    expect([failed.problem?.title, ids(failed.rows)]).toEqual(['Away', 'a']);
    expect(arrived(failed, false, item('b', 1)).problem).toBeUndefined();
    expect(reduce(failed, { type: 'reset' })).toEqual(NOTHING);
  });
});
