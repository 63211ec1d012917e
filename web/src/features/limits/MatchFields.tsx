import { ActionIcon, Button, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/policy.ts';
import { useCan } from '../../app/permissions.ts';
import { IconPlus, IconTrash } from '../../components/icons.ts';
import styles from './LimitForm.module.css';
import { newMetadata, type RuleValues } from './limitValues.ts';

interface SideProps {
  form: UseFormReturnType<RuleValues>;
  path: string;
  label: string;
  names: readonly string[];
  hint: string;
}

/** What is in, and what is left out of it. */
function Sides({ form, path, label, names, hint }: SideProps) {
  const side = (name: 'in' | 'notIn', title: string, placeholder: string) => {
    const input = form.getInputProps(`${path}.${name}`);
    return (
      <TagsInput
        label={title}
        data={[...names]}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        maxDropdownHeight={220}
        placeholder={(input.value as string[]).length === 0 ? placeholder : ''}
        {...input}
      />
    );
  };
  return (
    <div className={styles.sides}>
      {side('in', label, hint)}
      {side('notIn', `${label}, but not`, 'none left out')}
    </div>
  );
}

export function MatchFields({ form, subjects }: { form: UseFormReturnType<RuleValues>; subjects: readonly string[] }) {
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  return (
    <fieldset>
      <legend>Which requests</legend>
      <p className={styles.hint}>All of these must hold. What is empty holds for every request.</p>
      <Sides form={form} path="subjects" label="Subjects" names={subjects} hint="everybody" />
      <Sides form={form} path="models" label="Models" names={(models ?? []).map(({ metadata }) => metadata.name)} hint="every model" />
      {form.values.metadata.map((row, index) => (
        <div key={row.id} className={styles.metadata} role="group" aria-label={`Metadata ${row.key === '' ? index + 1 : row.key}`}>
          <TextInput label="Metadata" placeholder="env" {...form.getInputProps(`metadata.${index}.key`)} />
          <Sides form={form} path={`metadata.${index}`} label="Values" names={[]} hint="any value" />
          <ActionIcon className={styles.remove} aria-label={`Remove metadata ${row.key}`} onClick={() => form.removeListItem('metadata', index)}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} className={styles.add} onClick={() => form.insertListItem('metadata', newMetadata())}>
        Add metadata
      </Button>
    </fieldset>
  );
}
