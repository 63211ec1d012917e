import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { usageQuery } from '../../api/analytics.ts';
import { asProblem, isUnavailable } from '../../api/problem.ts';
import { bucketOf, RANGE_LABEL } from '../../api/range.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { RangePicker } from '../../components/RangePicker/RangePicker.tsx';
import { type Stat, StatStrip } from '../../components/StatStrip/StatStrip.tsx';
import { count, duration, percent, short } from '../../format/number.ts';
import { Money } from '../../components/Money/Money.tsx';
import { fromNano, tileMoney, toNano } from '../../format/money.ts';
import { tokensOf } from '../../format/tokens.ts';
import { useCan } from '../../app/permissions.ts';
import { FirstRequest } from './FirstRequest.tsx';
import { GatewaysPanel } from './GatewaysPanel.tsx';
import { LatestRequests } from './LatestRequests.tsx';
import { OutcomeChart } from './OutcomeChart.tsx';
import styles from './OverviewPage.module.css';
import { points } from './series.ts';
import { TopModels } from './TopModels.tsx';

const route = getRouteApi('/shell/');

export function OverviewPage() {
  const { range = '24h' } = route.useSearch();
  const navigate = route.useNavigate();
  const bucket = bucketOf(range);
  const usage = useQuery(usageQuery({ range, interval: bucket }));
  const byOutcome = useQuery(usageQuery({ range, interval: bucket, groupBy: 'outcome' }));
  const away = usage.error && isUnavailable(usage.error);
  const looks = useCan('logs:read');
  const seesGateways = useCan('gateway:read');
  const series = usage.data && points(usage.data.rows, usage.data.from, usage.data.to, bucket, byOutcome.data?.rows);
  const total = usage.data?.total;

  const stats: Stat[] = [{ label: 'Requests' }, { label: 'Failed' }, { label: 'Cost' }, { label: 'Tokens' }, { label: 'First token' }];
  if (total && series) {
    const tokens = tokensOf(total.tokens);
    const each = total.requests === 0 ? 0n : (toNano(total.costUsd) ?? 0n) / BigInt(total.requests);
    stats.splice(
      0,
      stats.length,
      {
        label: 'Requests',
        value: <data value={total.requests} title={count(total.requests)}>{short(total.requests)}</data>,
        note: `${count(total.limited)} limited · ${count(total.blocked)} blocked`,
        spark: series.map((point) => point.requests),
      },
      {
        label: 'Failed',
        value: percent(total.errors, total.requests),
        note: `${count(total.errors)} requests · ${count(total.fallbacks)} fell back`,
        spark: series.map((point) => point.failed),
        tone: total.requests > 0 && total.errors / total.requests > 0.05 ? 'err' : undefined,
      },
      {
        label: 'Cost',
        value: <Money value={total.costUsd} mode="tile" />,
        note: total.unpriced > 0 ? `▲ ${count(total.unpriced)} unpriced` : `${tileMoney(each)} a request`,
        spark: series.map((point) => point.costUsd),
      },
      {
        label: 'Tokens',
        value: short(tokens.in + tokens.out),
        note: `${short(tokens.in)} in · ${short(tokens.out)} out`,
        spark: series.map((point) => point.tokens),
      },
      {
        label: 'First token, p95',
        value: total.firstTokenMs?.p95 == null ? '—' : duration(total.firstTokenMs.p95),
        note: total.latencyMs?.p95 == null ? undefined : `whole request p95 ${duration(total.latencyMs.p95)}`,
        spark: series.map((point) => point.firstTokenP95),
      },
    );
  }

  return (
    <>
      <PageHeader title="Overview" context={RANGE_LABEL[range]}>
        <RangePicker value={range} onChange={(next) => void navigate({ search: { range: next === '24h' ? undefined : next } })} />
      </PageHeader>
      <div className={styles.page}>
        {usage.error && !away ? (
          <ProblemView problem={asProblem(usage.error)} onRetry={() => void usage.refetch()} />
        ) : (
          <StatStrip label="Totals" stats={stats} unavailable={away ? 'Analytics are unavailable.' : undefined} />
        )}
        {away && <ProblemView problem={asProblem(usage.error)} onRetry={() => void usage.refetch()} />}
        {total?.requests === 0 && <FirstRequest range={range} />}
        {!usage.error && total?.requests !== 0 && (
          <div className={styles.grid}>
            <div className={styles.column}>
              <OutcomeChart points={series} bucket={bucket} />
              {looks && <LatestRequests range={range} />}
            </div>
            <div className={styles.column}>
              <TopModels range={range} totalCost={total && fromNano(toNano(total.costUsd) ?? 0n)} />
              {seesGateways && <GatewaysPanel />}
            </div>
          </div>
        )}
      </div>
    </>
  );
}
