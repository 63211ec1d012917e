import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '../../components/icons.ts';
import { shares, shareWords } from './shares.ts';
import { moved, newTarget, type TargetRow, type VirtualModelValues } from './virtualModelForm.ts';
import styles from './VirtualModelsPage.module.css';
import { conditionWords } from './words.ts';

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  choices: { group: string; items: string[] }[];
}

/** What the target has besides, which this form leaves as it is. */
function Kept({ old }: { old: TargetRow['old'] }) {
  const condition = conditionWords(old?.when);
  const overrides = Object.keys(old?.overrides ?? {}).join(', ');
  if (condition === '' && overrides === '') return null;
  return (
    <p className={styles.kept}>
      {[condition && `Only for ${condition}.`, overrides && `Sets ${overrides}.`, 'Kept as it is: change it in a policy file.'].filter(Boolean).join(' ')}
    </p>
  );
}

export function TargetRows({ form, choices }: Props) {
  const { targets: rows, strategy } = form.values;
  const counts = strategy === 'weighted' || strategy === 'priority';
  const weights = rows.map(({ weight }) => ({ weight: weight.trim() === '' || Number.isNaN(Number(weight)) ? 1 : Number(weight) }));
  const percent = shares(weights);
  const move = (from: number, to: number) => form.setFieldValue('targets', moved(rows, from, to, strategy));
  return (
    <fieldset>
      <legend>Targets</legend>
      {rows.map(({ id, model, old }, index) => {
        const name = model || `target ${index + 1}`;
        return (
          <div key={id} className={styles.target} role="group" aria-label={`Target ${index + 1}`}>
            <Autocomplete className={styles.model} label="Model" data={choices} limit={50} placeholder="openai-main/gpt-4o-mini" {...form.getInputProps(`targets.${index}.model`)} />
            {strategy === 'priority' && <TextInput className={styles.number} label="Priority" inputMode="numeric" placeholder="0" {...form.getInputProps(`targets.${index}.priority`)} />}
            {counts && <TextInput className={styles.number} label="Weight" inputMode="numeric" placeholder="1" {...form.getInputProps(`targets.${index}.weight`)} />}
            <span className={styles.rowActions}>
              <ActionIcon aria-label={`Move ${name} up`} title="Up" disabled={index === 0} onClick={() => move(index, index - 1)}>
                <IconChevronUp size={16} />
              </ActionIcon>
              <ActionIcon aria-label={`Move ${name} down`} title="Down" disabled={index === rows.length - 1} onClick={() => move(index, index + 1)}>
                <IconChevronDown size={16} />
              </ActionIcon>
              <ActionIcon aria-label={`Remove ${name}`} title="Remove" disabled={rows.length === 1} onClick={() => form.removeListItem('targets', index)}>
                <IconTrash size={16} />
              </ActionIcon>
            </span>
            {strategy === 'weighted' && (
              <div className={styles.share}>
                <span className={styles.bar} aria-hidden="true">
                  <span className={styles.part} style={{ width: `${percent[index] ?? 0}%` }} />
                </span>
                <span className={styles.percent}>{weights[index]?.weight === 0 ? 'after the others' : shareWords(percent[index] ?? 0)}</span>
              </div>
            )}
            <Kept old={old} />
          </div>
        );
      })}
      {form.errors.targets !== undefined && <p className={styles.error} role="alert">{form.errors.targets}</p>}
      <Button className={styles.add} variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => form.insertListItem('targets', newTarget(rows, strategy))}>
        Add target
      </Button>
    </fieldset>
  );
}
