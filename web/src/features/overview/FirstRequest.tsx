import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiKeysQuery, modelsQuery, providersQuery } from '../../api/policy.ts';
import { RANGE_LABEL, type TimeRange } from '../../api/range.ts';
import { useCan } from '../../app/permissions.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import styles from './OverviewPage.module.css';

const STEPS = [
  { word: 'Add a provider', body: 'Sluice sends calls on to model providers. Add your account with one, and its models become callable.', to: '/models', search: { tab: 'providers' } },
  { word: 'Add a model', body: 'A model is the name that clients send, and the provider account that serves it.', to: '/models', search: {} },
  { word: 'Create a key', body: 'A key lets your code call models through the gateway. It is shown once.', to: '/keys', search: {} },
] as const;

/** How many of the steps before a first request are done; what one may not see counts as done. */
function useDone(): number | undefined {
  const accounts = useQuery({ ...providersQuery, enabled: useCan('provider-account:read') });
  const models = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const apiKeys = useQuery({ ...apiKeysQuery, enabled: useCan('api-key:read') });
  const all = [accounts, models, apiKeys];
  if (all.some(({ isLoading }) => isLoading)) return undefined;
  const first = all.findIndex(({ data }) => data?.length === 0);
  return first < 0 ? all.length : first;
}

function Steps({ done }: { done: number }) {
  const words = [...STEPS.map(({ word }) => word), 'Send a request'];
  return (
    <ol className={styles.steps} aria-label="The way to a first request">
      {words.map((word, index) => (
        <li key={word} data-state={index < done ? 'done' : index === done ? 'next' : 'later'} aria-current={index === done ? 'step' : undefined}>
          <b aria-hidden="true">{index < done ? '✓' : index + 1}</b>
          {word}
        </li>
      ))}
    </ol>
  );
}

export function FirstRequest({ range }: { range: TimeRange }) {
  const done = useDone();
  if (done === undefined) return null;
  const step = STEPS[done];
  return (
    <section className={styles.panel}>
      <Steps done={done} />
      {step ? (
        <EmptyState title={`Next: ${step.word.toLowerCase()}.`} body={step.body}>
          <Button renderRoot={(props) => <Link to={step.to} search={step.search} {...props} />}>{step.word}</Button>
        </EmptyState>
      ) : (
        <EmptyState title={`No requests in the ${RANGE_LABEL[range]}.`} body="Send one through the gateway and it appears here within a second or two.">
          <Anchor renderRoot={(props) => <Link to="/playground" {...props} />}>Try it in the playground</Anchor>
          <ConnectSnippet />
        </EmptyState>
      )}
    </section>
  );
}
