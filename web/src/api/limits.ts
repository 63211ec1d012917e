import { queryOptions } from '@tanstack/react-query';
import { api, getJson, unwrap } from './client.ts';
import { keys } from './keys.ts';
import { all, ifMatch, type Manifest, PAGE, STALE } from './policy.ts';
import { ApiError } from './problem.ts';
import type { AlertChannelSpec, BudgetSpec, RateLimitSpec } from './types.ts';

export type LimitCollection = 'rate-limits' | 'budgets';

/** What one counter of a rule stands at. Dollars are decimal strings, all else are counts. */
export interface Segment {
  /** By what it is counted: `{team: "research"}`; empty of a rule that has one counter for all. */
  key: Record<string, string>;
  unit: string;
  /** A length of time or a period of the calendar; absent or empty of what is in flight. */
  window?: string | null;
  limit: number | string;
  used: number | string;
  reserved: number | string;
  resetsAt?: string | null;
}

export interface LimitState {
  segments: Segment[];
  /** How many gateways this is the sum of. */
  instances?: number;
}

const FRESH = 2_000;
const AFTER_ERROR = 10_000;

export const rateLimitsQuery = queryOptions({
  queryKey: keys.list('rate-limits'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/rate-limits', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const budgetsQuery = queryOptions({
  queryKey: keys.list('budgets'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/budgets', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const alertChannelsQuery = queryOptions({
  queryKey: keys.list('alert-channels'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/alert-channels', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

/** Every two seconds while the page is looked at; less often after a refusal, and never again after a 404. */
export const limitStateQuery = (collection: LimitCollection, name: string) =>
  queryOptions({
    queryKey: keys.limitState(collection, name),
    queryFn: ({ signal }) => getJson<LimitState>(`/api/v1/${collection}/${encodeURIComponent(name)}/state`, signal),
    staleTime: FRESH,
    retry: false,
    refetchInterval: ({ state: { error } }) => {
      if (error === null) return FRESH;
      return error instanceof ApiError && error.status === 404 ? false : AFTER_ERROR;
    },
  });

/** `revision` is the one that was read; absent for a new object. */
export function putRateLimit(manifest: Manifest<RateLimitSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/rate-limits/{name}', { params: { path: { name }, header: ifMatch(revision) }, body: { kind: 'RateLimit', ...manifest } }),
  );
}

export function putBudget(manifest: Manifest<BudgetSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/budgets/{name}', { params: { path: { name }, header: ifMatch(revision) }, body: { kind: 'Budget', ...manifest } }),
  );
}

export function putAlertChannel(manifest: Manifest<AlertChannelSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/alert-channels/{name}', {
      params: { path: { name }, header: ifMatch(revision) },
      body: { kind: 'AlertChannel', ...manifest },
    }),
  );
}

export function deleteRateLimit(name: string) {
  return unwrap(api.DELETE('/api/v1/rate-limits/{name}', { params: { path: { name } } }));
}

export function deleteBudget(name: string) {
  return unwrap(api.DELETE('/api/v1/budgets/{name}', { params: { path: { name } } }));
}

export function deleteAlertChannel(name: string) {
  return unwrap(api.DELETE('/api/v1/alert-channels/{name}', { params: { path: { name } } }));
}
