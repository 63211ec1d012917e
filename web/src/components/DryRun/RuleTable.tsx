import type { ExplainedRule } from '../../api/types.ts';
import { type Status, StatusBadge } from '../StatusBadge/StatusBadge.tsx';
import { count } from '../../format/number.ts';
import { relative } from '../../format/time.ts';
import styles from './DryRun.module.css';

const DECISIONS: Record<ExplainedRule['decision'], { status: Status; word: string; title: string }> = {
  passed: { status: 'ok', word: 'passed', title: 'There is room for it' },
  refused: { status: 'err', word: 'refused', title: 'There is no room for it' },
  wouldRefuse: { status: 'marked', word: 'would refuse', title: 'In audit mode: it reports, and refuses nothing' },
  excused: { status: 'marked', word: 'sent elsewhere', title: 'The budget is spent, and sends the request to another model' },
  waits: { status: 'info', word: 'waits', title: 'The gateway that was asked has no part of this limit yet: a request waits for it, 0.7 s at most' },
};

const amount = (unit: string, value: number | string) => (unit === 'usd' ? `$${value}` : typeof value === 'number' ? count(value) : value);

function segmentOf(rule: ExplainedRule): string {
  const values = Object.entries(rule.segment).map(([dimension, value]) => `${dimension} ${value === '' ? '—' : value}`);
  return values.join(', ') || 'all together';
}

/** Every limit that was asked, in the order in which they are asked. */
export function RuleTable({ rules, label }: { rules: readonly ExplainedRule[]; label: string }) {
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th>Decision</th>
            <th>Rule</th>
            <th>Counted by</th>
            <th data-align="right">Used</th>
            <th data-align="right">This request</th>
            <th data-align="right">Limit</th>
            <th>Resets</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const { status, word, title } = DECISIONS[rule.decision];
            return (
              <tr key={`${rule.kind} ${rule.name} ${rule.unit} ${rule.window}`} data-decision={rule.decision}>
                <td>
                  <StatusBadge status={status} word={word} title={rule.reason === 'unpriced' ? 'It refuses models without a price' : title} />
                </td>
                <td>
                  <code>{rule.name}</code> <span className={styles.kind}>{rule.kind === 'Budget' ? 'budget' : 'rate limit'}</span>
                </td>
                <td className={styles.segment}>
                  {segmentOf(rule)}
                  {rule.subject !== undefined && <span className={styles.kind}> (its own limit)</span>}
                </td>
                <td data-align="right" title={`${amount(rule.unit, rule.used)} settled, ${amount(rule.unit, rule.reserved)} reserved`}>
                  {amount(rule.unit, rule.used)}
                </td>
                <td data-align="right">{amount(rule.unit, rule.estimate)}</td>
                <td data-align="right">
                  {amount(rule.unit, rule.limit)} <span className={styles.kind}>{[rule.unit === 'usd' ? '' : rule.unit, rule.window && `/ ${rule.window}`].filter(Boolean).join(' ')}</span>
                </td>
                <td>{rule.resetsAt === undefined ? '—' : <time dateTime={rule.resetsAt}>{relative(rule.resetsAt)}</time>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
