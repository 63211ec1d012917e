import { Autocomplete, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { VirtualModelValues } from './virtualModelForm.ts';
import styles from './VirtualModelsPage.module.css';

interface Props {
  form: UseFormReturnType<VirtualModelValues>;
  /** Names of Models: another virtual model cannot be a shadow. */
  models: string[];
}

/** A Model that is asked as well, with an answer that nobody gets. */
export function ShadowFields({ form, models }: Props) {
  const { model, percent } = form.values.shadow;
  return (
    <fieldset>
      <legend>Shadow</legend>
      <div className={styles.two}>
        <Autocomplete label="Also asked" description="Its answer reaches nobody." placeholder="local/llama" data={models} {...form.getInputProps('shadow.model')} />
        <TextInput label="Percent of requests" description="Each costs what it takes." inputMode="decimal" placeholder="1" {...form.getInputProps('shadow.percent')} />
      </div>
      <p className={styles.sentence} aria-live="polite">
        {model.trim() === '' || percent.trim() === '' ? 'Both empty: nobody is asked who does not answer.' : `${percent.trim()} % of the requests also go to ${model.trim()}, for comparison in the request log; nobody waits for it.`}
      </p>
    </fieldset>
  );
}
