import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';

const PAGE = 50;

/** What channels were told, the newest first. */
export const alertsQuery = infiniteQueryOptions({
  queryKey: keys.alerts,
  queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/v1/alerts', { params: { query: { limit: PAGE, ...(pageParam === undefined ? {} : { after: pageParam }) } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  staleTime: 10_000,
});

/** Sends a test message now. */
export function testChannel(name: string) {
  return unwrap(api.POST('/api/v1/alert-channels/{name}/test', { params: { path: { name } } }));
}
