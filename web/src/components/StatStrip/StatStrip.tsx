import type { ReactNode } from 'react';
import { Sparkline } from '../Sparkline/Sparkline.tsx';
import styles from './StatStrip.module.css';

export interface Stat {
  label: string;
  /** Absent while it loads. */
  value?: ReactNode;
  note?: ReactNode;
  spark?: readonly (number | null)[] | undefined;
  tone?: 'err' | undefined;
}

interface Props {
  label: string;
  stats: readonly Stat[];
  /** Why there are no figures; they then read "n/a", never 0. */
  unavailable?: string | undefined;
}

/** One surface cut by hairlines. Its height never changes, whatever arrives. */
export function StatStrip({ label, stats, unavailable }: Props) {
  return (
    <section className={styles.strip} aria-label={label}>
      {stats.map((stat) => (
        <div key={stat.label} className={styles.tile}>
          <div className={styles.label}>{stat.label}</div>
          <div className={styles.value} data-tone={unavailable === undefined ? stat.tone : undefined}>
            {unavailable !== undefined ? <span className={styles.none} title={unavailable}>n/a</span> : (stat.value ?? <span className={styles.none}>–</span>)}
          </div>
          <div className={styles.note}>{unavailable === undefined ? stat.note : null}</div>
          <div className={styles.spark}>{unavailable === undefined && stat.spark && <Sparkline points={stat.spark} />}</div>
        </div>
      ))}
    </section>
  );
}
