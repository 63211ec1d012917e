import { Checkbox, Input, PasswordInput, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { putAlertChannel } from '../../api/limits.ts';
import { ApiError, fieldErrors } from '../../api/problem.ts';
import type { AlertChannel, FieldError } from '../../api/types.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { CHANNEL_PATHS, channelManifest, type ChannelValues, channelValues, checkChannel, type SecretFrom } from './channelForm.ts';
import styles from './LimitForm.module.css';

const TYPES = [
  { value: 'webhook', label: 'Webhook' },
  { value: 'slack', label: 'Slack' },
  { value: 'email', label: 'Email' },
];

const FROM: Record<SecretFrom, string> = { none: 'None', value: 'Value', env: 'Environment', file: 'File', stored: 'Stored' };
const PURPOSE = { webhook: 'Its calls are signed with it.', slack: 'Holds the address, in place of the one above.' };

interface Props {
  channel: AlertChannel | undefined;
  taken: readonly string[];
  onClose: () => void;
  onReload: () => void;
}

export default function ChannelForm({ channel, taken, onClose, onReload }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const form = useForm<ChannelValues>({
    initialValues: channelValues(channel),
    validate: (values) => checkChannel(values, channel === undefined ? taken : []),
    validateInputOnBlur: true,
  });
  const { type, from } = form.values;
  const wasStored = channelValues(channel).from === 'stored';

  // A secret may be in it: a mutation would keep it in its cache.
  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await putAlertChannel(channelManifest(values, channel), channel?.metadata.revision);
      await client.invalidateQueries({ queryKey: keys.collection('alert-channels') });
      notifications.show({ message: `${values.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = fieldErrors(failure.problem, CHANNEL_PATHS);
        form.setErrors(placed.fields);
        setRest(placed.rest);
      }
    } finally {
      setBusy(false);
    }
  });

  const choices = (['none', ...(wasStored ? (['stored'] as const) : []), 'value', 'env', 'file'] as const).map((value) => ({ value, label: FROM[value] }));
  return (
    <FormDrawer
      title={channel ? `Edit ${channel.metadata.name}` : 'Add alert channel'}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty()}
      onSubmit={save}
      onClose={onClose}
      onReload={onReload}
    >
      <TextInput label="Name" withAsterisk disabled={channel !== undefined} placeholder="ops-webhook" {...form.getInputProps('name')} />
      <SegmentedControl aria-label="Type" size="xs" data={TYPES} value={type} onChange={(value) => form.setFieldValue('type', value as ChannelValues['type'])} />
      {type === 'email' ? (
        <TagsInput label="To" withAsterisk placeholder="ops@example.com" splitChars={[',', ' ', ';']} acceptValueOnBlur {...form.getInputProps('to')} />
      ) : (
        <>
          <TextInput label="URL" type="url" withAsterisk={type === 'webhook'} placeholder="https://hooks.example.com/sluice" {...form.getInputProps('url')} />
          <Checkbox label="Allow private networks" description="Needed for plain http and for addresses of your own network." {...form.getInputProps('allowPrivateNetwork', { type: 'checkbox' })} />
          <fieldset>
            <legend>Secret</legend>
            <p className={styles.hint}>{PURPOSE[type]}</p>
            <div className={styles.sides}>
              <Select
                label="From"
                allowDeselect={false}
                data={choices}
                value={from}
                onChange={(value) => form.setValues({ from: (value ?? 'none') as SecretFrom, secret: '' })}
              />
              {from === 'stored' && <Input.Wrapper label="Secret" error={form.errors.secret}><p className={styles.stored}><code>••••••••</code> stored, kept</p></Input.Wrapper>}
              {from === 'value' && <PasswordInput label="Secret" description="Kept sealed; it is never shown again." autoComplete="new-password" {...form.getInputProps('secret')} />}
              {(from === 'env' || from === 'file') && <TextInput label={from === 'env' ? 'Variable' : 'File'} placeholder={from === 'env' ? 'HOOK_SECRET' : 'hook.key'} {...form.getInputProps('secret')} />}
            </div>
          </fieldset>
        </>
      )}
      <TextInput label="Description" {...form.getInputProps('description')} />
    </FormDrawer>
  );
}
