import { Select, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { teamsQuery } from '../../api/policy.ts';
import { useCan } from '../../app/permissions.ts';
import { BudgetFields } from './BudgetFields.tsx';
import styles from './LimitForm.module.css';
import { LimitRows } from './LimitRows.tsx';
import { type Kind, ruleManifest, type RuleValues } from './limitValues.ts';
import { MatchFields } from './MatchFields.tsx';
import { OverrideRows } from './OverrideRows.tsx';
import { useSubjects } from '../../app/useSubjects.ts';
import { ruleSentence } from './words.ts';

const DIMENSIONS = ['user', 'serviceAccount', 'team', 'key', 'model', 'account', 'ip'];

const MODES = [
  { value: 'enforce', label: 'Enforce' },
  { value: 'audit', label: 'Audit' },
];

const ACCURACY = [
  { value: 'soft', label: 'Soft: gateways tell each other what they counted' },
  { value: 'strict', label: 'Strict: gateways spend only what they hold' },
];

const PARTITION = [
  { value: 'share', label: 'Share: it keeps to the part it had' },
  { value: 'open', label: 'Open: it goes on as if alone' },
  { value: 'closed', label: 'Closed: it refuses' },
];

function consequence({ mode, exceeded }: RuleValues): string {
  if (mode === 'audit') return 'It counts and reports, and refuses nothing.';
  return exceeded === 'model' ? 'What goes over is answered by another model.' : 'What goes over is refused.';
}

interface Props {
  kind: Kind;
  form: UseFormReturnType<RuleValues>;
  existing: boolean;
}

export function RuleFields({ kind, form, existing }: Props) {
  const subjects = useSubjects();
  const { data: teams } = useQuery({ ...teamsQuery, enabled: useCan('team:read') });
  const { values } = form;
  const choose = (field: 'accuracy' | 'onPartition' | 'team') => ({
    value: values[field] || null,
    onChange: (value: string | null) => form.setFieldValue(field, (value ?? '') as never),
    error: form.errors[field],
    clearable: true,
  });
  return (
    <>
      <TextInput label="Name" withAsterisk disabled={existing} placeholder={kind === 'RateLimit' ? 'per-user' : 'research-month'} data-autofocus={!existing || undefined} {...form.getInputProps('name')} />
      <fieldset>
        <legend>Limits</legend>
        <LimitRows kind={kind} form={form} path="limits" rows={values.limits} />
        {kind === 'Budget' && (
          <TextInput label="Time zone" description="Whose midnight ends a day, a week, a month." placeholder="UTC" {...form.getInputProps('zone')} />
        )}
        <TagsInput
          label="Counted for each"
          description="A counter for each value of these, three at most; none: all together. metadata:<key> is one too."
          data={DIMENSIONS}
          maxTags={3}
          splitChars={[',', ' ']}
          acceptValueOnBlur
          placeholder={values.per.length === 0 ? 'user' : ''}
          {...form.getInputProps('per')}
        />
        <p className={styles.sentence}>{ruleSentence(kind, ruleManifest(kind, values).spec)}</p>
      </fieldset>
      <MatchFields form={form} subjects={subjects} />
      <div>
        <SegmentedControl aria-label="Mode" size="xs" data={MODES} value={values.mode} onChange={(mode) => form.setFieldValue('mode', mode as RuleValues['mode'])} />
        <p className={styles.hint}>{consequence(values)}</p>
      </div>
      {kind === 'Budget' && <BudgetFields form={form} />}
      <OverrideRows kind={kind} form={form} subjects={subjects} />
      <fieldset>
        <legend>Across gateways</legend>
        <Select
          label="Accuracy"
          placeholder={kind === 'Budget' ? 'Strict if it blocks, else soft' : 'Soft'}
          data={ACCURACY}
          {...choose('accuracy')}
        />
        <Select label="A gateway that is cut off" placeholder="Share: it keeps to the part it had" data={PARTITION} {...choose('onPartition')} />
      </fieldset>
      <fieldset>
        <legend>About it</legend>
        <TextInput label="Description" {...form.getInputProps('description')} />
        <Select label="Owner" placeholder="The organisation" data={(teams ?? []).map(({ metadata }) => metadata.name)} {...choose('team')} />
      </fieldset>
    </>
  );
}
