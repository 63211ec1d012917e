import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '../../components/icons.ts';
import styles from './LimitForm.module.css';
import { type Kind, type LimitRow, newLimit, type RuleValues } from './limitValues.ts';

const UNITS = {
  RateLimit: [
    { value: 'requests', label: 'Requests' },
    { value: 'tokens', label: 'Tokens' },
    { value: 'inputTokens', label: 'Input tokens' },
    { value: 'outputTokens', label: 'Output tokens' },
    { value: 'usd', label: 'US dollars' },
    { value: 'toolCalls', label: 'Tool calls' },
    { value: 'concurrent', label: 'Requests at once' },
  ],
  Budget: [
    { value: 'usd', label: 'US dollars' },
    { value: 'tokens', label: 'Tokens' },
  ],
};

const PERIODS = ['hour', 'day', 'week', 'month', 'quarter', { value: 'lifetime', label: 'in all' }];

interface Props {
  kind: Kind;
  form: UseFormReturnType<RuleValues>;
  /** `limits`, or `overrides.0.limits`. */
  path: string;
  rows: readonly LimitRow[];
}

export function LimitRows({ kind, form, path, rows }: Props) {
  const none = form.errors[path];
  return (
    <>
      {rows.map((row, index) => {
        const at = `${path}.${index}`;
        const unit = (value: string | null) => form.setFieldValue(at, { ...row, unit: value ?? row.unit, span: value === 'concurrent' ? '' : row.span || '1m' });
        return (
          <div key={row.id} className={styles.limit} role="group" aria-label={`Limit ${index + 1}`}>
            <TextInput
              label="At most"
              inputMode="decimal"
              leftSection={row.unit === 'usd' ? '$' : undefined}
              classNames={{ input: styles.decimal }}
              placeholder={row.unit === 'usd' ? '50.00' : '600'}
              {...form.getInputProps(`${at}.amount`)}
            />
            <Select label="Of" allowDeselect={false} data={UNITS[kind]} value={row.unit} onChange={unit} error={form.errors[`${at}.unit`]} />
            {kind === 'Budget' ? (
              <Select label="A" allowDeselect={false} data={PERIODS} {...form.getInputProps(`${at}.span`)} aria-label="Period" />
            ) : (
              row.unit !== 'concurrent' && <TextInput label="In any" classNames={{ input: styles.decimal }} placeholder="1m" {...form.getInputProps(`${at}.span`)} aria-label="Window" />
            )}
            <ActionIcon className={styles.remove} aria-label={`Remove limit ${index + 1}`} disabled={rows.length === 1} onClick={() => form.removeListItem(path, index)}>
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        );
      })}
      {none !== undefined && <p className={styles.error}>{none}</p>}
      {rows.some(({ amount }) => amount.trim() !== '' && Number(amount) === 0) && <p className={styles.hint}>0 blocks all. To allow all, leave the limit out.</p>}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} className={styles.add} onClick={() => form.insertListItem(path, newLimit(kind))}>
        Add limit
      </Button>
    </>
  );
}
