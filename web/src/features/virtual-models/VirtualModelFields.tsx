import { Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { FailureClass } from '../../api/types.ts';
import { useSubjects } from '../../app/useSubjects.ts';
import { HedgeFields } from './HedgeFields.tsx';
import { ShadowFields } from './ShadowFields.tsx';
import { TargetRows } from './TargetRows.tsx';
import { SCORES, type VirtualModelValues } from './virtualModelForm.ts';
import styles from './VirtualModelsPage.module.css';
import { FAILURES, STRATEGIES } from './words.ts';

const SCORE_LABEL = { cost: 'Cost', latency: 'Latency', quality: 'Quality' } as const;

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  existing: boolean;
  /** Models and virtual models to go to. */
  choices: { group: string; items: string[] }[];
}

export function VirtualModelFields({ form, existing, choices }: Props) {
  const subjects = useSubjects();
  return (
    <>
      <TextInput label="Name" description="What clients send as the model." withAsterisk disabled={existing} placeholder="smart" {...form.getInputProps('name')} />
      <Select
        label="Strategy"
        description={STRATEGIES.find(({ value }) => value === form.values.strategy)?.hint}
        allowDeselect={false}
        data={STRATEGIES.map(({ value, label }) => ({ value, label }))}
        {...form.getInputProps('strategy')}
      />
      {form.values.strategy === 'score' && (
        <div className={styles.three} role="group" aria-label="Weights of the score">
          {SCORES.map((name) => (
            <TextInput key={name} label={SCORE_LABEL[name]} inputMode="decimal" placeholder="0" {...form.getInputProps(`score.${name}`)} />
          ))}
        </div>
      )}
      <TargetRows form={form} choices={choices} subjects={subjects} />
      <fieldset>
        <legend>When an attempt fails</legend>
        <TagsInput label="Fall back to" description="Models that are asked after all targets, in this order." data={choices} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('to')} />
        <details open={form.values.on.length > 0}>
          <summary>After which failures</summary>
          <Checkbox.Group
            aria-label="After which failures"
            description="None checked: after whatever is not about the request itself."
            value={form.values.on}
            onChange={(on) => form.setFieldValue('on', on as FailureClass[])}
            error={form.errors.on}
          >
            <div className={styles.classes}>
              {Object.entries(FAILURES).map(([value, label]) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </div>
          </Checkbox.Group>
        </details>
        <div className={styles.three}>
          <TextInput label="Tries at a target" inputMode="numeric" placeholder="1" {...form.getInputProps('attempts')} />
          <TextInput label="Backoff" placeholder="100ms" {...form.getInputProps('backoff')} />
          <TextInput label="Longest retry-after" placeholder="10s" {...form.getInputProps('maxRetryAfter')} />
        </div>
      </fieldset>
      <HedgeFields form={form} />
      <ShadowFields form={form} models={choices[0]?.items ?? []} />
      <fieldset>
        <legend>Sticky</legend>
        <TagsInput label="Keep together by" description="Requests with the same values go to the same target." placeholder="header:x-session-id" data={['user', 'key', 'header:x-session-id', 'metadata:user', 'conversation']} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('sticky')} />
        {form.values.sticky.length > 0 && <TextInput label="For" description="Empty: as long as the targets stay." placeholder="10m" {...form.getInputProps('ttl')} />}
      </fieldset>
      <TextInput label="Description" {...form.getInputProps('description')} />
    </>
  );
}
