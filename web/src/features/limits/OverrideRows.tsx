import { Autocomplete, Button } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus } from '../../components/icons.ts';
import styles from './LimitForm.module.css';
import { LimitRows } from './LimitRows.tsx';
import { type Kind, newOverride, type RuleValues } from './limitValues.ts';

interface Props {
  kind: Kind;
  form: UseFormReturnType<RuleValues>;
  subjects: readonly string[];
}

export function OverrideRows({ kind, form, subjects }: Props) {
  return (
    <fieldset>
      <legend>Overrides</legend>
      <p className={styles.hint}>Other limits for single subjects, each counted by itself. The closest wins: the key, its owner, its team.</p>
      {form.values.overrides.map((row, index) => (
        <div key={row.id} className={styles.override} role="group" aria-label={`Override ${row.subject === '' ? index + 1 : row.subject}`}>
          <Autocomplete label="Subject" placeholder="user:ada@example.com" data={[...subjects]} limit={40} {...form.getInputProps(`overrides.${index}.subject`)} />
          <LimitRows kind={kind} form={form} path={`overrides.${index}.limits`} rows={row.limits} />
          <Button variant="subtle" color="gray" size="compact-sm" className={styles.removeOverride} onClick={() => form.removeListItem('overrides', index)}>
            Remove override
          </Button>
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} className={styles.add} onClick={() => form.insertListItem('overrides', newOverride(kind))}>
        Add override
      </Button>
    </fieldset>
  );
}
