import { Autocomplete, Checkbox, MultiSelect, Radio, Stack, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { alertChannelsQuery } from '../../api/limits.ts';
import { modelsQuery } from '../../api/policy.ts';
import { useCan } from '../../app/permissions.ts';
import type { RuleValues } from './limitValues.ts';

/** What only budgets say. */
export function BudgetFields({ form }: { form: UseFormReturnType<RuleValues> }) {
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const { data: channels } = useQuery({ ...alertChannelsQuery, enabled: useCan('alert-channel:read') });
  const { values } = form;
  const names = new Set([...(channels ?? []).map(({ metadata }) => metadata.name), ...values.channels]);
  return (
    <>
      <fieldset>
        <legend>When nothing is left</legend>
        <Radio.Group aria-label="When nothing is left" value={values.exceeded} onChange={(value) => form.setFieldValue('exceeded', value as RuleValues['exceeded'])}>
          <Stack gap={8}>
            <Radio value="block" label="Refuse the request" />
            <Radio value="model" label="Let another model answer" />
          </Stack>
        </Radio.Group>
        {values.exceeded === 'model' && (
          <Autocomplete label="Model that answers" withAsterisk placeholder="local/llama" limit={40} data={(models ?? []).map(({ metadata }) => metadata.name).filter((name) => !name.includes('*'))} {...form.getInputProps('model')} />
        )}
        <Checkbox label="End streams that pass the limit" description="A running answer ends cleanly, with what came so far." {...form.getInputProps('stopStreams', { type: 'checkbox' })} />
        <Checkbox
          label="Refuse models without a price"
          description="Otherwise their cost counts as $0."
          checked={values.unpriced === 'block'}
          onChange={(event) => form.setFieldValue('unpriced', event.currentTarget.checked ? 'block' : 'allow')}
          error={form.errors.unpriced}
        />
      </fieldset>
      <fieldset>
        <legend>Alerts</legend>
        <TagsInput label="At percent" placeholder={values.at.length === 0 ? '50, 75, 90, 100' : ''} splitChars={[',', ' ']} acceptValueOnBlur inputMode="numeric" {...form.getInputProps('at')} />
        <MultiSelect label="To channels" placeholder={values.channels.length === 0 ? 'nobody' : ''} searchable data={[...names]} nothingFoundMessage="No such channel" {...form.getInputProps('channels')} />
      </fieldset>
    </>
  );
}
