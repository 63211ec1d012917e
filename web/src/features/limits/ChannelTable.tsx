import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertChannel } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { IconPencil, IconTrash } from '../../components/icons.ts';
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

const COLUMNS: Column<AlertChannel>[] = [
  { id: 'name', header: 'Name', narrow: 'first', cell: ({ metadata }) => <span className={styles.name}>{metadata.name}</span> },
  { id: 'type', header: 'Type', narrow: 'end', width: 110, cell: ({ spec }) => spec.type },
  { id: 'where', header: 'Goes to', narrow: 'second', cell: ({ spec }) => <Where {...spec} /> },
  { id: 'secret', header: 'Secret', width: 190, cell: ({ spec }) => <span className={styles.muted}>{secretWords(spec)}</span> },
];

interface Props {
  rows: readonly AlertChannel[];
  loading: boolean;
  instead?: ReactNode;
  onEdit?: ((channel: AlertChannel) => void) | undefined;
  onDelete?: ((channel: AlertChannel) => void) | undefined;
}

export function ChannelTable({ rows, loading, instead, onEdit, onDelete }: Props) {
  const actions = (channel: AlertChannel) => (
    <span className={styles.actions}>
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
      columns={COLUMNS}
      rows={rows}
      rowKey={({ metadata }) => metadata.name}
      loading={loading}
      instead={instead}
      actions={onEdit || onDelete ? actions : undefined}
      rowHeight={36}
    />
  );
}
