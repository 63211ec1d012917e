import { ActionIcon, Button, Tabs, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { asProblem } from '../../api/problem.ts';
import type { VirtualModel } from '../../api/types.ts';
import { deleteVirtualModel, virtualModelsQuery } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { ConfirmDanger } from '../../components/ConfirmDanger/ConfirmDanger.tsx';
import { DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconPencil, IconPlayerPlay, IconPlus, IconSearch, IconTrash } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import type { VirtualModelsSearch } from '../../routes/search.ts';
import { COLUMNS } from './columns.tsx';
import styles from './VirtualModelsPage.module.css';

// Behind a click, so behind it on the wire too.
const VirtualModelForm = lazy(() => import('./VirtualModelForm.tsx'));
const Targets = lazy(() => import('./Targets.tsx'));
const Tester = lazy(() => import('./Tester.tsx'));

const route = getRouteApi('/shell/virtual-models');

interface Editing {
  action: 'edit' | 'delete';
  name: string | undefined;
}

export function VirtualModelsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Editing>();
  const list = useQuery(virtualModelsQuery);
  const writes = useCan('virtual-model:write');
  const tries = useCan('simulate:run');
  const watches = useCan('target:read');
  const tab = search.tab === 'targets' && watches ? 'targets' : 'models';

  const done = () => setEditing(undefined);
  const invalidate = () => client.invalidateQueries({ queryKey: keys.collection('virtual-models') });
  const reload = () => {
    const current = editing;
    done();
    void invalidate().then(() => setEditing(current));
  };
  const go = (part: VirtualModelsSearch) => void navigate({ search: (old) => ({ ...old, ...part }) });
  const filter = (q: string | undefined) => void navigate({ search: (old) => ({ ...old, q }), replace: true });
  useShortcuts({ Escape: search.try === undefined ? undefined : () => go({ try: undefined }) });
  const text = search.q?.toLowerCase() ?? '';
  const rows = (list.data ?? []).filter(({ metadata, spec }) => `${metadata.name} ${JSON.stringify(spec)}`.toLowerCase().includes(text));
  const edited = list.data?.find(({ metadata }) => metadata.name === editing?.name);

  const add = writes && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ action: 'edit', name: undefined })}>
      Add virtual model
    </Button>
  );
  let instead: ReactNode;
  if (list.error) instead = <ProblemView problem={asProblem(list.error)} onRetry={() => void list.refetch()} />;
  else if (list.data?.length === 0) {
    instead = (
      <EmptyState title="No virtual model yet." body="A virtual model is a name that clients send, and the models that may answer to it: by weight, by priority, or whichever is fastest or cheapest; and what comes when one fails.">
        {add}
      </EmptyState>
    );
  } else if (list.data && rows.length === 0) {
    instead = (
      <EmptyState title="Nothing matches.">
        <Button variant="default" onClick={() => filter(undefined)}>
          Clear filter
        </Button>
      </EmptyState>
    );
  }
  const actions = ({ metadata: { name } }: VirtualModel) => (
    <span className={styles.actions}>
      {tries && (
        <ActionIcon aria-label={`Try ${name}`} title="Try it: what would become of a request" onClick={() => go({ try: name })}>
          <IconPlayerPlay size={16} />
        </ActionIcon>
      )}
      {writes && (
        <>
          <ActionIcon aria-label={`Edit ${name}`} title="Edit" onClick={() => setEditing({ action: 'edit', name })}>
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon aria-label={`Delete ${name}`} title="Delete" onClick={() => setEditing({ action: 'delete', name })}>
            <IconTrash size={16} />
          </ActionIcon>
        </>
      )}
    </span>
  );

  return (
    <>
      <PageHeader title="Virtual models">{tab === 'models' && list.data?.length !== 0 && add}</PageHeader>
      {watches && (
        <Tabs value={tab} onChange={(value) => void navigate({ search: { tab: value === 'targets' ? 'targets' : undefined } })}>
          <Tabs.List className={styles.tabs}>
            <Tabs.Tab value="models">Virtual models</Tabs.Tab>
            <Tabs.Tab value="targets">Targets</Tabs.Tab>
          </Tabs.List>
        </Tabs>
      )}
      <TextInput
        className={styles.filters}
        aria-label={tab === 'models' ? 'Filter by name or target' : 'Filter by model, account or credential'}
        placeholder={tab === 'models' ? 'Name or target' : 'Model or account'}
        leftSection={<IconSearch size={15} />}
        value={search.q ?? ''}
        onChange={(event) => filter(event.currentTarget.value || undefined)}
      />
      {tab === 'targets' ? (
        <Suspense fallback={null}>
          <Targets filter={text} />
        </Suspense>
      ) : (
        <DataTable
          label="Virtual models"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ metadata }) => metadata.name}
          selectedKey={search.try}
          loading={list.isPending}
          instead={instead}
          actions={writes || tries ? actions : undefined}
        />
      )}
      <Suspense fallback={null}>
        {search.try !== undefined && tries && <Tester key={search.try} model={search.try} onClose={() => go({ try: undefined })} />}
        {editing?.action === 'edit' && (
          <VirtualModelForm
            key={editing.name}
            model={edited}
            virtual={(list.data ?? []).map(({ metadata }) => metadata.name)}
            onClose={done}
            onReload={reload}
          />
        )}
      </Suspense>
      {editing?.action === 'delete' && editing.name !== undefined && (
        <ConfirmDanger
          title={`Delete ${editing.name}?`}
          action="Delete virtual model"
          onConfirm={async () => {
            await deleteVirtualModel(editing.name ?? '');
            await invalidate();
          }}
          onClose={done}
        >
          <p>Requests for this name are refused within a second. Its targets, and the history of it, stay. It is refused while other virtual models or budgets lead to it.</p>
        </ConfirmDanger>
      )}
    </>
  );
}
