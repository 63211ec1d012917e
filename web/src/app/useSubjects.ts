import { useQuery } from '@tanstack/react-query';
import { apiKeysQuery, serviceAccountsQuery, teamsQuery, usersQuery } from '../api/policy.ts';
import { useCan } from './permissions.ts';

interface Named {
  metadata: { name: string };
}

/** Whom a rule can be about, of those that one may read. */
export function useSubjects(): string[] {
  const { data: teams } = useQuery({ ...teamsQuery, enabled: useCan('team:read') });
  const { data: users } = useQuery({ ...usersQuery, enabled: useCan('user:read') });
  const { data: accounts } = useQuery({ ...serviceAccountsQuery, enabled: useCan('service-account:read') });
  const { data: apiKeys } = useQuery({ ...apiKeysQuery, enabled: useCan('api-key:read') });
  const named = (type: string, objects: readonly Named[] | undefined) => (objects ?? []).map(({ metadata }) => `${type}:${metadata.name}`);
  return [...named('team', teams), ...named('user', users), ...named('serviceAccount', accounts), ...named('key', apiKeys)];
}
