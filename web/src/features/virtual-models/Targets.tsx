import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asProblem } from '../../api/problem.ts';
import { targetsQuery } from '../../api/targets.ts';
import type { TargetStanding } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { count, duration, percent } from '../../format/number.ts';
import { clock, relative } from '../../format/time.ts';
import styles from './Targets.module.css';
import { gatewayWords, quotaWords, stateOf, worstFirst } from './targetWords.ts';

const none = <span className={styles.muted}>—</span>;

function Standing({ target, instances }: { target: TargetStanding; instances: number }) {
  const { status, word, title } = stateOf(target.state);
  const gateways = gatewayWords(target, instances);
  return (
    <span className={styles.lines}>
      <span>
        <StatusBadge status={status} word={word} title={title} />
        {target.reason !== undefined && <span> after {target.reason.replaceAll('_', ' ')}</span>}
      </span>
      {(target.restsUntil !== undefined || gateways !== '') && (
        <span className={styles.muted}>
          {target.restsUntil !== undefined && (
            <time dateTime={target.restsUntil} title={clock(target.restsUntil)}>
              asked again {relative(target.restsUntil)}
            </time>
          )}
          {gateways !== '' && ` ${target.restsUntil === undefined ? 'at' : '· at'} ${gateways}`}
        </span>
      )}
    </span>
  );
}

function Quota({ quota }: Pick<TargetStanding, 'quota'>) {
  const words = quotaWords(quota);
  const title = Object.entries(quota).map(([name, value]) => `${name}: ${value}`).join('\n');
  return title === '' ? none : <span title={title}>{words === '' ? `${Object.keys(quota).length} headers` : `${words} left`}</span>;
}

const columns = (instances: number): Column<TargetStanding>[] => [
  {
    id: 'target',
    header: 'Target',
    width: '24%',
    narrow: 'first',
    cell: ({ model, account, credential }) => (
      <span className={styles.lines}>
        <span className={styles.name}>{model}</span>
        <span className={styles.muted}>{credential === undefined ? account : `${account} · ${credential}`}</span>
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '25%', narrow: 'second', cell: (target) => <Standing target={target} instances={instances} /> },
  { id: 'flight', header: 'In flight', width: 80, align: 'right', cell: ({ inFlight }) => count(inFlight) },
  { id: 'requests', header: 'Requests 10 s', width: 110, align: 'right', cell: ({ requests }) => count(requests) },
  {
    id: 'errors',
    header: 'Errors 10 s',
    width: 120,
    align: 'right',
    cell: ({ errors, requests }) => (errors === 0 ? <span className={styles.muted}>0</span> : <span className={styles.errors}>{`${count(errors)} (${percent(errors, Math.max(errors, requests))})`}</span>),
  },
  { id: 'first', header: 'First content', width: 110, align: 'right', cell: ({ firstContentMs }) => (firstContentMs === undefined ? none : duration(firstContentMs)) },
  { id: 'quota', header: 'Provider’s quota', width: '18%', cell: ({ quota }) => <Quota quota={quota} /> },
];

/** How targets do, as gateways see them now. Asked again every two seconds while the page is looked at. */
export default function Targets({ filter }: { filter: string }) {
  const { data, error, isPending, dataUpdatedAt } = useQuery(targetsQuery);
  const problem = error === null ? undefined : asProblem(error);
  const unasked = problem?.code === 'unavailable';
  const rows = worstFirst(data?.targets ?? []).filter(({ model, account, credential = '' }) => `${model} ${account} ${credential}`.toLowerCase().includes(filter));
  let instead: ReactNode;
  if (data === undefined && problem) instead = unasked ? <EmptyState title="No gateway can be asked." body={problem.detail} /> : <ProblemView problem={problem} />;
  else if (data?.of === 0) instead = <EmptyState title="No gateway is connected." body="Gateways tell how their targets do; none has been heard of lately." />;
  else if (data && data.targets.length === 0) instead = <EmptyState title="No target has been asked yet." body="A target is here once a gateway has sent it a request, or was told of one that does not do well." />;
  else if (data && rows.length === 0) instead = <EmptyState title="Nothing matches." />;
  return (
    <>
      <p className={styles.note}>
        {data === undefined ? ' ' : data.instances < data.of ? `▲ ${data.instances} of ${data.of} gateways have answered.` : `As ${data.of === 1 ? 'the gateway sees' : `${data.of} gateways see`} them now.`}
        {data?.truncated === true && ' Those that are well and little used may be missing.'}
        {data !== undefined && problem && ` ▲ Not heard since ${clock(new Date(dataUpdatedAt).toISOString()).slice(0, 8)}: ${problem.detail ?? problem.title}`}
      </p>
      <DataTable
        label="Targets"
        columns={columns(data?.instances ?? 0)}
        rows={rows}
        rowKey={({ model, account, credential = '' }) => `${model} ${account} ${credential}`}
        rowHeight={48}
        minWidth={860}
        loading={isPending}
        instead={instead}
        tone={({ state }) => (state === 'open' ? 'err' : state === 'resting' ? 'warn' : undefined)}
      />
    </>
  );
}
