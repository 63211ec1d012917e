import { Autocomplete, Button, Checkbox, NumberInput, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { simulate } from '../../api/explain.ts';
import { asProblem } from '../../api/problem.ts';
import type { Explanation, Problem } from '../../api/types.ts';
import { EmptyState } from '../EmptyState/EmptyState.tsx';
import { IconSearch } from '../icons.ts';
import { ProblemView } from '../ProblemView/ProblemView.tsx';
import styles from './DryRun.module.css';
import { check, type DryRunValues, EMPTY, placed, toRequest } from './dryRun.ts';
import { Result } from './Result.tsx';
import { useCallers } from './useCallers.ts';

interface Props {
  subject: string;
  model: string;
  /** Whether the model is another one's to choose. */
  modelGiven?: boolean;
  /** One under the other: there is no room beside. */
  stacked?: boolean;
  submit: string;
  onAsk: (values: Pick<DryRunValues, 'subject' | 'model'>) => void;
}

function Answer({ problem, data, pending }: { problem: Problem | undefined; data: Explanation | undefined; pending: boolean }) {
  if (pending && data === undefined) {
    return (
      <div className={styles.pending} role="status" aria-label="A gateway is asked">
        <Skeleton height={18} width="60%" radius={3} />
        <Skeleton height={12} radius={3} />
        <Skeleton height={90} radius={3} />
      </div>
    );
  }
  if (problem?.code === 'unavailable') return <EmptyState title="No gateway has answered." body={problem.detail} />;
  if (problem) return <ProblemView problem={problem} />;
  if (data) return <Result explanation={data} />;
  return <EmptyState title="Nothing asked yet." body="A running gateway says what its policy and its counters make of a request: who is asking, which rules match, how they stand, and where it would go." />;
}

/** A request that is not sent, and what a gateway says would become of it. */
export function DryRun({ subject, model, modelGiven = false, stacked = false, submit, onAsk }: Props) {
  const choices = useCallers();
  const [values, setValues] = useState<DryRunValues>({ ...EMPTY, subject, model });
  const [wrong, setWrong] = useState<ReturnType<typeof check>>({});
  const { mutate, data, error, isPending } = useMutation({ mutationFn: simulate });
  const problem = error === null ? undefined : asProblem(error);
  const refused = placed(problem?.errors);
  const elsewhere = problem !== undefined && Object.keys(refused).length === 0 ? problem : undefined;
  const errorOf = (name: keyof DryRunValues) => wrong[name] ?? refused[name];
  const set = <Name extends keyof DryRunValues>(name: Name, value: DryRunValues[Name]) => setValues((old) => ({ ...old, [name]: value }));

  const ask = (event: FormEvent) => {
    event.preventDefault();
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    onAsk(values);
    mutate(toRequest(values));
  };

  return (
    <div className={styles.page} data-stacked={stacked || undefined}>
      <form className={styles.form} aria-label="Request" onSubmit={ask} noValidate>
        <Autocomplete label="Who" placeholder="key:…, user:… or serviceAccount:…" data={choices.subjects} limit={50} value={values.subject} onChange={(value) => set('subject', value)} error={errorOf('subject')} />
        {!modelGiven && <Autocomplete label="Model" placeholder="As a client names it" data={choices.models} limit={50} value={values.model} onChange={(value) => set('model', value)} error={errorOf('model')} />}
        <div className={styles.pair}>
          <NumberInput label="Input tokens" min={0} allowDecimal={false} value={values.inputTokens} onChange={(value) => set('inputTokens', value)} error={errorOf('inputTokens')} />
          <NumberInput label="Max output tokens" placeholder="not said" min={0} allowDecimal={false} value={values.maxOutputTokens} onChange={(value) => set('maxOutputTokens', value)} error={errorOf('maxOutputTokens')} />
        </div>
        <div className={styles.texts}>
          <Textarea label="Metadata" placeholder="env=prod" rows={stacked ? 2 : 3} value={values.metadata} onChange={(event) => set('metadata', event.currentTarget.value)} error={errorOf('metadata')} />
          <Textarea label="Headers" placeholder="x-session-id=s-81" rows={2} value={values.headers} onChange={(event) => set('headers', event.currentTarget.value)} error={errorOf('headers')} />
        </div>
        <TextInput label="Address" placeholder="of the client, where it matters" value={values.address} onChange={(event) => set('address', event.currentTarget.value)} error={errorOf('address')} />
        <Checkbox label="Streamed" checked={values.stream} onChange={(event) => set('stream', event.currentTarget.checked)} />
        <Button type="submit" leftSection={<IconSearch size={16} />} loading={isPending}>
          {submit}
        </Button>
      </form>
      <div className={styles.answer}>
        {modelGiven && errorOf('model') !== undefined && (
          <p className={styles.refused} role="alert">
            The model {errorOf('model')}
          </p>
        )}
        <Answer problem={elsewhere} data={problem === undefined ? data : undefined} pending={isPending} />
      </div>
    </div>
  );
}
