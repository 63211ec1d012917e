import { useQuery } from '@tanstack/react-query';
import { requestQuery } from '../../api/analytics.ts';
import { ApiError } from '../../api/problem.ts';

const EVERY_MS = 1_000;
const TRIES = 15;

/** The record arrives a moment after the answer: asked for once a second until it is there, for a quarter of a minute. */
export function useSettled(requestId: string | undefined, ended: boolean) {
  return useQuery({
    ...requestQuery(requestId ?? ''),
    enabled: requestId !== undefined && ended,
    retry: (failures, error) => failures < TRIES && error instanceof ApiError && error.status === 404,
    retryDelay: EVERY_MS,
  });
}
