import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Segment } from '../../api/limits.ts';
import { Gauge } from '../../components/Gauge/Gauge.tsx';
import { count } from '../../format/number.ts';
import { relative } from '../../format/time.ts';
import { inOrder, type Level, percentWords, worstFirst } from './segments.ts';
import styles from './SegmentRows.module.css';

const FEW = 5;
/** More than this is more than one looks through, and than a browser redraws every two seconds. */
const MANY = 200;

function Row({ level }: { level: Level }) {
  return (
    <li className={styles.row}>
      <span className={styles.label}>
        <span className={styles.whom} title={level.whom}>{level.whom}</span> <span className={styles.what}>{level.what}</span>
      </span>
      <Gauge used={level.used} reserved={level.reserved} tone={level.tone} label={`${level.whom}, ${level.what}`} text={level.text} />
      <data className={styles.figures} title={level.text}>{level.figures}</data>
      <span className={styles.percent} data-tone={level.tone}>
        {level.tone !== undefined && <span aria-hidden="true">{level.tone === 'err' ? '✕ ' : '▲ '}</span>}
        {percentWords(level)}
      </span>
      <span className={styles.resets}>
        {level.resetsAt !== undefined && (
          <time dateTime={level.resetsAt} title={`Resets ${new Date(level.resetsAt).toLocaleString()}`}>
            resets {relative(level.resetsAt)}
          </time>
        )}
      </span>
    </li>
  );
}

/** The counters of a rule, the fullest first. They keep their places while the pointer or the focus is on them. */
export function SegmentRows({ segments, name }: { segments: readonly Segment[]; name: string }) {
  const [all, setAll] = useState(false);
  const [held, setHeld] = useState<string[]>();
  const sorted = worstFirst(segments);
  const levels = inOrder(sorted, held).slice(0, all ? MANY : FEW);
  const hold = () => setHeld((old) => old ?? sorted.map(({ id }) => id));
  const release = () => setHeld(undefined);
  return (
    <div onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
      <ul className={styles.rows} aria-label={`Use of ${name}`}>
        {levels.map((level) => (
          <Row key={level.id} level={level} />
        ))}
      </ul>
      {all && sorted.length > MANY && <p className={styles.more}>and {count(sorted.length - MANY)} more that are less full</p>}
      {sorted.length > FEW && (
        <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the fullest ${FEW}` : `Show all ${count(sorted.length)}`}
        </Button>
      )}
    </div>
  );
}
