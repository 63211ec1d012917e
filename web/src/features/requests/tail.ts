import type { Problem, RequestItem } from '../../api/types.ts';

/** As many as a table shows without effort, and more than anybody scrolls through. */
export const MOST_ROWS = 500;

export interface TailState {
  /** Newest first. */
  rows: RequestItem[];
  /** Come while the table had to keep still; newest first. */
  waiting: RequestItem[];
  /** Came in the last second beside those that were sent. */
  omitted: number;
  problem: Problem | undefined;
}

export const NOTHING: TailState = { rows: [], waiting: [], omitted: 0, problem: undefined };

export type TailAction =
  | { type: 'arrived'; items: RequestItem[]; omitted: number; held: boolean }
  | { type: 'failed'; problem: Problem }
  | { type: 'release' }
  | { type: 'reset' };

/** Two lists as one, newest first. A request that is in both is as `newer` has it: its record may have been replaced. */
export function merged(newer: readonly RequestItem[], older: readonly RequestItem[]): RequestItem[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))].sort((a, b) => b.time.localeCompare(a.time));
}

export function reduce(state: TailState, action: TailAction): TailState {
  switch (action.type) {
    case 'arrived': {
      const waiting = merged(action.items, state.waiting).slice(0, MOST_ROWS);
      const next = { ...state, omitted: action.omitted, problem: undefined, waiting };
      return action.held ? next : reduce(next, { type: 'release' });
    }
    case 'failed':
      return { ...state, problem: action.problem };
    case 'release':
      return { ...state, rows: merged(state.waiting, state.rows).slice(0, MOST_ROWS), waiting: [] };
    case 'reset':
      return NOTHING;
  }
}
