import { ActionIcon, Button, Input, PasswordInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '../../components/icons.ts';
import styles from './ModelsPage.module.css';
import { type CredentialRow, type Identity, identitiesOf, isForeign, isIdentity, newCredential, type ProviderValues, type Source } from './providerForm.ts';

const LABEL: Record<Source, string> = {
  value: 'Value', env: 'Environment', file: 'File', stored: 'Stored', managedIdentity: 'Managed identity', metadata: 'Metadata service', webIdentity: 'Pod identity',
};
const PLACEHOLDER: Record<Exclude<Source, Identity>, string> = { value: 'sk-…', env: 'OPENAI_API_KEY', file: 'openai.key', stored: '' };

function Secret({ row, index, form }: { row: CredentialRow; index: number; form: UseFormReturnType<ProviderValues> }) {
  const text = form.getInputProps(`credentials.${index}.text`);
  if (isForeign(row)) return <Input.Wrapper label="Secret"><p className={styles.stored}>cloud identity, kept as it is</p></Input.Wrapper>;
  if (isIdentity(row.source)) return <Input.Wrapper label="Secret"><p className={styles.stored}>none: the gateway’s own identity is used</p></Input.Wrapper>;
  if (row.source === 'stored') return <Input.Wrapper label="Secret"><p className={styles.stored}><code>••••••••</code> stored, kept</p></Input.Wrapper>;
  if (row.source === 'value') return <PasswordInput label="Secret" description="Kept sealed; it is never shown again." autoComplete="new-password" placeholder={PLACEHOLDER.value} {...text} />;
  const description = row.source === 'env' ? 'A variable that the installation lets accounts name.' : 'A file in the secret directory.';
  return <TextInput label={row.source === 'env' ? 'Variable' : 'File'} description={description} placeholder={PLACEHOLDER[row.source]} {...text} />;
}

export function CredentialRows({ form }: { form: UseFormReturnType<ProviderValues> }) {
  const rows = form.values.credentials;
  const add = () => {
    const id = String(Math.max(-1, ...rows.map((row) => Number(row.id))) + 1);
    form.insertListItem('credentials', newCredential(id, rows.length === 0 ? 'primary' : `credential-${rows.length + 1}`));
  };
  return (
    <fieldset>
      <legend>Credentials</legend>
      {rows.length === 0 && <p className={styles.hint}>None. The provider is called without one.</p>}
      {rows.map((row, index) => {
        const sources: Source[] = [
          ...((row.old?.secret ?? row.old?.serviceAccount)?.stored ? (['stored'] as const) : []),
          'value', 'env', 'file',
          ...identitiesOf(form.values.provider),
        ];
        return (
          <div key={row.id} className={styles.credential}>
            <TextInput label="Name" {...form.getInputProps(`credentials.${index}.name`)} />
            <Select
              label="From"
              allowDeselect={false}
              disabled={isForeign(row)}
              data={sources.map((value) => ({ value, label: LABEL[value] }))}
              value={row.source}
              onChange={(source) => form.setFieldValue(`credentials.${index}`, { ...row, source: (source ?? 'value') as Source, text: '' })}
            />
            <TextInput label="Weight" inputMode="numeric" {...form.getInputProps(`credentials.${index}.weight`)} />
            <ActionIcon className={styles.remove} aria-label={`Remove ${row.name}`} onClick={() => form.removeListItem('credentials', index)}>
              <IconTrash size={16} />
            </ActionIcon>
            <div className={styles.secret}>
              <Secret row={row} index={index} form={form} />
            </div>
          </div>
        );
      })}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add} className={styles.addRow}>
        Add credential
      </Button>
    </fieldset>
  );
}
