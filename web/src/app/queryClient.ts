import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem.ts';

const AGAIN = new Set([0, 502, 504]);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && error instanceof ApiError && AGAIN.has(error.status),
        retryDelay: (attempt) => Math.min(4_000, 500 * 2 ** attempt),
      },
      mutations: { retry: false },
    },
  });
}
