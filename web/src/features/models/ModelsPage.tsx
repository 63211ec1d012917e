import { Button, Select, Tabs, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { deleteModel, deleteProvider, modelsQuery, providersQuery } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import { useCan } from '../../app/permissions.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { ConfirmDanger } from '../../components/ConfirmDanger/ConfirmDanger.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconPlus, IconSearch } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import type { ModelsSearch } from '../../routes/search.ts';
import styles from './ModelsPage.module.css';
import { ModelsTable } from './ModelsTable.tsx';
import { ModelDetail, ProviderDetail } from './ObjectDetail.tsx';
import { ProvidersTable } from './ProvidersTable.tsx';

// Behind a click, so behind it on the wire too.
const ModelForm = lazy(() => import('./ModelForm.tsx'));
const ProviderForm = lazy(() => import('./ProviderForm.tsx'));

const route = getRouteApi('/shell/models');

interface Editing {
  kind: 'model' | 'provider';
  action: 'edit' | 'delete';
  name: string | undefined;
}

export function ModelsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Editing>();
  const models = useQuery(modelsQuery);
  const readsAccounts = useCan('provider-account:read');
  const accounts = useQuery({ ...providersQuery, enabled: readsAccounts });
  const writesModels = useCan('model:write');
  const writesAccounts = useCan('provider-account:write');
  const tab = search.tab ?? 'models';

  const go = (change: Partial<ModelsSearch>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: 'q' in change });
  const close = () => go({ name: undefined });
  const done = () => setEditing(undefined);
  const edit = (kind: Editing['kind'], name?: string) => setEditing({ kind, action: 'edit', name });
  const reload = (collection: 'models' | 'provider-accounts') => () => {
    const current = editing;
    setEditing(undefined);
    void client.invalidateQueries({ queryKey: keys.collection(collection) }).then(() => setEditing(current));
  };
  useShortcuts({ Escape: search.name === undefined ? undefined : close });

  const text = search.q?.toLowerCase() ?? '';
  const modelRows = (models.data ?? []).filter(
    ({ metadata, spec }) => `${metadata.name} ${spec.upstream}`.toLowerCase().includes(text) && (search.provider === undefined || spec.account === search.provider),
  );
  const accountRows = (accounts.data ?? []).filter(({ metadata, spec }) => `${metadata.name} ${spec.provider}`.toLowerCase().includes(text));
  const model = tab === 'models' ? models.data?.find(({ metadata }) => metadata.name === search.name) : undefined;
  const account = tab === 'providers' ? accounts.data?.find(({ metadata }) => metadata.name === search.name) : undefined;
  const editedModel = models.data?.find(({ metadata }) => metadata.name === editing?.name);
  const editedAccount = accounts.data?.find(({ metadata }) => metadata.name === editing?.name);

  const addProvider = writesAccounts && (
    <Button variant={tab === 'providers' || accounts.data?.length === 0 ? 'filled' : 'default'} leftSection={<IconPlus size={16} />} onClick={() => edit('provider')}>
      Add provider
    </Button>
  );
  const addModel = writesModels && accounts.data?.length !== 0 && (
    <Button variant={tab === 'models' ? 'filled' : 'default'} leftSection={<IconPlus size={16} />} onClick={() => edit('model')}>
      Add model
    </Button>
  );
  const clear = (
    <EmptyState title="Nothing matches.">
      <Button variant="default" onClick={() => go({ q: undefined, provider: undefined })}>
        Clear filters
      </Button>
    </EmptyState>
  );

  let insteadOfModels;
  if (models.error) insteadOfModels = <ProblemView problem={asProblem(models.error)} onRetry={() => void models.refetch()} />;
  else if (models.data?.length === 0) {
    insteadOfModels = (
      <EmptyState title="No model yet." body="A model is a name that clients send, and the provider account that serves it.">
        {accounts.data?.length === 0 ? addProvider : addModel}
      </EmptyState>
    );
  } else if (models.data && modelRows.length === 0) insteadOfModels = clear;

  let insteadOfAccounts;
  if (accounts.error) insteadOfAccounts = <ProblemView problem={asProblem(accounts.error)} onRetry={() => void accounts.refetch()} />;
  else if (accounts.data?.length === 0) {
    insteadOfAccounts = (
      <EmptyState title="No provider yet." body="Add an account with a model provider; its models then become callable through the gateway.">
        {addProvider}
      </EmptyState>
    );
  } else if (accounts.data && accountRows.length === 0) insteadOfAccounts = clear;

  return (
    <>
      <PageHeader title="Models & providers">
        {addProvider}
        {addModel}
      </PageHeader>
      <Tabs value={tab} onChange={(value) => void navigate({ search: { tab: value === 'providers' ? 'providers' : undefined } })} keepMounted={false}>
        <Tabs.List className={styles.tabs}>
          <Tabs.Tab value="models">Models<span className={styles.count}>{models.data?.length}</span></Tabs.Tab>
          {readsAccounts && <Tabs.Tab value="providers">Providers<span className={styles.count}>{accounts.data?.length}</span></Tabs.Tab>}
        </Tabs.List>
        <div className={styles.filters}>
          <TextInput
            aria-label={tab === 'models' ? 'Filter by name' : 'Filter by name or provider'}
            placeholder={tab === 'models' ? 'Name or upstream' : 'Name or provider'}
            leftSection={<IconSearch size={15} />}
            value={search.q ?? ''}
            onChange={(event) => go({ q: event.currentTarget.value || undefined })}
          />
          {tab === 'models' && accounts.data && accounts.data.length > 0 && (
            <Select
              aria-label="Provider account"
              placeholder="Any provider"
              clearable
              data={accounts.data.map(({ metadata }) => metadata.name)}
              value={search.provider ?? null}
              onChange={(provider) => go({ provider: provider ?? undefined })}
            />
          )}
        </div>
        <Tabs.Panel value="models">
          <ModelsTable rows={modelRows} loading={models.isPending} instead={insteadOfModels} selected={search.name} onOpen={({ metadata }) => go({ name: metadata.name })} />
        </Tabs.Panel>
        <Tabs.Panel value="providers">
          <ProvidersTable
            rows={accountRows}
            models={models.data}
            loading={accounts.isPending}
            instead={insteadOfAccounts}
            selected={search.name}
            onOpen={({ metadata }) => go({ name: metadata.name })}
            mayTest={writesAccounts}
          />
        </Tabs.Panel>
      </Tabs>
      {model && (
        <ModelDetail
          key={model.metadata.name}
          model={model}
          onClose={close}
          onEdit={writesModels ? () => edit('model', model.metadata.name) : undefined}
          onDelete={writesModels ? () => setEditing({ kind: 'model', action: 'delete', name: model.metadata.name }) : undefined}
        />
      )}
      {account && (
        <ProviderDetail
          key={account.metadata.name}
          account={account}
          onClose={close}
          onEdit={writesAccounts ? () => edit('provider', account.metadata.name) : undefined}
          onDelete={writesAccounts ? () => setEditing({ kind: 'provider', action: 'delete', name: account.metadata.name }) : undefined}
        />
      )}
      <Suspense fallback={null}>
        {editing?.kind === 'model' && editing.action === 'edit' && <ModelForm model={editedModel} onClose={done} onReload={reload('models')} />}
        {editing?.kind === 'provider' && editing.action === 'edit' && <ProviderForm account={editedAccount} onClose={done} onReload={reload('provider-accounts')} />}
      </Suspense>
      {editing?.action === 'delete' && editing.name !== undefined && (
        <DeleteObject kind={editing.kind} name={editing.name} onClose={done} onDeleted={close} />
      )}
    </>
  );
}

interface DeleteProps {
  kind: Editing['kind'];
  name: string;
  onClose: () => void;
  onDeleted: () => void;
}

function DeleteObject({ kind, name, onClose, onDeleted }: DeleteProps) {
  const client = useQueryClient();
  const remove = async () => {
    await (kind === 'model' ? deleteModel(name) : deleteProvider(name));
    onDeleted();
    await client.invalidateQueries({ queryKey: keys.collection(kind === 'model' ? 'models' : 'provider-accounts') });
  };
  return (
    <ConfirmDanger title={`Delete ${name}?`} action={kind === 'model' ? 'Delete model' : 'Delete provider'} onConfirm={remove} onClose={onClose}>
      <p>{kind === 'model' ? 'Requests for this name are refused from then on. Its history stays.' : 'The stored credentials are gone for good. It is refused while models use the account.'}</p>
    </ConfirmDanger>
  );
}
