import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';

export const authConfigQuery = queryOptions({
  queryKey: keys.authConfig,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/config', { signal })),
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me', { signal })),
  staleTime: Infinity,
});

/** The answer also holds tokens for other clients; the console drops them and lives on the cookie. */
export async function login(email: string, password: string): Promise<void> {
  await unwrap(api.POST('/api/v1/auth/login', { body: { email, password } }));
}

export async function logout(): Promise<void> {
  await unwrap(api.POST('/api/v1/auth/logout'));
}
