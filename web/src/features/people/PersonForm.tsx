import { Checkbox, MultiSelect, PasswordInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { putServiceAccount, putTeam, putUser, setPassword } from '../../api/people.ts';
import { teamsQuery, usersQuery } from '../../api/policy.ts';
import { ApiError, fieldErrors } from '../../api/problem.ts';
import type { FieldError } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import type { PeopleTab } from '../../routes/search.ts';
import { KINDS } from './kinds.ts';
import { checkPerson, type Person, PERSON_PATHS, personManifest, type PersonValues, personValues, ROLES } from './personForm.ts';

const PUT = { teams: putTeam, users: putUser, accounts: putServiceAccount } as const;
const EXAMPLE = { teams: 'research', users: 'ada@example.com', accounts: 'support-bot' } as const;

interface Props {
  tab: PeopleTab;
  person: Person | undefined;
  taken: readonly string[];
  onClose: () => void;
  onReload: () => void;
}

export default function PersonForm({ tab, person, taken, onClose, onReload }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const { data: users } = useQuery({ ...usersQuery, enabled: useCan('user:read') && tab === 'teams' });
  const { data: teams } = useQuery({ ...teamsQuery, enabled: useCan('team:read') && tab === 'accounts' });
  const form = useForm<PersonValues>({
    initialValues: personValues(person),
    validate: (values) => checkPerson(tab, values, person === undefined ? taken : []),
    validateInputOnBlur: true,
  });
  const { noun, collection } = KINDS[tab];

  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await PUT[tab](personManifest(tab, values, person), person?.metadata.revision);
      if (tab === 'users' && values.password !== '') await setPassword(values.name, values.password);
      await client.invalidateQueries({ queryKey: keys.collection(collection) });
      notifications.show({ message: `${values.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = fieldErrors(failure.problem, PERSON_PATHS);
        form.setErrors(placed.fields);
        setRest(placed.rest);
      }
    } finally {
      setBusy(false);
    }
  });

  const names = (users ?? []).map(({ metadata }) => metadata.name);
  return (
    <FormDrawer
      title={person ? `Edit ${person.metadata.name}` : `Add ${noun}`}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty()}
      onSubmit={save}
      onClose={onClose}
      onReload={onReload}
    >
      <TextInput label="Name" withAsterisk disabled={person !== undefined} placeholder={EXAMPLE[tab]} {...form.getInputProps('name')} />
      {tab === 'teams' && (
        <>
          <TagsInput label="Members" description="Users who may use what the team may." data={names} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('members')} />
          <TagsInput label="Managers" description="Users who care for its members, keys and limits." data={names} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('managers')} />
          <TextInput label="Residency" description="Its requests stay with accounts of this label. Empty: anywhere." placeholder="eu" {...form.getInputProps('residency')} />
        </>
      )}
      {tab === 'users' && (
        <>
          <TextInput label="Display name" placeholder="Ada" {...form.getInputProps('displayName')} />
          <MultiSelect label="Roles" description="In the whole organisation. Rights in one team come from being its member or manager." data={[...ROLES]} {...form.getInputProps('roles')} />
          <PasswordInput
            label="Password"
            description={person ? 'Empty: it stays as it is. A new one ends the sessions that there are.' : 'Empty: the user signs in through an identity provider, or not at all.'}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Checkbox label="Disabled" description="Cannot sign in, and keys do not work." {...form.getInputProps('disabled', { type: 'checkbox' })} />
        </>
      )}
      {tab === 'accounts' && (
        <>
          <Select
            label="Team"
            description="Counts for it, and may use what it may."
            clearable
            searchable
            data={[...new Set([...(teams ?? []).map(({ metadata }) => metadata.name), ...(form.values.team === '' ? [] : [form.values.team])])]}
            value={form.values.team === '' ? null : form.values.team}
            onChange={(value) => form.setFieldValue('team', value ?? '')}
            error={form.errors.team}
          />
          <TagsInput label="Metadata" description="Goes with every request, for limits, routing and reports." placeholder="env=prod" splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('metadata')} />
        </>
      )}
      <TextInput label="Description" {...form.getInputProps('description')} />
    </FormDrawer>
  );
}
