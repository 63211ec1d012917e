import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { usageQuery } from '../../api/analytics.ts';
import { apiKeysQuery } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import { useCan } from '../../app/permissions.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconPlus, IconSearch } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { count } from '../../format/number.ts';
import type { KeysSearch } from '../../routes/search.ts';
import { keyColumns, stateOf } from './columns.tsx';
import type { Dialog } from './KeyActions.tsx';
import { KeyDetail } from './KeyDetail.tsx';
import styles from './KeysPage.module.css';

// Behind a click, so behind it on the wire too.
const KeyForm = lazy(() => import('./KeyForm.tsx'));
const KeyDialog = lazy(() => import('./KeyActions.tsx'));

const route = getRouteApi('/shell/keys');

export function KeysPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [dialog, setDialog] = useState<Dialog | { kind: 'create' }>();
  const writes = useCan('api-key:write');
  const list = useQuery(apiKeysQuery);
  const usage = useQuery(usageQuery({ range: '30d', interval: 'none', groupBy: 'key' }));
  const spend = usage.error ? undefined : new Map(usage.data?.rows.map((row) => [row.group.key ?? '', row.costUsd]));

  const go = (change: Partial<KeysSearch>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: 'q' in change });
  const create = () => setDialog({ kind: 'create' });
  useShortcuts({ c: writes ? create : undefined, Escape: search.name === undefined ? undefined : () => go({ name: undefined }) });

  const text = search.q?.toLowerCase() ?? '';
  const rows = (list.data ?? []).filter(
    (key) =>
      (text === '' || `${key.metadata.name} ${key.spec.owner} ${key.status?.id ?? ''}`.toLowerCase().includes(text)) &&
      (search.state === undefined || stateOf(key).state === search.state),
  );
  const open = list.data?.find((key) => key.metadata.name === search.name);
  const button = writes && (
    <Button leftSection={<IconPlus size={16} />} onClick={create}>
      Create key
    </Button>
  );

  let instead;
  if (list.error) instead = <ProblemView problem={asProblem(list.error)} onRetry={() => void list.refetch()} />;
  else if (list.data?.length === 0) {
    instead = (
      <EmptyState title="You have no key yet." body="A key lets your code call models through this gateway, within the limits of your team.">
        {button}
      </EmptyState>
    );
  } else if (list.data && rows.length === 0) {
    instead = (
      <EmptyState title="No key matches.">
        <Button variant="default" onClick={() => go({ q: undefined, state: undefined })}>
          Clear filters
        </Button>
      </EmptyState>
    );
  }

  return (
    <>
      <PageHeader title="Keys" context={list.data && `${count(list.data.length)} in all`}>
        {list.data?.length !== 0 && button}
      </PageHeader>
      <div className={styles.filters}>
        <TextInput
          aria-label="Filter by name, owner or key id"
          placeholder="Name, owner or key id"
          leftSection={<IconSearch size={15} />}
          value={search.q ?? ''}
          onChange={(event) => go({ q: event.currentTarget.value || undefined })}
        />
        <Select
          aria-label="State"
          placeholder="Any state"
          clearable
          data={['active', 'rotating', 'expired', 'revoked']}
          value={search.state ?? null}
          onChange={(state) => go({ state: (state ?? undefined) as KeysSearch['state'] })}
        />
      </div>
      <DataTable
        label="Keys"
        columns={keyColumns(spend)}
        rows={rows}
        rowKey={(key) => key.metadata.name}
        loading={list.isPending}
        instead={instead}
        tone={(key) => (stateOf(key).status === 'warn' ? 'warn' : undefined)}
        selectedKey={search.name}
        onOpen={(key) => go({ name: key.metadata.name })}
        rowHeight={36}
        fill
      />
      {open && (
        <KeyDetail
          key={open.metadata.name}
          apiKey={open}
          onClose={() => go({ name: undefined })}
          onRotate={() => setDialog({ kind: 'rotate', name: open.metadata.name })}
          onRevoke={() => setDialog({ kind: 'revoke', name: open.metadata.name })}
        />
      )}
      <Suspense fallback={null}>
        {dialog?.kind === 'create' ? (
          <KeyForm
            onClose={() => setDialog(undefined)}
            // A key whose secret comes from elsewhere has none to show.
            onCreated={({ name, key }, model) => setDialog(key === null ? undefined : { kind: 'secret', title: 'Key created', name, secret: key, model })}
          />
        ) : (
          dialog && <KeyDialog dialog={dialog} onDialog={setDialog} />
        )}
      </Suspense>
    </>
  );
}
