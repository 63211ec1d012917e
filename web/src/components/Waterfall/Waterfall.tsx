import type { ReactNode } from 'react';
import { duration } from '../../format/number.ts';
import styles from './Waterfall.module.css';

export interface Span {
  id: string;
  label: string;
  startMs: number;
  lengthMs: number;
  /** How much of it was waiting for the first token. */
  waitMs?: number | undefined;
  failed?: boolean;
  /** It ran beside another one, which answered. */
  lost?: boolean;
  note?: ReactNode;
}

interface Props {
  spans: readonly Span[];
  totalMs: number;
  label?: string;
}

const TICKS = [0, 25, 50, 75];

/** Bars on one time axis, at least three pixels wide so that nothing that happened is invisible. */
export function Waterfall({ spans, totalMs, label }: Props) {
  const at = (ms: number) => `${totalMs === 0 ? 0 : Math.min(100, (ms / totalMs) * 100)}%`;
  return (
    <ol className={styles.waterfall} aria-label={label}>
      {spans.map((span) => (
        <li key={span.id} className={styles.row}>
          <span className={styles.label} title={span.label}>{span.label}</span>
          <span className={styles.track} aria-hidden="true">
            {TICKS.map((tick) => <i key={tick} className={styles.tick} style={{ left: `${tick}%` }} />)}
            <span
              className={styles.bar}
              data-failed={span.failed || undefined}
              data-lost={span.lost || undefined}
              style={{ left: `min(${at(span.startMs)}, 100% - 3px)`, width: `max(3px, ${at(span.lengthMs)})` }}
            >
              {span.waitMs !== undefined && span.lengthMs > 0 && (
                <i className={styles.wait} style={{ width: `${Math.min(100, (span.waitMs / span.lengthMs) * 100)}%` }} />
              )}
            </span>
          </span>
          <data className={styles.time} value={span.lengthMs} title={`from ${duration(span.startMs)}`}>
            {duration(span.lengthMs)}
          </data>
          {span.note !== undefined && <span className={styles.note}>{span.note}</span>}
        </li>
      ))}
    </ol>
  );
}
