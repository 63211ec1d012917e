import { ActionIcon, Button, Select, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '../../components/icons.ts';
import { type BoundsValues, newNamed } from './conditionForm.ts';
import type { VirtualModelValues } from './virtualModelForm.ts';
import styles from './TargetRows.module.css';

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  /** Of the target in the form. */
  path: string;
  index: number;
  subjects: readonly string[];
}

/** What is in, and what is left out of it. */
function Sides({ form, path, label, names, hint }: { form: Props['form']; path: string; label: string; names: readonly string[]; hint: string }) {
  const side = (name: 'in' | 'notIn', title: string, placeholder: string) => {
    const input = form.getInputProps(`${path}.${name}`);
    return (
      <TagsInput
        label={title}
        data={[...names]}
        splitChars={[',']}
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

function NamedRows({ form, path, index, kind }: Props & { kind: 'metadata' | 'headers' }) {
  const rows = form.values.targets[index]?.when[kind] ?? [];
  const noun = kind === 'metadata' ? 'metadata' : 'header';
  return (
    <>
      {rows.map((row, at) => (
        <div key={row.id} className={styles.named} role="group" aria-label={`${noun} ${row.name === '' ? at + 1 : row.name}`}>
          <TextInput label={kind === 'metadata' ? 'Metadata' : 'Header'} placeholder={kind === 'metadata' ? 'tier' : 'x-tier'} {...form.getInputProps(`${path}.${kind}.${at}.name`)} />
          <Sides form={form} path={`${path}.${kind}.${at}`} label="Values" names={[]} hint="any value" />
          <ActionIcon className={styles.remove} aria-label={`Remove ${noun} ${row.name}`} title="Remove" onClick={() => form.removeListItem(`${path}.${kind}`, at)}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button className={styles.add} variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => form.insertListItem(`${path}.${kind}`, newNamed(rows))}>
        Add {noun}
      </Button>
    </>
  );
}

function BoundsFields({ form, path, of, unit }: { form: Props['form']; path: string; of: string; unit: string }) {
  const field = (name: keyof BoundsValues, label: string) => (
    <TextInput label={label} inputMode="numeric" placeholder="any" rightSection={unit === '' ? undefined : <span className={styles.unit}>{unit}</span>} {...form.getInputProps(`${path}.${name}`)} />
  );
  return (
    <div className={styles.sides}>
      {field('from', `${of} at least`)}
      {field('below', `${of} below`)}
    </div>
  );
}

/** Which requests a target is for. */
export function ConditionFields(props: Props) {
  const { form, path, subjects } = props;
  const flag = (name: 'stream' | 'tools', label: string, yes: string, no: string) => {
    const { value, onChange, error } = form.getInputProps(`${path}.${name}`);
    return (
      <Select label={label} placeholder="either" clearable data={[{ value: 'true', label: yes }, { value: 'false', label: no }]} value={value || null} onChange={(next) => onChange(next ?? '')} error={error} />
    );
  };
  return (
    <div className={styles.part}>
      <p className={styles.hint}>All of these must hold. What is empty holds for every request.</p>
      <Sides form={form} path={`${path}.subjects`} label="Subjects" names={subjects} hint="everybody" />
      <NamedRows {...props} kind="metadata" />
      <NamedRows {...props} kind="headers" />
      <BoundsFields form={form} path={`${path}.timeoutMs`} of="Deadline" unit="ms" />
      <BoundsFields form={form} path={`${path}.maxTokens`} of="Max tokens" unit="" />
      <div className={styles.sides}>
        {flag('stream', 'Streamed', 'streams only', 'no streams')}
        {flag('tools', 'Tools', 'with tools only', 'without tools')}
      </div>
    </div>
  );
}
