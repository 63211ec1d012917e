import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usageQuery } from '../../api/analytics.ts';
import { asProblem } from '../../api/problem.ts';
import type { TimeRange } from '../../api/range.ts';
import type { UsageRow } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { Money } from '../../components/Money/Money.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { fromNano, sumNano, toNano } from '../../format/money.ts';
import { duration, percent, short } from '../../format/number.ts';
import styles from './OverviewPage.module.css';

const SHOWN = 7;

interface Props {
  range: TimeRange;
  totalCost: string | undefined;
}

/** Leads to its requests, for whoever may see them. */
function Row({ model, range, children }: { model: string; range: TimeRange; children: ReactNode }) {
  const mayLook = useCan('logs:read');
  if (!mayLook || model === '') return <span className={styles.item}>{children}</span>;
  return (
    <Link to="/requests" search={{ model, range: range === '1h' ? undefined : range }} className={styles.item}>
      {children}
    </Link>
  );
}

function share(cost: string, total: bigint): string {
  return total === 0n ? '0%' : `${Number(((toNano(cost) ?? 0n) * 1000n) / total) / 10}%`;
}

function byCost(a: UsageRow, b: UsageRow): number {
  const [left, right] = [toNano(a.costUsd) ?? 0n, toNano(b.costUsd) ?? 0n];
  return left === right ? b.requests - a.requests : right > left ? 1 : -1;
}

export function TopModels({ range, totalCost }: Props) {
  const { data, error, refetch } = useQuery(usageQuery({ range, interval: 'none', groupBy: 'model' }));
  const rows = data?.rows.toSorted(byCost) ?? [];
  const top = rows.slice(0, SHOWN);
  const rest = rows.slice(SHOWN);
  const total = toNano(totalCost) ?? sumNano(rows.map((row) => row.costUsd));
  return (
    <section className={styles.panel} aria-labelledby="top-title">
      <header>
        <h2 id="top-title">Top models</h2>
      </header>
      {error ? (
        <ProblemView problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className={styles.pad}>
          {['a', 'b', 'c', 'd', 'e'].map((name) => <Skeleton key={name} height={20} radius={3} />)}
        </div>
      ) : (
        <ul className={styles.list}>
          <li className={`${styles.item} ${styles.headings}`} aria-hidden="true">
            <span>Model</span>
            <span>Cost</span>
            <span>Requests</span>
            <span className={styles.last}>p95</span>
          </li>
          {top.map((row) => {
            const model = row.group.model ?? '';
            return (
              <li key={model}>
                <Row model={model} range={range}>
                  <span className={styles.name} title={`${model} · ${percent(row.errors, row.requests)} failed`}>{model || 'refused before a model'}</span>
                  <Money value={row.costUsd} unpriced={row.unpriced > 0 && toNano(row.costUsd) === 0n} mode="tile" />
                  <data value={row.requests}>{short(row.requests)}</data>
                  <span className={styles.last}>{row.latencyMs?.p95 == null ? '—' : duration(row.latencyMs.p95)}</span>
                  <span className={styles.bar} aria-hidden="true">
                    <i style={{ width: share(row.costUsd, total) }} />
                  </span>
                </Row>
              </li>
            );
          })}
          {rest.length > 0 && (
            <li>
              <span className={styles.item}>
                <span className={styles.name}>{rest.length} more</span>
                <Money value={fromNano(sumNano(rest.map((row) => row.costUsd)))} mode="tile" />
                <data>{short(rest.reduce((sum, row) => sum + row.requests, 0))}</data>
                <span className={styles.last}>—</span>
              </span>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
