import { Input, Radio, SegmentedControl, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { createApiKey, modelsQuery, serviceAccountsQuery, teamsQuery, usersQuery } from '../../api/policy.ts';
import { ApiError, fieldErrors } from '../../api/problem.ts';
import { meQuery } from '../../api/session.ts';
import type { CreatedKey, FieldError } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { PatternInput } from '../../components/PatternInput/PatternInput.tsx';
import { checkKey, emptyKey, KEY_PATHS, keyManifest, type KeyValues } from './keyForm.ts';

const EXPIRY: { value: KeyValues['expires']; label: string }[] = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'date', label: 'On a day' },
  { value: 'never', label: 'Never' },
];

interface Props {
  onClose: () => void;
  onCreated: (created: CreatedKey, model: string | undefined) => void;
}

export default function KeyForm({ onClose, onCreated }: Props) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { data: users } = useQuery({ ...usersQuery, enabled: useCan('user:read') });
  const { data: serviceAccounts } = useQuery({ ...serviceAccountsQuery, enabled: useCan('service-account:read') });
  const { data: teams } = useQuery({ ...teamsQuery, enabled: useCan('team:read') });
  const { data: models } = useQuery(modelsQuery);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const mine = me === undefined ? '' : `user:${me.name}`;
  const form = useForm<KeyValues>({ initialValues: emptyKey(mine), validate: checkKey });

  // The key is in the answer: a mutation would keep it in its cache.
  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const created = await createApiKey(keyManifest(values));
      void client.invalidateQueries({ queryKey: keys.collection('api-keys') });
      onCreated(created, values.models.find((model) => !model.includes('*')));
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = fieldErrors(failure.problem, KEY_PATHS);
        form.setErrors(failure.code === 'name_taken' ? { name: 'There is a key of this name already.' } : placed.fields);
        setRest(placed.rest);
      }
    } finally {
      setBusy(false);
    }
  });

  const people = [...new Set([mine, ...(users ?? []).map(({ metadata }) => `user:${metadata.name}`)])].filter(Boolean);
  const robots = (serviceAccounts ?? []).map(({ metadata }) => `serviceAccount:${metadata.name}`);
  const name = (subject: string) => ({ value: subject, label: subject === mine ? `${subject.slice(5)} (you)` : subject.replace(/^\w+:/, '') });
  const owners = [
    { group: 'People', items: people.map(name) },
    { group: 'Service accounts', items: robots.map(name) },
  ].filter(({ items }) => items.length > 0);

  return (
    <FormDrawer title="Create key" submit="Create key" busy={busy} error={error} rest={rest} dirty={form.isDirty()} onSubmit={save} onClose={onClose}>
      <TextInput label="Name" withAsterisk placeholder="support-bot-prod" data-autofocus {...form.getInputProps('name')} />
      <Select label="Owner" withAsterisk description="The key may never do more than its owner." data={owners} searchable allowDeselect={false} {...form.getInputProps('owner')} />
      {teams && teams.length > 0 && (
        <Select
          label="Team"
          description="Whose spending it counts as."
          placeholder="The owner’s"
          clearable
          data={teams.map(({ metadata }) => metadata.name)}
          value={form.values.team === '' ? null : form.values.team}
          onChange={(team) => form.setFieldValue('team', team ?? '')}
          error={form.errors.team}
        />
      )}
      <Radio.Group label="Models" withAsterisk {...form.getInputProps('scope')} error={undefined}>
        <Stack gap={8} mt={4}>
          <Radio value="pick" label="These names or patterns" />
          {form.values.scope === 'pick' && (
            <PatternInput
              label="Model names"
              value={form.values.models}
              onChange={(value) => form.setFieldValue('models', value)}
              names={(models ?? []).map(({ metadata }) => metadata.name)}
              error={form.errors.models as string | undefined}
            />
          )}
          <Radio value="all" label="All the owner may use" />
        </Stack>
      </Radio.Group>
      <div>
        <Input.Label>Expires</Input.Label>
        <SegmentedControl
          aria-label="Expires"
          size="xs"
          fullWidth
          data={EXPIRY}
          value={form.values.expires}
          onChange={(expires) => form.setFieldValue('expires', expires)}
        />
        {form.values.expires === 'date' && <TextInput mt={8} type="date" label="Last day" {...form.getInputProps('date')} />}
      </div>
      <details>
        <summary>Network, content and description</summary>
        <Stack gap={14}>
          <TagsInput label="Allowed networks" description="CIDR ranges that may use the key; empty allows any address." placeholder="10.0.0.0/8" splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('cidrs')} />
          <Select
            label="Content in the request log"
            description="The most that may be kept of prompts and answers."
            placeholder="As the installation says"
            clearable
            data={[
              { value: 'off', label: 'Nothing' },
              { value: 'masked', label: 'Masked' },
              { value: 'full', label: 'In full' },
            ]}
            value={form.values.content === '' ? null : form.values.content}
            onChange={(content) => form.setFieldValue('content', (content ?? '') as KeyValues['content'])}
            error={form.errors.content}
          />
          <TextInput label="Description" {...form.getInputProps('description')} />
        </Stack>
      </details>
    </FormDrawer>
  );
}
