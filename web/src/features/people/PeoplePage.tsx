import { ActionIcon, Button, Tabs, TextInput } from '@mantine/core';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { usageQuery } from '../../api/analytics.ts';
import { keys } from '../../api/keys.ts';
import { apiKeysQuery, serviceAccountsQuery, teamsQuery, usersQuery } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import { useCan } from '../../app/permissions.ts';
import { ConfirmDanger } from '../../components/ConfirmDanger/ConfirmDanger.tsx';
import { DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconPencil, IconPlus, IconSearch, IconTrash } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { PEOPLE_TABS, type PeopleTab } from '../../routes/search.ts';
import { columns, type Known } from './columns.tsx';
import { KINDS } from './kinds.ts';
import styles from './PeoplePage.module.css';
import type { Person } from './personForm.ts';

// Behind a click, so behind it on the wire too.
const PersonForm = lazy(() => import('./PersonForm.tsx'));

const route = getRouteApi('/shell/people');

const GROUP = { teams: 'team', users: 'user', accounts: 'serviceAccount' } as const;

interface Editing {
  action: 'edit' | 'delete';
  name: string | undefined;
}

/** Reads what one may read, says what one may do. */
function useLists() {
  const may = { teams: useCan('team:read'), users: useCan('user:read'), accounts: useCan('service-account:read') };
  const writes = { teams: useCan('team:write'), users: useCan('user:write'), accounts: useCan('service-account:write') };
  const lists = {
    teams: useQuery({ ...teamsQuery, enabled: may.teams }),
    users: useQuery({ ...usersQuery, enabled: may.users }),
    accounts: useQuery({ ...serviceAccountsQuery, enabled: may.accounts }),
  };
  return { may, writes, lists };
}

function useSpend(tab: PeopleTab): Known['spend'] {
  const group = GROUP[tab];
  const usage = useQuery({ ...usageQuery({ range: '30d', interval: 'none', groupBy: group }), enabled: useCan('usage:read') });
  return usage.data && new Map(usage.data.rows.map((row) => [row.group[group] ?? '', row.costUsd]));
}

export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Editing>();
  const { may, writes, lists } = useLists();
  const { data: apiKeys } = useQuery({ ...apiKeysQuery, enabled: useCan('api-key:read') });
  const tabs = PEOPLE_TABS.filter((name) => may[name]);
  const tab: PeopleTab = search.tab !== undefined && may[search.tab] ? search.tab : (tabs[0] ?? 'teams');
  const { noun, label, collection, remove, empty, consequence } = KINDS[tab];
  const list: UseQueryResult<Person[]> = lists[tab];
  const known: Known = { keys: apiKeys ?? [], accounts: lists.accounts.data ?? [], teams: lists.teams.data ?? [], spend: useSpend(tab) };

  const done = () => setEditing(undefined);
  const invalidate = () => client.invalidateQueries({ queryKey: keys.collection(collection) });
  const reload = () => {
    const current = editing;
    done();
    void invalidate().then(() => setEditing(current));
  };
  const filter = (q: string | undefined) => void navigate({ search: (old) => ({ ...old, q }), replace: true });
  const text = search.q?.toLowerCase() ?? '';
  const rows = (list.data ?? []).filter(({ metadata, spec }) => `${metadata.name} ${JSON.stringify(spec)}`.toLowerCase().includes(text));
  const edited = list.data?.find(({ metadata }) => metadata.name === editing?.name);

  const add = writes[tab] && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ action: 'edit', name: undefined })}>
      Add {noun}
    </Button>
  );
  let instead: ReactNode;
  if (list.error) instead = <ProblemView problem={asProblem(list.error)} onRetry={() => void list.refetch()} />;
  else if (list.data?.length === 0) instead = <EmptyState title={`No ${noun} yet.`} body={empty}>{add}</EmptyState>;
  else if (list.data && rows.length === 0) {
    instead = (
      <EmptyState title="Nothing matches.">
        <Button variant="default" onClick={() => filter(undefined)}>
          Clear filter
        </Button>
      </EmptyState>
    );
  }
  const actions = ({ metadata: { name } }: Person) => (
    <span className={styles.actions}>
      <ActionIcon aria-label={`Edit ${name}`} title="Edit" onClick={() => setEditing({ action: 'edit', name })}>
        <IconPencil size={16} />
      </ActionIcon>
      <ActionIcon aria-label={`Delete ${name}`} title="Delete" onClick={() => setEditing({ action: 'delete', name })}>
        <IconTrash size={16} />
      </ActionIcon>
    </span>
  );

  return (
    <>
      <PageHeader title="People">{list.data?.length !== 0 && add}</PageHeader>
      <Tabs value={tab} onChange={(value) => void navigate({ search: { tab: value === tabs[0] ? undefined : (value as PeopleTab) } })} keepMounted={false}>
        <Tabs.List className={styles.tabs}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {KINDS[name].label}
              <span className={styles.count}>{lists[name].data?.length}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <TextInput
          className={styles.filters}
          aria-label="Filter by name, member or role"
          placeholder="Name, member or role"
          leftSection={<IconSearch size={15} />}
          value={search.q ?? ''}
          onChange={(event) => filter(event.currentTarget.value || undefined)}
        />
        <Tabs.Panel value={tab}>
          <DataTable
            label={label}
            columns={columns(tab, known)}
            rows={rows}
            rowKey={({ metadata }) => metadata.name}
            loading={list.isPending}
            instead={instead}
            actions={writes[tab] ? actions : undefined}
          />
        </Tabs.Panel>
      </Tabs>
      <Suspense fallback={null}>
        {editing?.action === 'edit' && (
          <PersonForm
            key={`${tab} ${editing.name}`}
            tab={tab}
            person={edited}
            taken={(list.data ?? []).map(({ metadata }) => metadata.name)}
            onClose={done}
            onReload={reload}
          />
        )}
      </Suspense>
      {editing?.action === 'delete' && editing.name !== undefined && (
        <ConfirmDanger
          title={`Delete ${editing.name}?`}
          action={`Delete ${noun}`}
          onConfirm={async () => {
            await remove(editing.name ?? '');
            await invalidate();
          }}
          onClose={done}
        >
          <p>{consequence}</p>
        </ConfirmDanger>
      )}
    </>
  );
}
