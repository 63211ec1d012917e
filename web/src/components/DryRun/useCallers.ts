import { useQuery } from '@tanstack/react-query';
import { apiKeysQuery, modelsQuery, serviceAccountsQuery, usersQuery } from '../../api/policy.ts';
import { virtualModelsQuery } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';

interface Named {
  metadata: { name: string };
}

/** Who may be asked about and for what, of what one may read. */
export function useCallers(): { subjects: string[]; models: string[] } {
  const { data: users } = useQuery({ ...usersQuery, enabled: useCan('user:read') });
  const { data: accounts } = useQuery({ ...serviceAccountsQuery, enabled: useCan('service-account:read') });
  const { data: apiKeys } = useQuery({ ...apiKeysQuery, enabled: useCan('api-key:read') });
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const { data: virtual } = useQuery({ ...virtualModelsQuery, enabled: useCan('virtual-model:read') });
  const named = (type: string, objects: readonly Named[] | undefined) => (objects ?? []).map(({ metadata }) => `${type}:${metadata.name}`);
  return {
    subjects: [...named('key', apiKeys), ...named('user', users), ...named('serviceAccount', accounts)],
    models: [...(virtual ?? []), ...(models ?? [])].map(({ metadata }) => metadata.name).filter((name) => !name.includes('*')),
  };
}
