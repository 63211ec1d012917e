import { Button, Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { catalogProvidersQuery, putProvider, testProvider } from '../../api/policy.ts';
import { ApiError, asProblem, fieldErrors } from '../../api/problem.ts';
import type { FieldError, ProviderAccount, TestResult } from '../../api/types.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { CredentialRows } from './CredentialRows.tsx';
import {
  checkProvider, EXTRA, placeCredentialErrors, PROVIDER_PATHS, providerManifest, providerValues, type ProviderValues, TIMEOUTS,
} from './providerForm.ts';
import { TestLine } from './TestLine.tsx';

interface Props {
  account: ProviderAccount | undefined;
  onClose: () => void;
  onReload: () => void;
}

export default function ProviderForm({ account, onClose, onReload }: Props) {
  const client = useQueryClient();
  const { data: catalog } = useQuery(catalogProvidersQuery);
  const [revision, setRevision] = useState(account?.metadata.revision);
  const [busy, setBusy] = useState<'save' | 'test'>();
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const [result, setResult] = useState<TestResult>();
  const form = useForm<ProviderValues>({
    initialValues: providerValues(account),
    validate: (values) => checkProvider(values, catalog?.find(({ name }) => name === values.provider)),
  });
  const descriptor = catalog?.find(({ name }) => name === form.values.provider);
  const needs = new Set(descriptor?.needs);
  const extras = EXTRA.filter(({ id }) => needs.has(id) || needs.has(`${id}?`) || form.values.extra[id] !== '');

  const save = async (values: ProviderValues, test: boolean) => {
    setBusy(test ? 'test' : 'save');
    setError(undefined);
    setRest([]);
    setResult(undefined);
    try {
      const saved = await putProvider(providerManifest(values, account), revision);
      await client.invalidateQueries({ queryKey: keys.collection('provider-accounts') });
      setRevision(saved.metadata.revision);
      form.setValues(providerValues(saved));
      form.resetDirty(providerValues(saved));
      notifications.show({ message: `${values.name} saved as rev ${saved.metadata.revision}.` });
      if (test) setResult(await testProvider(values.name));
      else onClose();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = fieldErrors(failure.problem, PROVIDER_PATHS);
        form.setErrors(failure.code === 'name_taken' ? { name: 'There is an account of this name already.' } : placeCredentialErrors(placed.fields));
        setRest(placed.rest);
      }
    } finally {
      setBusy(undefined);
    }
  };

  const choose = (provider: string | null) => {
    form.setFieldValue('provider', provider ?? '');
    if (account === undefined && form.values.name === '' && provider !== null) form.setFieldValue('name', `${provider}-main`);
  };

  return (
    <FormDrawer
      title={account ? `Edit ${account.metadata.name}` : 'Add provider'}
      submit="Save"
      busy={busy === 'save'}
      error={error}
      rest={rest}
      dirty={form.isDirty()}
      onSubmit={form.onSubmit((values) => void save(values, false))}
      onClose={onClose}
      onReload={onReload}
      actions={
        <Button variant="default" loading={busy === 'test'} onClick={() => form.onSubmit((values) => void save(values, true))()}>
          Save and test
        </Button>
      }
    >
      <Select
        label="Provider"
        withAsterisk
        searchable
        allowDeselect={false}
        disabled={account !== undefined}
        data={(catalog ?? []).map(({ name, label }) => ({ value: name, label }))}
        placeholder="OpenAI, Anthropic, Bedrock…"
        value={form.values.provider || null}
        onChange={choose}
        error={form.errors.provider}
        description={descriptor?.dialect === undefined ? undefined : `Speaks ${descriptor.dialect}.`}
      />
      <TextInput label="Name" withAsterisk disabled={account !== undefined} placeholder="openai-main" description="Models of this account are usually named after it." {...form.getInputProps('name')} />
      <TextInput
        label="Base URL"
        withAsterisk={needs.has('baseUrl')}
        placeholder={descriptor?.baseUrl ?? 'https://llm.example.com/v1'}
        description={descriptor?.baseUrl == null ? undefined : 'Empty uses the provider’s own.'}
        {...form.getInputProps('baseUrl')}
      />
      <Switch
        label="Allow http and private addresses"
        description="For models in your own network. Anyone who may edit this account can then reach what the gateways can reach."
        {...form.getInputProps('allowPrivateNetwork', { type: 'checkbox' })}
      />
      {extras.length > 0 && (
        <SimpleGrid cols={2} spacing={12}>
          {extras.map(({ id, label, placeholder }) => (
            <TextInput key={id} label={label} withAsterisk={needs.has(id)} placeholder={placeholder} {...form.getInputProps(`extra.${id}`)} />
          ))}
        </SimpleGrid>
      )}
      <CredentialRows form={form} />
      <details>
        <summary>Timeouts and description</summary>
        <SimpleGrid cols={2} spacing={12} mb={12}>
          {TIMEOUTS.map(({ id, label, placeholder }) => (
            <TextInput key={id} label={label} placeholder={placeholder} {...form.getInputProps(`timeouts.${id}`)} />
          ))}
        </SimpleGrid>
        <TextInput label="Description" {...form.getInputProps('description')} />
      </details>
      {result && <TestLine result={result} />}
      {error !== undefined && revision !== account?.metadata.revision && <p role="alert">Saved, but the test did not run: {asProblem(error).title}</p>}
    </FormDrawer>
  );
}
