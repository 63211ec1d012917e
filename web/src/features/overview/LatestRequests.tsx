import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { latestQuery } from '../../api/analytics.ts';
import { asProblem } from '../../api/problem.ts';
import type { TimeRange } from '../../api/range.ts';
import { Money } from '../../components/Money/Money.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { outcomeOf } from '../../components/StatusBadge/outcome.ts';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { duration } from '../../format/number.ts';
import { clock } from '../../format/time.ts';
import styles from './OverviewPage.module.css';

const ROWS = 8;

/** What came last, each a way into its detail. */
export function LatestRequests({ range }: { range: TimeRange }) {
  const { data, error, refetch } = useQuery(latestQuery(range, ROWS));
  const search = { range: range === '1h' ? undefined : range };
  return (
    <section className={styles.panel} aria-labelledby="latest-title">
      <header>
        <h2 id="latest-title">Latest requests</h2>
        <Anchor fz="xs" className={styles.all} renderRoot={(props) => <Link to="/requests" search={search} {...props} />}>
          All requests
        </Anchor>
      </header>
      {error ? (
        <ProblemView problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className={styles.pad}>
          {['a', 'b', 'c', 'd', 'e'].map((name) => <Skeleton key={name} height={20} radius={3} />)}
        </div>
      ) : (
        <ul className={styles.list}>
          {data.items.map((item) => (
            <li key={item.id}>
              <Link to="/requests" search={{ ...search, id: item.id }} className={`${styles.item} ${styles.latest}`}>
                <time dateTime={item.time} title={item.time}>{clock(item.time).replace(/\.\d+$/, '')}</time>
                <span className={styles.outcome}><StatusBadge {...outcomeOf(item)} /></span>
                <span className={styles.name} title={item.modelAsked}>{item.modelAsked || '—'}</span>
                <span className={`${styles.name} ${styles.who}`}>{item.key ?? item.user ?? '—'}</span>
                <span className={styles.figure}><Money value={item.costUsd} unpriced={item.unpriced} /></span>
                <data className={styles.figure} value={item.latencyMs}>{duration(item.latencyMs)}</data>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
