import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session.ts';

/** What each page needs: of several, any one. The server decides; this only spares people a refusal. */
export const PAGE_PERMISSION = {
  '/': null,
  '/playground': null,
  '/connect': null,
  '/requests': 'logs:read',
  '/models': 'model:read',
  '/virtual-models': 'virtual-model:read',
  '/keys': 'api-key:read',
  '/limits': ['rate-limit:read', 'budget:read', 'alert-channel:read'],
  '/explain': 'simulate:run',
  '/people': ['team:read', 'user:read', 'service-account:read'],
} as const;

/** Permissions are `resource:action`; either side, or the whole, may be `*`. */
export function allows(granted: readonly string[], wanted: string | readonly string[] | null): boolean {
  if (wanted === null) return true;
  if (typeof wanted !== 'string') return wanted.some((one) => allows(granted, one));
  const [resource, action] = wanted.split(':');
  return granted.some((permission) => {
    if (permission === '*' || permission === wanted) return true;
    const [ownResource, ownAction] = permission.split(':');
    return (ownResource === '*' || ownResource === resource) && (ownAction === '*' || ownAction === action);
  });
}

export function useCan(wanted: string | null): boolean {
  const { data } = useQuery(meQuery);
  return data !== undefined && allows(data.permissions, wanted);
}
