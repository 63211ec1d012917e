import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';
import { ApiError } from './problem.ts';

const FRESH = 2_000;
const AFTER_ERROR = 10_000;

/** Every two seconds while the page is looked at; less often after a refusal, and never again after one that stays. */
export const targetsQuery = queryOptions({
  queryKey: keys.targets,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/targets', { signal })),
  staleTime: FRESH,
  retry: false,
  refetchInterval: ({ state: { error } }) => {
    if (error === null) return FRESH;
    return error instanceof ApiError && (error.status === 403 || error.status === 404) ? false : AFTER_ERROR;
  },
});
