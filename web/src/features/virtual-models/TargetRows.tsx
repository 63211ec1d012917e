import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '../../components/icons.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { conditionOf } from './conditionForm.ts';
import { OverrideFields } from './OverrideFields.tsx';
import { shares, shareWords } from './shares.ts';
import styles from './TargetRows.module.css';
import { moved, newTarget, type VirtualModelValues } from './virtualModelForm.ts';
import bars from './VirtualModelsPage.module.css';
import { conditionWords } from './words.ts';

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  choices: { group: string; items: string[] }[];
  subjects: readonly string[];
}

/** Opens by itself where something in it is wrong. */
function Fold({ words, wrong, children }: { words: string; wrong: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.fold} open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words}</summary>
      {(open || wrong) && children}
    </details>
  );
}

export function TargetRows({ form, choices, subjects }: Props) {
  const { targets: rows, strategy } = form.values;
  const counts = strategy === 'weighted' || strategy === 'priority';
  const weights = rows.map(({ weight }) => ({ weight: weight.trim() === '' || Number.isNaN(Number(weight)) ? 1 : Number(weight) }));
  const percent = shares(weights);
  const move = (from: number, to: number) => form.setFieldValue('targets', moved(rows, from, to, strategy));
  return (
    <fieldset>
      <legend>Targets</legend>
      {rows.map(({ id, model, old, when, overrides }, index) => {
        const name = model || `target ${index + 1}`;
        const path = `targets.${index}`;
        const condition = conditionWords(conditionOf(when, old?.when));
        const wrong = (part: string) => Object.keys(form.errors).some((field) => field.startsWith(`${path}.${part}.`));
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
                <span className={bars.bar} aria-hidden="true">
                  <span className={bars.part} style={{ width: `${percent[index] ?? 0}%` }} />
                </span>
                <span className={styles.percent}>{weights[index]?.weight === 0 ? 'after the others' : shareWords(percent[index] ?? 0)}</span>
              </div>
            )}
            <Fold words={condition === '' ? 'For every request' : `Only for ${condition}`} wrong={wrong('when')}>
              <ConditionFields form={form} path={`${path}.when`} index={index} subjects={subjects} />
            </Fold>
            <Fold words={overrides.length === 0 ? 'Sets no parameter' : `Sets ${overrides.map((row) => row.name).join(', ')}`} wrong={wrong('overrides')}>
              <OverrideFields form={form} path={`${path}.overrides`} index={index} />
            </Fold>
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
