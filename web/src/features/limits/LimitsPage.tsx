import { Button, Tabs, TextInput } from '@mantine/core';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type Collection, keys } from '../../api/keys.ts';
import { alertChannelsQuery, budgetsQuery, rateLimitsQuery } from '../../api/limits.ts';
import { asProblem } from '../../api/problem.ts';
import type { AlertChannel } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconPlus, IconSearch } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { LIMIT_TABS, type LimitTab } from '../../routes/search.ts';
import { AlertHistory } from './AlertHistory.tsx';
import { ChannelTable } from './ChannelTable.tsx';
import { DeleteObject } from './DeleteObject.tsx';
import styles from './LimitsPage.module.css';
import { type Rule, RuleList } from './RuleList.tsx';
import { matchWords } from './words.ts';

// Behind a click, so behind it on the wire too.
const LimitForm = lazy(() => import('./LimitForm.tsx'));
const ChannelForm = lazy(() => import('./ChannelForm.tsx'));

const route = getRouteApi('/shell/limits');

const TABS = {
  limits: { label: 'Rate limits', noun: 'rate limit', kind: 'RateLimit', collection: 'rate-limits', resource: 'rate-limit', body: 'A rate limit bounds what is used in a window of time, or at once. Without one, only providers say stop.' },
  budgets: { label: 'Budgets', noun: 'budget', kind: 'Budget', collection: 'budgets', resource: 'budget', body: 'Without one, spending is recorded but never stopped.' },
  channels: { label: 'Alert channels', noun: 'alert channel', kind: 'AlertChannel', collection: 'alert-channels', resource: 'alert-channel', body: 'A channel is where budgets say how much is gone: a webhook, Slack, or email.' },
} as const;

interface Editing {
  action: 'edit' | 'delete';
  name: string | undefined;
}

/** Reads what one may read, says what one may do. */
function useLists() {
  const may = { limits: useCan('rate-limit:read'), budgets: useCan('budget:read'), channels: useCan('alert-channel:read') };
  const writes = { limits: useCan('rate-limit:write'), budgets: useCan('budget:write'), channels: useCan('alert-channel:write') };
  const lists = {
    limits: useQuery({ ...rateLimitsQuery, enabled: may.limits }),
    budgets: useQuery({ ...budgetsQuery, enabled: may.budgets }),
    channels: useQuery({ ...alertChannelsQuery, enabled: may.channels }),
  };
  return { may, writes, lists };
}

const textOf = ({ metadata, spec }: Rule | AlertChannel) =>
  `${metadata.name} ${metadata.description ?? ''} ${'limits' in spec ? `${matchWords(spec.match)} ${spec.per?.join(' ') ?? ''}` : `${spec.type} ${spec.url ?? ''}`}`.toLowerCase();

export function LimitsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Editing>();
  const { may, writes, lists } = useLists();
  const explains = useCan('simulate:run');
  const tabs = LIMIT_TABS.filter((name) => may[name]);
  const history = search.tab === 'alerts' && may.budgets;
  const tab: LimitTab = search.tab !== undefined && search.tab !== 'alerts' && may[search.tab] ? search.tab : (tabs[0] ?? 'limits');
  const { noun, kind, collection, body } = TABS[tab];
  const list: UseQueryResult<(Rule | AlertChannel)[]> = lists[tab];
  const edited = list.data?.find(({ metadata }) => metadata.name === editing?.name);

  const done = () => setEditing(undefined);
  const reload = () => {
    const current = editing;
    done();
    void client.invalidateQueries({ queryKey: keys.collection(collection as Collection) }).then(() => setEditing(current));
  };
  const act = (action: Editing['action']) => (writes[tab] ? ({ metadata }: Rule | AlertChannel) => setEditing({ action, name: metadata.name }) : undefined);
  const filter = (q: string | undefined) => void navigate({ search: (old) => ({ ...old, q }), replace: true });
  const rows = (list.data ?? []).filter((object) => textOf(object).includes(search.q?.toLowerCase() ?? ''));

  const add = writes[tab] && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ action: 'edit', name: undefined })}>
      Add {noun}
    </Button>
  );
  let instead: ReactNode;
  if (list.error) instead = <ProblemView problem={asProblem(list.error)} onRetry={() => void list.refetch()} />;
  else if (list.data?.length === 0) instead = <EmptyState title={`No ${noun} yet.`} body={body}>{add}</EmptyState>;
  else if (list.data && rows.length === 0) {
    instead = (
      <EmptyState title="Nothing matches.">
        <Button variant="default" onClick={() => filter(undefined)}>
          Clear filter
        </Button>
      </EmptyState>
    );
  }
  const shared = { loading: list.isPending, instead, onEdit: act('edit'), onDelete: act('delete') };
  const names = (list.data ?? []).map(({ metadata }) => metadata.name);

  return (
    <>
      <PageHeader title="Limits & budgets">
        {explains && (
          <Button variant="default" renderRoot={(props) => <Link to="/explain" {...props} />}>
            Why was this refused?
          </Button>
        )}
        {list.data?.length !== 0 && !history && add}
      </PageHeader>
      <Tabs value={history ? 'alerts' : tab} onChange={(value) => void navigate({ search: { tab: value === tabs[0] ? undefined : (value as LimitTab) } })} keepMounted={false}>
        <Tabs.List className={styles.tabs}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {TABS[name].label}
              <span className={styles.count}>{lists[name].data?.length}</span>
            </Tabs.Tab>
          ))}
          {may.budgets && <Tabs.Tab value="alerts">Alerts</Tabs.Tab>}
        </Tabs.List>
        {!history && <TextInput
          className={styles.filters}
          aria-label="Filter by name or match"
          placeholder={tab === 'channels' ? 'Name or address' : 'Name, subject or model'}
          leftSection={<IconSearch size={15} />}
          value={search.q ?? ''}
          onChange={(event) => filter(event.currentTarget.value || undefined)}
        />}
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {collection === 'alert-channels' ? (
              <ChannelTable rows={rows as AlertChannel[]} {...shared} />
            ) : (
              <RuleList label={TABS[name].label} collection={collection} rules={rows as Rule[]} {...shared} />
            )}
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="alerts">
          <AlertHistory />
        </Tabs.Panel>
      </Tabs>
      <Suspense fallback={null}>
        {editing?.action === 'edit' && kind !== 'AlertChannel' && (
          <LimitForm key={`${tab} ${editing.name}`} kind={kind} rule={edited as Rule | undefined} taken={names} onClose={done} onReload={reload} />
        )}
        {editing?.action === 'edit' && kind === 'AlertChannel' && <ChannelForm channel={edited as AlertChannel | undefined} taken={names} onClose={done} onReload={reload} />}
      </Suspense>
      {editing?.action === 'delete' && editing.name !== undefined && <DeleteObject collection={collection} noun={noun} name={editing.name} onClose={done} />}
    </>
  );
}
