import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';

export const gatewaysQuery = queryOptions({
  queryKey: keys.gateways,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/gateways', { signal })),
  refetchInterval: 15_000,
  staleTime: 5_000,
});

export const connectQuery = queryOptions({
  queryKey: keys.connect,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/connect', { signal })),
  staleTime: Infinity,
});
