import { api, unwrap } from './client.ts';
import { ifMatch, type Manifest } from './policy.ts';
import type { ServiceAccountSpec, TeamSpec, UserSpec } from './types.ts';

/** `revision` is the one that was read; absent for a new object. */
export function putTeam(manifest: Manifest<TeamSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(api.PUT('/api/v1/teams/{name}', { params: { path: { name }, header: ifMatch(revision) }, body: { kind: 'Team', ...manifest } }));
}

export function putUser(manifest: Manifest<UserSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(api.PUT('/api/v1/users/{name}', { params: { path: { name }, header: ifMatch(revision) }, body: { kind: 'User', ...manifest } }));
}

export function putServiceAccount(manifest: Manifest<ServiceAccountSpec>, revision?: number) {
  const { name } = manifest.metadata;
  return unwrap(
    api.PUT('/api/v1/service-accounts/{name}', {
      params: { path: { name }, header: ifMatch(revision) },
      body: { kind: 'ServiceAccount', ...manifest },
    }),
  );
}

export function deleteTeam(name: string) {
  return unwrap(api.DELETE('/api/v1/teams/{name}', { params: { path: { name } } }));
}

export function deleteUser(name: string) {
  return unwrap(api.DELETE('/api/v1/users/{name}', { params: { path: { name } } }));
}

export function deleteServiceAccount(name: string) {
  return unwrap(api.DELETE('/api/v1/service-accounts/{name}', { params: { path: { name } } }));
}

/** Ends the sessions that the user has. */
export function setPassword(name: string, password: string) {
  return unwrap(api.PUT('/api/v1/users/{name}/password', { params: { path: { name } }, body: { password } }));
}
