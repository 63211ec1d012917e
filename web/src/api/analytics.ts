import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';
import { resolveRange, type TimeRange } from './range.ts';

export interface UsageParams {
  range: TimeRange;
  interval: 'none' | 'minute' | 'hour' | 'day';
  groupBy?: string;
}

const PAGE = 100;

export const usageQuery = (params: UsageParams) =>
  queryOptions({
    queryKey: keys.usage(params),
    queryFn: ({ signal }) => {
      const { range, ...rest } = params;
      return unwrap(api.GET('/api/v1/usage', { params: { query: { ...resolveRange(range), ...rest } }, signal }));
    },
    staleTime: 30_000,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });

export interface RequestFilters {
  model?: string | undefined;
  team?: string | undefined;
  user?: string | undefined;
  key?: string | undefined;
  status?: string | undefined;
  errorClass?: string | undefined;
  session?: string | undefined;
}

/** A snapshot: the end of a relative range is pinned by the first page, so that no page shifts the next. */
export const requestsQuery = (range: TimeRange, filters: RequestFilters) =>
  infiniteQueryOptions({
    queryKey: keys.requests({ range, ...filters }),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(pageParam.span ?? resolveRange(range)), ...filters, limit: PAGE, after: pageParam.after };
      return unwrap(api.GET('/api/v1/requests', { params: { query }, signal })).then((page) => ({
        ...page,
        span: { from: query.from, to: query.to },
      }));
    },
    initialPageParam: {} as { after?: string; span?: { from?: string; to?: string } },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next, span: last.span }),
    staleTime: Infinity,
    gcTime: 300_000,
    placeholderData: keepPreviousData,
  });

export const latestQuery = (range: TimeRange, limit: number) =>
  queryOptions({
    queryKey: keys.latest(range),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/requests', { params: { query: { ...resolveRange(range), limit } }, signal })),
    staleTime: 30_000,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });

/** How many requests came after `from`, asked lightly and only while someone looks. */
export const newerQuery = (from: string | undefined, filters: RequestFilters) =>
  queryOptions({
    queryKey: keys.newer({ from, ...filters }),
    queryFn: async ({ signal }) => {
      // The end of a span lies a few seconds ahead: nothing can have come after it yet.
      if (from === undefined || Date.parse(from) >= Date.now()) return 0;
      return (await unwrap(api.GET('/api/v1/usage', { params: { query: { from, ...filters } }, signal }))).total.requests;
    },
    enabled: from !== undefined,
    refetchInterval: 10_000,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: keys.request(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/requests/{id}', { params: { path: { id } }, signal })),
    staleTime: Infinity,
  });
