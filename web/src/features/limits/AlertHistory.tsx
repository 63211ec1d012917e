import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertsQuery } from '../../api/alerts.ts';
import { asProblem } from '../../api/problem.ts';
import type { AlertDelivery, AlertItem } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconRefresh } from '../../components/icons.ts';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { clock } from '../../format/time.ts';
import styles from './AlertHistory.module.css';
import { amountWords } from './segments.ts';
import { keyWords, subjectWords, windowWords } from './words.ts';

const tries = (count: number) => `${count} ${count === 1 ? 'try' : 'tries'}`;

function Delivery({ channel, state, attempts, lastError }: AlertDelivery) {
  const status = state === 'sent' ? 'ok' : state === 'failed' ? 'err' : attempts === 0 ? 'info' : 'warn';
  const word = state === 'pending' ? (attempts === 0 ? 'waiting' : `tried again, ${tries(attempts)}`) : state;
  return (
    <span className={styles.delivery}>
      <code>{channel}</code> <StatusBadge status={status} word={word} title={lastError ?? undefined} />
    </span>
  );
}

/** Why the first of those that did not arrive did not: not behind a pointer alone. */
function Why({ deliveries }: Pick<AlertItem, 'deliveries'>) {
  const error = deliveries.find(({ state, lastError }) => state !== 'sent' && lastError !== null)?.lastError;
  return error === undefined || error === null ? null : <q className={styles.error} title={error}>{error}</q>;
}

const whom = ({ key, subject }: AlertItem) => (subject === null ? keyWords(key) : `${keyWords(key)} (${subjectWords(subject)})`);

const COLUMNS: Column<AlertItem>[] = [
  { id: 'time', header: 'Time', width: 130, narrow: 'end', cell: ({ time }) => <time dateTime={time} title={new Date(time).toLocaleString()}>{clock(time)}</time> },
  { id: 'budget', header: 'Budget', width: 200, narrow: 'first', cell: ({ budget }) => <Link to="/limits" search={{ tab: 'budgets', q: budget }}>{budget}</Link> },
  { id: 'whom', header: 'Of', width: 190, cell: (item) => <span title={whom(item)}>{whom(item)}</span> },
  { id: 'threshold', header: 'Passed', width: 80, align: 'right', cell: ({ threshold }) => <data value={threshold}>{threshold} %</data> },
  {
    id: 'used',
    header: 'Used then',
    width: 260,
    narrow: 'second',
    cell: ({ usedPercent, used, limit, unit, period, mode }) => (
      <span>
        {usedPercent} % <span className={styles.muted}>· {amountWords(used, unit)} of {amountWords(limit, unit)}{windowWords(period)}{mode === 'audit' && ', audit'}</span>
      </span>
    ),
  },
  {
    id: 'deliveries',
    header: 'Told',
    narrow: 'second',
    cell: (item) => (
      <span className={styles.deliveries}>
        {item.deliveries.length === 0 && <span className={styles.muted}>nobody: the budget names no channel</span>}
        {item.deliveries.map((delivery) => <Delivery key={delivery.channel} {...delivery} />)}
        <Why deliveries={item.deliveries} />
      </span>
    ),
  },
];

/** What budgets have told their channels, and what became of it. */
export function AlertHistory() {
  const list = useInfiniteQuery(alertsQuery);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  let instead;
  if (list.error && rows.length === 0) instead = <ProblemView problem={asProblem(list.error)} onRetry={() => void list.refetch()} />;
  else if (list.data && rows.length === 0) instead = <EmptyState title="No alert yet." body="A budget with alerts tells its channels once when a part of it is used." />;
  return (
    <>
      <div className={styles.head}>
        <Button variant="default" size="compact-sm" leftSection={<IconRefresh size={15} />} loading={list.isRefetching} onClick={() => void list.refetch()}>
          Refresh
        </Button>
      </div>
      <DataTable
        label="Alerts"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        loading={list.isPending}
        refreshing={list.isRefetching}
        instead={instead}
        tone={({ deliveries }) => (deliveries.some(({ state }) => state === 'failed') ? 'err' : undefined)}
        more={{ has: list.hasNextPage, loading: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
        minWidth={1040}
        rowHeight={36}
      />
    </>
  );
}
