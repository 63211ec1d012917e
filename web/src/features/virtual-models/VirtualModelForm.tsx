import { Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { modelsQuery } from '../../api/policy.ts';
import { ApiError } from '../../api/problem.ts';
import type { FailureClass, FieldError, VirtualModel } from '../../api/types.ts';
import { putVirtualModel } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';
import { useSubjects } from '../../app/useSubjects.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { checkVirtualModel } from './check.ts';
import { HedgeFields } from './HedgeFields.tsx';
import { placed } from './place.ts';
import { TargetRows } from './TargetRows.tsx';
import { SCORES, virtualModelManifest, type VirtualModelValues, virtualModelValues } from './virtualModelForm.ts';
import styles from './VirtualModelsPage.module.css';
import { FAILURES, STRATEGIES } from './words.ts';

const SCORE_LABEL = { cost: 'Cost', latency: 'Latency', quality: 'Quality' } as const;

interface Props {
  model: VirtualModel | undefined;
  /** Names of all virtual models. */
  virtual: readonly string[];
  onClose: () => void;
  onReload: () => void;
}

export default function VirtualModelForm({ model, virtual, onClose, onReload }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const real = (models ?? []).map(({ metadata }) => metadata.name).filter((name) => !name.includes('*'));
  const subjects = useSubjects();
  const form = useForm<VirtualModelValues>({
    initialValues: virtualModelValues(model),
    validate: (values) => checkVirtualModel(values, model === undefined ? [...virtual, ...real] : []),
    validateInputOnBlur: true,
  });
  const others = virtual.filter((name) => name !== form.values.name);
  const choices = [{ group: 'Models', items: real }, { group: 'Virtual models', items: others }];

  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await putVirtualModel(virtualModelManifest(values, model), model?.metadata.revision);
      await client.invalidateQueries({ queryKey: keys.collection('virtual-models') });
      notifications.show({ message: `${values.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      const at = failure instanceof ApiError ? placed(failure.problem, form.values) : undefined;
      if (at) form.setErrors(at.fields);
      setRest(at?.rest ?? []);
      setError(at?.fields.name !== undefined && failure instanceof ApiError && failure.code === 'name_taken' ? undefined : failure);
    } finally {
      setBusy(false);
    }
  });

  return (
    <FormDrawer
      title={model ? `Edit ${model.metadata.name}` : 'Add virtual model'}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty()}
      onSubmit={save}
      onClose={onClose}
      onReload={onReload}
    >
      <TextInput label="Name" description="What clients send as the model." withAsterisk disabled={model !== undefined} placeholder="smart" {...form.getInputProps('name')} />
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
      <fieldset>
        <legend>Sticky</legend>
        <TagsInput label="Keep together by" description="Requests with the same values go to the same target." placeholder="header:x-session-id" data={['user', 'key', 'header:x-session-id', 'metadata:user']} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('sticky')} />
        {form.values.sticky.length > 0 && <TextInput label="For" description="Empty: as long as the targets stay." placeholder="10m" {...form.getInputProps('ttl')} />}
      </fieldset>
      <TextInput label="Description" {...form.getInputProps('description')} />
    </FormDrawer>
  );
}
