import type { RequestDetail } from '../../api/types.ts';
import { decisionState } from '../../components/Channel/gates.ts';
import { type Status, StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import styles from './RequestDrawer.module.css';

const STATUS: Record<ReturnType<typeof decisionState>, Status> = {
  passed: 'ok', acted: 'marked', stopped: 'err', skipped: 'idle', pending: 'info',
};

export function RulesTab({ detail }: { detail: RequestDetail }) {
  if (detail.rules.length === 0) return <p className={styles.note}>No rule was recorded for this request.</p>;
  return (
    <ul className={styles.rules}>
      {detail.rules.map((rule) => (
        <li key={`${rule.kind} ${rule.name}`}>
          <span>{rule.kind}</span>
          <code>{rule.name}</code>
          <StatusBadge status={STATUS[decisionState(rule.decision)]} word={rule.decision} />
        </li>
      ))}
    </ul>
  );
}
