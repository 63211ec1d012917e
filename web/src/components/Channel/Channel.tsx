import styles from './Channel.module.css';

export type GateState = 'passed' | 'acted' | 'stopped' | 'skipped' | 'pending';

export interface Gate {
  id: string;
  label: string;
  state: GateState;
  /** At most a dozen characters; `title` says it in full. */
  note: string;
  title?: string;
}

const MARK: Record<GateState, string> = { passed: '', acted: '◇', stopped: '✕', skipped: '', pending: '◐' };

/** The way of one request through the gateway. Where a gate is shut the water ends. */
export function Channel({ gates, label }: { gates: readonly Gate[]; label: string }) {
  return (
    <ol className={styles.channel} aria-label={label}>
      {gates.map((gate) => (
        <li
          key={gate.id}
          className={styles.gate}
          data-state={gate.state}
          title={gate.title ?? `${gate.label}: ${gate.note}`}
          aria-label={`${gate.label}: ${gate.state}, ${gate.title ?? gate.note}`}
        >
          <span className={styles.label}>
            {gate.label}
            {MARK[gate.state] !== '' && <span className={styles.mark}>{MARK[gate.state]}</span>}
          </span>
          <span className={styles.note}>{gate.note}</span>
        </li>
      ))}
    </ol>
  );
}
