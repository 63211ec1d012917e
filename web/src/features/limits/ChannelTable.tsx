import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { testChannel } from '../../api/alerts.ts';
import { asProblem } from '../../api/problem.ts';
import type { AlertChannel, TestDelivery } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { IconPencil, IconTrash } from '../../components/icons.ts';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import styles from './ChannelTable.module.css';

/** Never the secret itself: where it comes from, at most. */
function secretWords({ secret }: AlertChannel['spec']): string {
  if (secret === undefined) return 'none';
  if (secret.env !== undefined) return `from env ${secret.env}`;
  return secret.file === undefined ? 'stored, sealed' : `from file ${secret.file}`;
}

function Where({ type, to, url }: AlertChannel['spec']) {
  const where = type === 'email' ? to?.join(', ') : url;
  return where === undefined ? <span className={styles.muted}>the address in its secret</span> : <code className={styles.muted}>{where}</code>;
}

type Tests = Readonly<Record<string, TestDelivery | 'running'>>;

/** What came of a test that was sent from here. */
function TestLine({ test }: { test: Tests[string] | undefined }) {
  if (test === undefined) return <span className={styles.muted}>not tested here</span>;
  if (test === 'running') return <StatusBadge status="info" word="sending" />;
  if (test.delivered) return <StatusBadge status="ok" word="delivered" />;
  return (
    <span className={styles.test} title={test.message}>
      <StatusBadge status="err" word="failed" /> <q>{test.message}</q>
    </span>
  );
}

const columns = (tests: Tests): Column<AlertChannel>[] => [
  { id: 'name', header: 'Name', narrow: 'first', cell: ({ metadata }) => <span className={styles.name}>{metadata.name}</span> },
  { id: 'type', header: 'Type', narrow: 'end', width: 110, cell: ({ spec }) => spec.type },
  { id: 'where', header: 'Goes to', narrow: 'second', cell: ({ spec }) => <Where {...spec} /> },
  { id: 'secret', header: 'Secret', width: 190, cell: ({ spec }) => <span className={styles.muted}>{secretWords(spec)}</span> },
  { id: 'test', header: 'Last test', narrow: 'second', cell: ({ metadata }) => <TestLine test={tests[metadata.name]} /> },
];

interface Props {
  rows: readonly AlertChannel[];
  loading: boolean;
  instead?: ReactNode;
  onEdit?: ((channel: AlertChannel) => void) | undefined;
  onDelete?: ((channel: AlertChannel) => void) | undefined;
}

export function ChannelTable({ rows, loading, instead, onEdit, onDelete }: Props) {
  const [tests, setTests] = useState<Tests>({});
  const send = async (name: string) => {
    const keep = (result: TestDelivery | 'running') => setTests((old) => ({ ...old, [name]: result }));
    keep('running');
    try {
      keep(await testChannel(name));
    } catch (error) {
      const { title, detail } = asProblem(error);
      keep({ delivered: false, status: null, message: detail ?? title });
    }
  };
  const actions = (channel: AlertChannel) => (
    <span className={styles.actions}>
      {onEdit && (
        <Button
          variant="default"
          size="compact-sm"
          loading={tests[channel.metadata.name] === 'running'}
          onClick={() => void send(channel.metadata.name)}
          aria-label={`Send a test to ${channel.metadata.name}`}
        >
          Send test
        </Button>
      )}
      {onEdit && (
        <ActionIcon aria-label={`Edit ${channel.metadata.name}`} title="Edit" onClick={() => onEdit(channel)}>
          <IconPencil size={16} />
        </ActionIcon>
      )}
      {onDelete && (
        <ActionIcon aria-label={`Delete ${channel.metadata.name}`} title="Delete" onClick={() => onDelete(channel)}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </span>
  );
  return (
    <DataTable
      label="Alert channels"
      columns={columns(tests)}
      rows={rows}
      rowKey={({ metadata }) => metadata.name}
      loading={loading}
      instead={instead}
      actions={onEdit || onDelete ? actions : undefined}
      rowHeight={36}
    />
  );
}
