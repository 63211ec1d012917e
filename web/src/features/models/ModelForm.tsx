import { Autocomplete, MultiSelect, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { catalogModelsQuery, providersQuery, putModel } from '../../api/policy.ts';
import { ApiError, fieldErrors } from '../../api/problem.ts';
import type { FieldError, Model } from '../../api/types.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { checkModel, fromCatalog, MODEL_PATHS, modelManifest, modelValues, type ModelValues, PRICE_FIELDS } from './modelForm.ts';
import styles from './ModelsPage.module.css';

const MODES = ['chat', 'responses', 'completion', 'embedding', 'image', 'speech', 'transcription', 'translation', 'rerank', 'moderation', 'realtime'];

const PARAMETERS = [
  { value: 'forward', label: 'Forward them' },
  { value: 'drop', label: 'Drop them' },
  { value: 'reject', label: 'Reject the request' },
];

interface Props {
  model: Model | undefined;
  onClose: () => void;
  onReload: () => void;
}

export default function ModelForm({ model, onClose, onReload }: Props) {
  const client = useQueryClient();
  const { data: accounts } = useQuery(providersQuery);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const only = accounts?.length === 1 ? accounts[0]?.metadata.name : undefined;
  const form = useForm<ModelValues>({ initialValues: modelValues(model, only), validate: checkModel });
  const provider = accounts?.find(({ metadata }) => metadata.name === form.values.account)?.spec.provider ?? '';
  const { data: catalog } = useQuery(catalogModelsQuery(provider));
  const known = catalog?.find(({ upstream }) => upstream === form.values.upstream);

  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await putModel(modelManifest(values, model), model?.metadata.revision);
      await client.invalidateQueries({ queryKey: keys.collection('models') });
      notifications.show({ message: `${values.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = fieldErrors(failure.problem, MODEL_PATHS);
        form.setErrors(failure.code === 'name_taken' ? { name: 'There is a model of this name already.' } : placed.fields);
        setRest(placed.rest);
      }
    } finally {
      setBusy(false);
    }
  });

  const onUpstream = (upstream: string) => {
    const entry = catalog?.find((candidate) => candidate.upstream === upstream);
    if (entry && model === undefined) form.setValues(fromCatalog(form.values, entry));
    else if (upstream === '*' && model === undefined && form.values.name === '') form.setValues({ ...form.values, upstream, name: `${form.values.account}/*` });
    else form.setFieldValue('upstream', upstream);
  };

  return (
    <FormDrawer
      title={model ? `Edit ${model.metadata.name}` : 'Add model'}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty()}
      onSubmit={save}
      onClose={onClose}
      onReload={onReload}
    >
      <Select
        label="Provider account"
        withAsterisk
        searchable
        allowDeselect={false}
        data={(accounts ?? []).map(({ metadata }) => metadata.name)}
        nothingFoundMessage="No such account"
        {...form.getInputProps('account')}
        value={form.values.account || null}
      />
      <Autocomplete
        label="Upstream model"
        withAsterisk
        description="The provider’s own name; * passes any name through."
        placeholder="gpt-4o-mini"
        data={(catalog ?? []).map(({ upstream }) => upstream)}
        limit={40}
        value={form.values.upstream}
        onChange={onUpstream}
        error={form.errors.upstream}
      />
      <TextInput
        label="Name"
        withAsterisk
        disabled={model !== undefined}
        description="What clients send as “model”. A wildcard ends in *; an exact name wins over it."
        placeholder="openai-main/gpt-4o-mini"
        {...form.getInputProps('name')}
      />
      <MultiSelect label="Modes" withAsterisk data={MODES} {...form.getInputProps('modes')} />
      <fieldset>
        <legend>Price, USD per million tokens</legend>
        <p className={styles.hint}>
          {known?.price
            ? 'Empty fields use the built-in price, shown in grey. Zeros say free.'
            : 'Without a price the cost is booked as $0 and no budget can see it. Zeros say free.'}
        </p>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing={12}>
          {PRICE_FIELDS.map(({ id, label }) => (
            <TextInput
              key={id}
              label={label}
              inputMode="decimal"
              leftSection="$"
              classNames={{ input: styles.decimal }}
              placeholder={known?.price?.[id] ?? '—'}
              {...form.getInputProps(`price.${id}`)}
            />
          ))}
        </SimpleGrid>
      </fieldset>
      <details open={form.values.contextTokens !== '' || form.values.unsupportedParameters !== ''}>
        <summary>Limits, parameters and description</summary>
        <SimpleGrid cols={2} spacing={12} mb={12}>
          <TextInput label="Context tokens" inputMode="numeric" placeholder="128000" {...form.getInputProps('contextTokens')} />
          <TextInput label="Output tokens" inputMode="numeric" placeholder="16384" {...form.getInputProps('outputTokens')} />
        </SimpleGrid>
        <Select
          mb={12}
          label="Parameters the model does not know"
          placeholder="Decided per parameter"
          clearable
          data={PARAMETERS}
          value={form.values.unsupportedParameters || null}
          onChange={(value) => form.setFieldValue('unsupportedParameters', (value ?? '') as ModelValues['unsupportedParameters'])}
          error={form.errors.unsupportedParameters}
        />
        <TextInput label="Description" {...form.getInputProps('description')} />
      </details>
    </FormDrawer>
  );
}
