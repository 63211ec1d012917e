import { useQuery } from '@tanstack/react-query';
import { gatewaysQuery } from '../api/gateways.ts';
import { asProblem } from '../api/problem.ts';
import type { Gateway } from '../api/types.ts';
import { type Column, DataTable } from '../components/DataTable/DataTable.tsx';
import { EmptyState } from '../components/EmptyState/EmptyState.tsx';
import { ProblemView } from '../components/ProblemView/ProblemView.tsx';
import { StatusBadge } from '../components/StatusBadge/StatusBadge.tsx';
import { bytes, count } from '../format/number.ts';
import { gatewayState } from './gatewayState.ts';
import styles from './Gateways.module.css';

function columns(revision: number): Column<Gateway>[] {
  const number = (id: string, header: string, read: (row: Gateway) => string): Column<Gateway> => ({
    id, header, align: 'right', cell: (row) => <data value={read(row)}>{read(row)}</data>,
  });
  return [
    { id: 'instance', header: 'Instance', narrow: 'first', cell: (row) => <code>{row.instance}</code> },
    {
      id: 'state',
      header: 'State',
      narrow: 'end',
      cell: (row) => <StatusBadge {...gatewayState(row, revision)} />,
    },
    { ...number('revision', 'Revision', (row) => `rev ${count(row.revision)}`), narrow: 'second' },
    { id: 'version', header: 'Version', narrow: 'second', cell: (row) => <code>{row.version}</code> },
    number('inFlight', 'In flight', (row) => count(row.inFlight)),
    number('streams', 'Streams', (row) => count(row.streams)),
    number('shed', 'Shed', (row) => count(row.shed)),
    number('ring', 'Usage waiting', (row) => `${count(row.ring.records)} · ${bytes(row.ring.bytes)}`),
    number('dropped', 'Dropped', (row) => count(row.ring.dropped)),
    { ...number('age', 'Heard', (row) => `${Math.round(row.ageSeconds)} s ago`), narrow: 'second' },
  ];
}

export default function Gateways() {
  const { data, error, isPending, refetch } = useQuery({ ...gatewaysQuery, refetchInterval: 5_000 });
  const items = data?.items ?? [];
  const instead = error ? (
    <ProblemView problem={asProblem(error)} onRetry={() => void refetch()} />
  ) : !isPending && items.length === 0 ? (
    <EmptyState title="No gateway is connected." body="A gateway reports here within a second of its start." />
  ) : undefined;
  const disabled = items.flatMap((gateway) => gateway.disabledObjects.map((object) => ({ ...object, instance: gateway.instance })));
  return (
    <div className={styles.gateways}>
      <DataTable
        label="Gateways"
        columns={columns(data?.revision ?? 0)}
        rows={items}
        rowKey={(row) => row.instance}
        loading={isPending}
        instead={instead}
        tone={(row) => (row.disabledObjects.length > 0 ? 'err' : row.live && row.revision < (data?.revision ?? 0) ? 'warn' : undefined)}
      />
      {disabled.length > 0 && (
        <ul className={styles.disabled}>
          {disabled.map((object) => (
            <li key={`${object.instance} ${object.kind} ${object.name}`}>
              <code>{object.instance}</code> disabled {object.kind} <b>{object.name}</b>: {object.reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
