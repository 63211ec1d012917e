import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usageQuery } from '../../api/analytics.ts';
import type { Model, UsageRow } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { duration, percent, short } from '../../format/number.ts';
import { priceText } from './modelForm.ts';
import styles from './ModelsPage.module.css';

type Usage = ReadonlyMap<string, UsageRow> | 'unavailable' | undefined;

function figure(usage: Usage, name: string, read: (row: UsageRow) => string) {
  if (usage === 'unavailable') return <span className={styles.muted} title="Analytics are unavailable.">n/a</span>;
  const row = usage?.get(name);
  return row === undefined ? <span className={styles.muted}>—</span> : <data value={read(row)}>{read(row)}</data>;
}

function Price({ model }: { model: Model }) {
  const price = priceText(model.spec.price);
  if (price === 'free') return 'free';
  if (price === 'none') return <span className={styles.muted} title="No price of its own: the built-in catalog’s, if it knows the model.">built-in</span>;
  return <data value={`${price.input}/${price.output}`}>{price.input} / {price.output}</data>;
}

function columns(usage: Usage): Column<Model>[] {
  return [
    {
      id: 'name',
      header: 'Model',
      narrow: 'first',
      cell: ({ metadata }) => (
        <>
          <span className={styles.name}>{metadata.name}</span>
          {metadata.name.includes('*') && <> <StatusBadge status="idle" word="wildcard" /></>}
        </>
      ),
    },
    { id: 'account', header: 'Provider', narrow: 'second', cell: ({ spec }) => spec.account },
    { id: 'upstream', header: 'Upstream', cell: ({ spec }) => <code className={styles.muted}>{spec.upstream}</code> },
    { id: 'modes', header: 'Modes', narrow: 'second', cell: ({ spec }) => (spec.modes ?? []).join(', ') },
    {
      id: 'context',
      header: 'Context',
      align: 'right',
      cell: ({ spec }) => (spec.limits?.contextTokens === undefined ? <span className={styles.muted}>—</span> : <data value={spec.limits.contextTokens}>{short(spec.limits.contextTokens)}</data>),
    },
    { id: 'price', header: '$ in / out per M', align: 'right', narrow: 'end', cell: (model) => <Price model={model} /> },
    { id: 'requests', header: '24 h', align: 'right', cell: ({ metadata }) => figure(usage, metadata.name, (row) => short(row.requests)) },
    { id: 'p95', header: 'p95', align: 'right', cell: ({ metadata }) => figure(usage, metadata.name, (row) => (row.latencyMs?.p95 == null ? '—' : duration(row.latencyMs.p95))) },
    { id: 'failed', header: 'Failed', align: 'right', cell: ({ metadata }) => figure(usage, metadata.name, (row) => percent(row.errors, row.requests)) },
  ];
}

interface Props {
  rows: readonly Model[];
  loading: boolean;
  instead: ReactNode;
  selected: string | undefined;
  onOpen: (model: Model) => void;
}

export function ModelsTable({ rows, loading, instead, selected, onOpen }: Props) {
  const { data, error } = useQuery(usageQuery({ range: '24h', interval: 'none', groupBy: 'model' }));
  const usage: Usage = error ? 'unavailable' : data && new Map(data.rows.map((row) => [row.group.model ?? '', row]));
  return (
    <DataTable
      label="Models"
      columns={columns(usage)}
      rows={rows}
      rowKey={({ metadata }) => metadata.name}
      loading={loading}
      instead={instead}
      selectedKey={selected}
      onOpen={onOpen}
      rowHeight={36}
      fill
    />
  );
}
