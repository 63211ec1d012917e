import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { newerQuery, requestsQuery } from '../../api/analytics.ts';
import { asProblem } from '../../api/problem.ts';
import { RANGE_LABEL, RANGES } from '../../api/range.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { FilterBar, type FilterField } from '../../components/FilterBar/FilterBar.tsx';
import { type Filters, printFilters } from '../../components/FilterBar/grammar.ts';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { RangePicker } from '../../components/RangePicker/RangePicker.tsx';
import { short } from '../../format/number.ts';
import { REQUEST_FILTERS, type RequestFilter, type RequestsSearch } from '../../routes/search.ts';
import { COLUMNS } from './columns.tsx';
import { toneOf } from '../../components/StatusBadge/outcome.ts';
import { LiveNote } from './LiveNote.tsx';
import { RequestDrawer } from './RequestDrawer.tsx';
import styles from './RequestsPage.module.css';
import { shown } from './tail.ts';
import { useRequestTail } from './useRequestTail.ts';

const route = getRouteApi('/shell/requests');

const LABELS: Record<RequestFilter, string> = {
  model: 'Model', key: 'Key', user: 'User', team: 'Team', status: 'Status', errorClass: 'Error class', session: 'Session',
};

const FIELDS: readonly FilterField<RequestFilter>[] = REQUEST_FILTERS.map((name) => ({ name, label: LABELS[name] }));

function filtersOf(search: RequestsSearch): Filters<RequestFilter> {
  return Object.fromEntries(REQUEST_FILTERS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));
}

export function RequestsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const range = search.range ?? '1h';
  const filters = filtersOf(search);
  const list = useInfiniteQuery(requestsQuery(range, filters));
  const [live, setLive] = useState(false);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const tail = useRequestTail(live, filters, pointed || focused || scrolled || search.id !== undefined);
  const listed = list.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = live ? shown(tail, listed) : listed;
  const { data: newer = 0 } = useQuery(newerQuery(live ? undefined : list.data?.pages[0]?.span.to, filters));
  const at = rows.findIndex((row) => row.id === search.id);

  const go = (change: Partial<RequestsSearch>) => void navigate({ search: (old) => ({ ...old, ...change }) });
  const cleared = Object.fromEntries(REQUEST_FILTERS.map((name) => [name, undefined])) as Partial<RequestsSearch>;
  const open = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : () => go({ id: row.id });
  };
  const close = () => go({ id: undefined, tab: undefined });
  const next = open(search.id === undefined ? 0 : at + 1);
  const previous = at > 0 ? open(at - 1) : undefined;
  const refresh = () => void list.refetch();
  // The list is as old as its last load: what came since is in neither, before or after.
  const toggleLive = () => {
    refresh();
    setLive(!live);
  };
  useShortcuts({
    j: next,
    k: previous,
    r: refresh,
    l: toggleLive,
    '/': () => document.querySelector<HTMLInputElement>('[data-filter-input]')?.focus(),
    Escape: search.id === undefined ? undefined : close,
  });

  let instead;
  if (list.error) instead = <ProblemView problem={asProblem(list.error)} onRetry={refresh} />;
  else if (list.data && rows.length === 0) {
    const wider = RANGES[RANGES.indexOf(range) + 1];
    const text = printFilters(filters, REQUEST_FILTERS);
    const widen = wider && (
      <Button variant="default" onClick={() => go({ range: wider === '1h' ? undefined : wider })}>
        Widen to the {RANGE_LABEL[wider]}
      </Button>
    );
    instead =
      text === '' ? (
        <EmptyState title={`No requests in the ${RANGE_LABEL[range]}.`} body="Send one through the gateway and it appears here within a second or two.">
          {widen}
          <ConnectSnippet />
        </EmptyState>
      ) : (
        <EmptyState title={`Nothing matches in the ${RANGE_LABEL[range]}.`} body={<>The filters are <code>{text}</code>.</>}>
          {widen}
          <Button variant="default" onClick={() => go(cleared)}>
            Clear filters
          </Button>
        </EmptyState>
      );
  }

  return (
    <>
      <PageHeader title="Requests" context={RANGE_LABEL[range]}>
        <RangePicker value={range} onChange={(value) => go({ range: value === '1h' ? undefined : value })} />
        <Button variant="default" leftSection={<IconRefresh size={15} />} loading={list.isRefetching} onClick={refresh} title="Refresh (r)">
          {newer > 0 ? `${short(newer)} new` : 'Refresh'}
        </Button>
        <Button
          variant={live ? 'filled' : 'default'}
          leftSection={live ? <IconPlayerStop size={15} /> : <IconPlayerPlay size={15} />}
          aria-pressed={live}
          onClick={toggleLive}
          title="Requests as they end (l)"
        >
          {live ? 'Live' : 'Go live'}
        </Button>
      </PageHeader>
      <div className={styles.filters}>
        <FilterBar fields={FIELDS} value={filters} onChange={(value) => go({ ...cleared, ...value })} onId={(id) => go({ id })} />
      </div>
      {live && <LiveNote tail={tail} release={tail.release} />}
      <div
        className={styles.table}
        onPointerEnter={({ pointerType }) => setPointed(pointerType === 'mouse')}
        onPointerLeave={() => setPointed(false)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onScrollCapture={({ target }) => setScrolled(target instanceof HTMLElement && target.scrollTop > 0)}
      >
        <DataTable
          label="Requests, newest first"
          columns={COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          loading={list.isPending}
          refreshing={list.isFetching && !list.isPending && !list.isFetchingNextPage}
          instead={instead}
          tone={toneOf}
          selectedKey={search.id}
          onOpen={(row) => go({ id: row.id })}
          more={{ has: list.hasNextPage, loading: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
          minWidth={1040}
          fill
        />
      </div>
      {search.id !== undefined && (
        <RequestDrawer
          id={search.id}
          row={rows[at]}
          tab={search.tab ?? 'timeline'}
          onTab={(tab) => go({ tab: tab === 'timeline' ? undefined : tab })}
          onClose={close}
          onNext={next}
          onPrevious={previous}
        />
      )}
    </>
  );
}
