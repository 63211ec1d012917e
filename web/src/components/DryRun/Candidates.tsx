import type { ExplainedTarget, RouteStrategy } from '../../api/types.ts';
import { duration } from '../../format/number.ts';
import { type Status, StatusBadge } from '../StatusBadge/StatusBadge.tsx';
import styles from './DryRun.module.css';
import { RuleTable } from './RuleTable.tsx';

/** What the gateway compares targets by; 0 to 1 of the strategy `score`. */
function figure(score: number | undefined, strategy: RouteStrategy | undefined): string {
  if (score === undefined) return '—';
  if (strategy === 'latency') return duration(score * 1000);
  if (strategy === 'cost') return `$${Number(score.toPrecision(3))}`;
  if (strategy === 'least-busy') return `${Number(score.toPrecision(3))} in flight`;
  return String(Number(score.toPrecision(3)));
}

function standing({ chosen, skipped, reason }: ExplainedTarget): { status: Status; word: string } {
  if (chosen) return { status: 'ok', word: 'target' };
  if (skipped === 'left_out') return { status: 'idle', word: 'left out' };
  // What is postponed comes after the others, and is still asked.
  if (reason !== undefined) return { status: 'warn', word: 'postponed' };
  return skipped === 'not_reached' || skipped === undefined ? { status: 'idle', word: 'not reached' } : { status: 'err', word: skipped.replaceAll('_', ' ') };
}

/** Where a request may go, in the order in which they are asked; then what is not asked, and why. */
export function Candidates({ targets, strategy }: { targets: readonly ExplainedTarget[]; strategy?: RouteStrategy | undefined }) {
  if (targets.length === 0) return null;
  const scored = targets.some(({ score }) => score !== undefined);
  return (
    <>
      <div className={styles.scroller}>
        <table className={styles.table} aria-label="Candidates">
          <thead>
            <tr>
              <th data-align="right">Order</th>
              <th>Standing</th>
              <th>Candidate</th>
              {scored && <th data-align="right">{strategy === 'latency' ? 'First content' : strategy === 'cost' ? 'Cost' : strategy === 'least-busy' ? 'Busy' : 'Score'}</th>}
            </tr>
          </thead>
          <tbody>
            {targets.map((target, index) => {
              const { status, word } = standing(target);
              return (
                <tr key={`${target.model} ${target.account}`} data-standing={word}>
                  <td data-align="right">{target.skipped === 'left_out' ? '—' : index + 1}</td>
                  <td>
                    <StatusBadge status={status} word={word} />
                  </td>
                  <td className={styles.segment}>
                    <code>{target.model}</code>
                    {target.account !== '' && (
                      <span className={styles.kind}>
                        {' '}
                        at {target.account} ({target.provider})
                      </span>
                    )}
                    {target.reason !== undefined && <div className={styles.kind}>It {target.reason}.</div>}
                  </td>
                  {scored && <td data-align="right">{figure(target.score, strategy)}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {targets.map(({ model, account, rules }) => rules.length > 0 && <RuleTable key={`${model} ${account}`} rules={rules} label={`Rules at ${account}`} />)}
    </>
  );
}
