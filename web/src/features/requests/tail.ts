import type { Problem, RequestItem } from '../../api/types.ts';

/** As many as a table shows without effort, and more than anybody scrolls through. */
export const MOST_ROWS = 500;

export interface TailState {
  /** In the order in which they came, the newest first. */
  rows: RequestItem[];
  /** Come while the table had to keep still, in the same order. */
  waiting: RequestItem[];
  /** Came in the last second beside those that were sent. */
  omitted: number;
  /** Whether some that came are not there any more, or never were: what was listed before does not join. */
  gap: boolean;
  /** Whether there will be one as soon as what waits is shown. */
  gapWaiting: boolean;
  problem: Problem | undefined;
}

export const NOTHING: TailState = { rows: [], waiting: [], omitted: 0, gap: false, gapWaiting: false, problem: undefined };

export type TailAction =
  | { type: 'arrived'; items: RequestItem[]; omitted: number; held: boolean }
  | { type: 'failed'; problem: Problem }
  | { type: 'release' }
  | { type: 'reset' };

/** One after the other. A request that is in both is as `newer` has it: its record may have been replaced. */
function joined(newer: readonly RequestItem[], older: readonly RequestItem[]): RequestItem[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}

/** What a live table shows, in the order in which requests began, as the list has them. */
export function shown({ rows, gap }: TailState, listed: readonly RequestItem[]): RequestItem[] {
  return joined(rows, gap ? [] : listed).sort((a, b) => b.time.localeCompare(a.time));
}

export function reduce(state: TailState, action: TailAction): TailState {
  switch (action.type) {
    case 'arrived': {
      const waiting = joined(action.items, state.waiting);
      const gapWaiting = state.gapWaiting || action.omitted > 0 || waiting.length > MOST_ROWS;
      const next = { ...state, omitted: action.omitted, problem: undefined, gapWaiting, waiting: waiting.slice(0, MOST_ROWS) };
      return action.held ? next : reduce(next, { type: 'release' });
    }
    case 'failed':
      return { ...state, problem: action.problem };
    case 'release': {
      const rows = joined(state.waiting, state.rows);
      return { ...state, rows: rows.slice(0, MOST_ROWS), waiting: [], gap: state.gap || state.gapWaiting || rows.length > MOST_ROWS, gapWaiting: false };
    }
    case 'reset':
      return NOTHING;
  }
}
