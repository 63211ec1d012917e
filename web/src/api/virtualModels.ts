import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';
import { all, ifMatch, type Manifest, PAGE, STALE } from './policy.ts';
import type { VirtualModelSpec } from './types.ts';

export const virtualModelsQuery = queryOptions({
  queryKey: keys.list('virtual-models'),
  queryFn: ({ signal }) =>
    all((after) => unwrap(api.GET('/api/v1/virtual-models', { params: { query: { limit: PAGE, after } }, signal }))),
  staleTime: STALE,
});

/** `revision` is the one that was read; absent for a new object. */
export function putVirtualModel(manifest: Manifest<VirtualModelSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/virtual-models/{name}', {
      params: { path: { name }, header: ifMatch(revision) },
      body: { kind: 'VirtualModel', ...manifest },
    }),
  );
}

export function deleteVirtualModel(name: string) {
  return unwrap(api.DELETE('/api/v1/virtual-models/{name}', { params: { path: { name } } }));
}
