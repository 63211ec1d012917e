import { Autocomplete, Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { simulate } from '../../api/explain.ts';
import { apiKeysQuery, modelsQuery, serviceAccountsQuery, usersQuery } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import { virtualModelsQuery } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconSearch } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { check, EMPTY, type ExplainValues, placed, toRequest } from './explainForm.ts';
import styles from './ExplainPage.module.css';
import { Result } from './Result.tsx';

const route = getRouteApi('/shell/explain');

/** Who may be asked about and for what, of what one may read. */
function useChoices() {
  const { data: users } = useQuery({ ...usersQuery, enabled: useCan('user:read') });
  const { data: accounts } = useQuery({ ...serviceAccountsQuery, enabled: useCan('service-account:read') });
  const { data: apiKeys } = useQuery({ ...apiKeysQuery, enabled: useCan('api-key:read') });
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const { data: virtual } = useQuery({ ...virtualModelsQuery, enabled: useCan('virtual-model:read') });
  const named = (type: string, objects: readonly { metadata: { name: string } }[] | undefined) => (objects ?? []).map(({ metadata }) => `${type}:${metadata.name}`);
  return {
    subjects: [...named('key', apiKeys), ...named('user', users), ...named('serviceAccount', accounts)],
    models: [...(virtual ?? []), ...(models ?? [])].map(({ metadata }) => metadata.name).filter((name) => !name.includes('*')),
  };
}

export function ExplainPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const choices = useChoices();
  const [values, setValues] = useState<ExplainValues>({ ...EMPTY, subject: search.subject ?? '', model: search.model ?? '' });
  const [wrong, setWrong] = useState<ReturnType<typeof check>>({});
  const { mutate, data, error, isPending } = useMutation({ mutationFn: simulate });
  const problem = error === null ? undefined : asProblem(error);
  const refused = placed(problem?.errors);
  const errorOf = (name: keyof ExplainValues) => wrong[name] ?? refused[name];
  const set = <Name extends keyof ExplainValues>(name: Name, value: ExplainValues[Name]) => setValues((old) => ({ ...old, [name]: value }));

  const ask = (event: FormEvent) => {
    event.preventDefault();
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    void navigate({ search: { subject: values.subject, model: values.model }, replace: true });
    mutate(toRequest(values));
  };

  return (
    <>
      <PageHeader title="Explain" context="what would become of a request; nothing is sent or counted" />
      <div className={styles.page}>
        <form className={styles.form} aria-label="Request" onSubmit={ask} noValidate>
          <Autocomplete label="Who" placeholder="key:…, user:… or serviceAccount:…" data={choices.subjects} limit={50} value={values.subject} onChange={(value) => set('subject', value)} error={errorOf('subject')} />
          <Autocomplete label="Model" placeholder="As a client names it" data={choices.models} limit={50} value={values.model} onChange={(value) => set('model', value)} error={errorOf('model')} />
          <div className={styles.pair}>
            <NumberInput label="Input tokens" min={0} allowDecimal={false} value={values.inputTokens} onChange={(value) => set('inputTokens', value)} error={errorOf('inputTokens')} />
            <NumberInput label="Max output tokens" placeholder="not said" min={0} allowDecimal={false} value={values.maxOutputTokens} onChange={(value) => set('maxOutputTokens', value)} error={errorOf('maxOutputTokens')} />
          </div>
          <Textarea label="Metadata" placeholder="env=prod" rows={3} value={values.metadata} onChange={(event) => set('metadata', event.currentTarget.value)} error={errorOf('metadata')} />
          <TextInput label="Address" placeholder="of the client, where it matters" value={values.address} onChange={(event) => set('address', event.currentTarget.value)} error={errorOf('address')} />
          <Button type="submit" leftSection={<IconSearch size={16} />} loading={isPending}>
            Explain
          </Button>
        </form>
        <div className={styles.answer}>
          {problem && Object.keys(refused).length === 0 ? (
            problem.code === 'unavailable' ? (
              <EmptyState title="No gateway has answered." body={problem.detail} />
            ) : (
              <ProblemView problem={problem} />
            )
          ) : data && !problem ? (
            <Result explanation={data} />
          ) : (
            <EmptyState title="Nothing asked yet." body="A running gateway says what its policy and its counters make of a request: who is asking, which rules match, how they stand, and where it would go." />
          )}
        </div>
      </div>
    </>
  );
}
