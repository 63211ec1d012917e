import { Skeleton, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ChartPoint, ChartSeries } from '../../components/TimeChart/TimeChart.tsx';
import { count } from '../../format/number.ts';
import styles from './OverviewPage.module.css';
import { OutcomeTable } from './OutcomeTable.tsx';
import type { Bucket, Point } from './series.ts';

const TimeChart = lazy(() => import('../../components/TimeChart/TimeChart.tsx'));

const SERIES: readonly ChartSeries[] = [
  { key: 'ok', label: 'ok', color: '--sl-accent-soft' },
  { key: 'cancelled', label: 'cancelled', color: '--sl-muted' },
  { key: 'limited', label: 'limited', color: '--sl-warn' },
  { key: 'blocked', label: 'blocked', color: '--sl-info' },
  { key: 'refused', label: 'refused', color: '--sl-control' },
  { key: 'failed', label: 'failed', color: '--sl-err' },
];

const HEIGHT = 220;

function summary(points: readonly Point[]): string {
  const sum = (key: string) => points.reduce((total, point) => total + (point[key] ?? 0), 0);
  const refused = sum('limited') + sum('blocked') + sum('refused');
  return `${count(sum('requests'))} requests: ${count(sum('ok'))} ok, ${count(refused)} limited, blocked or refused, ${count(sum('cancelled'))} cancelled, ${count(sum('failed'))} failed. Times in ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`;
}

interface Props {
  points: readonly Point[] | undefined;
  bucket: Bucket;
}

export function OutcomeChart({ points, bucket }: Props) {
  const [table, setTable] = useState(false);
  // What did not happen needs no colour; ok and failed are always named.
  const series = SERIES.filter(({ key }) => key === 'ok' || key === 'failed' || points?.some((point) => (point[key] ?? 0) > 0));
  return (
    <section className={styles.panel} aria-labelledby="outcome-title">
      <header>
        <h2 id="outcome-title">Requests by outcome</h2>
        <div className={styles.legend}>
          {series.map(({ key, label, color }) => (
            <span key={key}>
              <i style={{ background: `var(${color})` }} />
              {label}
            </span>
          ))}
        </div>
        <UnstyledButton fz="xs" c="dimmed" onClick={() => setTable(!table)} aria-pressed={table}>
          {table ? 'Chart' : 'Table'}
        </UnstyledButton>
      </header>
      {points && table ? (
        <OutcomeTable points={points} />
      ) : (
        <div className={styles.chart}>
          {points ? (
            <Suspense fallback={<Skeleton height={HEIGHT} radius={4} />}>
              <TimeChart points={points as readonly (Point & ChartPoint)[]} series={series} bucket={bucket} height={HEIGHT} />
            </Suspense>
          ) : (
            <Skeleton height={HEIGHT} radius={4} />
          )}
        </div>
      )}
      <p className={styles.caption}>{points ? summary(points) : ' '}</p>
    </section>
  );
}
