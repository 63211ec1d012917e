import { ActionIcon, Autocomplete, Button, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '../../components/icons.ts';
import { EFFORTS, newOverride, PARAMETERS } from './overrideForm.ts';
import styles from './TargetRows.module.css';
import type { VirtualModelValues } from './virtualModelForm.ts';

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  /** Of the overrides in the form. */
  path: string;
  index: number;
}

/** Parameters that the target is sent in the place of the client's, one in each row. */
export function OverrideFields({ form, path, index }: Props) {
  const rows = form.values.targets[index]?.overrides ?? [];
  return (
    <div className={styles.part}>
      <p className={styles.hint}>The target is sent these in the place of the client’s.</p>
      {rows.map((row, at) => {
        const known = Object.keys(PARAMETERS).filter((name) => name === row.name || rows.every((other) => other.name !== name));
        return (
          <div key={row.id} className={styles.override} role="group" aria-label={`Parameter ${row.name === '' ? at + 1 : row.name}`}>
            <Select label="Parameter" allowDeselect={false} data={known.includes(row.name) || row.name === '' ? known : [...known, row.name]} {...form.getInputProps(`${path}.${at}.name`)} />
            <Autocomplete label="Value" data={PARAMETERS[row.name] === 'effort' ? EFFORTS : []} placeholder={PARAMETERS[row.name] === 'effort' ? 'low' : '0'} {...form.getInputProps(`${path}.${at}.value`)} />
            <ActionIcon className={styles.remove} aria-label={`Remove ${row.name}`} title="Remove" onClick={() => form.removeListItem(path, at)}>
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        className={styles.add}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={rows.length >= Object.keys(PARAMETERS).length}
        onClick={() => form.insertListItem(path, newOverride(rows))}
      >
        Add parameter
      </Button>
    </div>
  );
}
