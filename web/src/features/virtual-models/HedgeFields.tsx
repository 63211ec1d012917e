import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { hedgeWords } from './hedge.ts';
import type { VirtualModelValues } from './virtualModelForm.ts';
import styles from './VirtualModelsPage.module.css';

/** When the next target is asked beside one that is late. */
export function HedgeFields({ form }: { form: UseFormReturnType<VirtualModelValues> }) {
  const words = hedgeWords(form.values.hedge);
  return (
    <fieldset>
      <legend>Hedging</legend>
      <div className={styles.two}>
        <TextInput label="After" description="Of the times to the first content." placeholder="p98" {...form.getInputProps('hedge.after')} />
        <TextInput label="Most extra spend" description="Of what the virtual model costs." placeholder="3%" {...form.getInputProps('hedge.maxExtraSpend')} />
      </div>
      <p className={styles.sentence} aria-live="polite">
        {words === undefined ? 'Both empty: nobody else is asked as long as a target may still answer.' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`}
      </p>
    </fieldset>
  );
}
