import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';
import type { ApiKeyInput, ApiKeySpec, ModelSpec, ProviderAccountSpec } from './types.ts';

export const PAGE = 200;
export const STALE = 30_000;

interface Page<T> {
  items: T[];
  next: string | null;
}

/** Policy collections are hundreds of objects, not millions: they are read whole, page by page. */
export async function all<T>(page: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    items.push(...answer.items);
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return items;
}

export const ifMatch = (revision: number | undefined) => (revision === undefined ? {} : { 'If-Match': String(revision) });

export const modelsQuery = queryOptions({
  queryKey: keys.list('models'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/models', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const providersQuery = queryOptions({
  queryKey: keys.list('provider-accounts'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/provider-accounts', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const apiKeysQuery = queryOptions({
  queryKey: keys.list('api-keys'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/api-keys', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const usersQuery = queryOptions({
  queryKey: keys.list('users'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/users', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const serviceAccountsQuery = queryOptions({
  queryKey: keys.list('service-accounts'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/service-accounts', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const teamsQuery = queryOptions({
  queryKey: keys.list('teams'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/teams', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

export const catalogProvidersQuery = queryOptions({
  queryKey: keys.catalogProviders,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/catalog/providers', { signal })).then((answer) => answer.items),
  staleTime: Infinity,
});

export const catalogModelsQuery = (provider: string) =>
  queryOptions({
    queryKey: keys.catalogModels(provider),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/catalog/models', { params: { query: { provider } }, signal })).then((answer) => answer.items),
    enabled: provider !== '',
    staleTime: Infinity,
  });

export interface Manifest<Spec> {
  metadata: { name: string; labels?: Record<string, string>; description?: string; team?: string };
  spec: Spec;
}

/** `revision` is the one that was read; absent for a new object. */
export function putModel(manifest: Manifest<ModelSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/models/{name}', { params: { path: { name }, header: ifMatch(revision) }, body: { kind: 'Model', ...manifest } }),
  );
}

export function deleteModel(name: string) {
  return unwrap(api.DELETE('/api/v1/models/{name}', { params: { path: { name } } }));
}

export function putProvider(manifest: Manifest<ProviderAccountSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/provider-accounts/{name}', {
      params: { path: { name }, header: ifMatch(revision) },
      body: { kind: 'ProviderAccount', ...manifest },
    }),
  );
}

export function deleteProvider(name: string) {
  return unwrap(api.DELETE('/api/v1/provider-accounts/{name}', { params: { path: { name } } }));
}

export function testProvider(name: string, model?: string) {
  return unwrap(
    api.POST('/api/v1/provider-accounts/{name}/test', { params: { path: { name } }, body: model === undefined ? {} : { model } }),
  );
}

export function createApiKey(manifest: Manifest<ApiKeySpec>) {
  const body: ApiKeyInput = { kind: 'ApiKey', ...manifest };
  return unwrap(api.POST('/api/v1/api-keys', { body }));
}

export function rotateApiKey(name: string, graceSeconds: number) {
  return unwrap(api.POST('/api/v1/api-keys/{name}/rotate', { params: { path: { name } }, body: { graceSeconds } }));
}

export function revokeApiKey(name: string) {
  return unwrap(api.POST('/api/v1/api-keys/{name}/revoke', { params: { path: { name } } }));
}
