import { useQuery } from '@tanstack/react-query';
import type { Explanation } from '../../api/types.ts';
import { virtualModelsQuery } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';
import { StatusBadge } from '../StatusBadge/StatusBadge.tsx';
import { Candidates } from './Candidates.tsx';
import styles from './DryRun.module.css';
import { RuleTable } from './RuleTable.tsx';

const OUTCOMES: Record<string, string> = {
  admitted: 'The request would be sent.',
  rate_limit: 'A rate limit would refuse it.',
  budget: 'A budget would refuse it.',
  not_allowed: 'It may not use this model.',
  unauthenticated: 'The credential is not accepted: it has expired, or its owner is disabled.',
};

function Who({ explanation: { principal, model, policyRevision } }: { explanation: Explanation }) {
  const who = principal.user ?? principal.serviceAccount;
  return (
    <p className={styles.who}>
      <code>{who}</code>
      {principal.key !== undefined && (
        <>
          {' '}
          by key <code>{principal.key}</code>
        </>
      )}
      {principal.team !== undefined && (
        <>
          , counted for team <code>{principal.team}</code>
        </>
      )}
      {'. '}
      {model.grantedBy === undefined ? (
        <>No access rule grants {model.asked}.</>
      ) : (
        <>
          {model.asked} is granted to <code>{model.grantedBy}</code>
          {model.allowed ? '.' : ', and taken away by the key.'}
        </>
      )}{' '}
      Policy revision {policyRevision}.
    </p>
  );
}

/** One request: what would become of it, and what every rule says. */
export function Result({ explanation }: { explanation: Explanation }) {
  const { outcome, rules, targets } = explanation;
  const { data: virtual } = useQuery({ ...virtualModelsQuery, enabled: useCan('virtual-model:read') });
  const strategy = virtual?.find(({ metadata }) => metadata.name === explanation.model.asked)?.spec.strategy?.type;
  const passes = outcome === 'admitted';
  return (
    <section aria-label="Decision" className={styles.result}>
      <h2 className={styles.outcome} role="status">
        <StatusBadge status={passes ? 'ok' : 'err'} word={passes ? 'admitted' : outcome.replaceAll('_', ' ')} /> {OUTCOMES[outcome] ?? 'It would be refused.'}
      </h2>
      <Who explanation={explanation} />
      {rules.length > 0 ? <RuleTable rules={rules} label="Rules" /> : <p className={styles.note}>{explanation.model.allowed ? 'No rule matches this request.' : 'Limits are not asked before access is clear.'}</p>}
      <Candidates targets={targets} strategy={strategy} />
      {explanation.truncated === true && <p className={styles.note}>There was no room for all rules and targets.</p>}
    </section>
  );
}
