import type { RequestItem } from '../../api/types.ts';
import type { Column } from '../../components/DataTable/DataTable.tsx';
import { Money } from '../../components/Money/Money.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { duration, short } from '../../format/number.ts';
import { tokensOf } from '../../format/tokens.ts';
import { clock } from '../../format/time.ts';
import { outcomeOf } from '../../components/StatusBadge/outcome.ts';
import styles from './RequestsPage.module.css';

function Flags({ item }: { item: RequestItem }) {
  const tries = item.attempts ?? 0;
  if (tries < 2 && item.cache !== 'hit' && !item.estimated) return null;
  return (
    <span className={styles.flags}>
      {tries > 1 && <span title={`${tries} tries upstream`}>×{tries}</span>}
      {item.cache === 'hit' && <span title="Answered from the cache">⟲</span>}
      {item.estimated && <span title="Usage is estimated">≈</span>}
    </span>
  );
}

function tokens(item: RequestItem) {
  const { in: read, out } = tokensOf(item.tokens);
  const sum = read + out;
  if (sum === 0) return <span className={styles.none}>—</span>;
  return (
    <data value={sum}>
      {short(read)} → {short(out)}
    </data>
  );
}

const time = (ms: number | null | undefined) =>
  ms == null ? <span className={styles.none}>—</span> : <data value={ms}>{duration(ms)}</data>;

export const COLUMNS: readonly Column<RequestItem>[] = [
  {
    id: 'time',
    header: 'Time',
    width: 116,
    narrow: 'second',
    cell: (item) => <time dateTime={item.time} title={item.time}>{clock(item.time)}</time>,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    narrow: 'end',
    cell: (item) => (
      <>
        <StatusBadge {...outcomeOf(item)} />
        <Flags item={item} />
      </>
    ),
  },
  { id: 'model', header: 'Model', narrow: 'first', cell: (item) => item.modelAsked || item.model || <span className={styles.none}>—</span> },
  { id: 'account', header: 'Served by', cell: (item) => item.account ?? item.provider ?? <span className={styles.none}>—</span> },
  { id: 'key', header: 'Key', narrow: 'second', cell: (item) => item.key ?? item.user ?? <span className={styles.none}>—</span> },
  { id: 'tokens', header: 'In → out', align: 'right', cell: tokens },
  { id: 'cost', header: 'Cost', align: 'right', narrow: 'second', cell: (item) => <Money value={item.costUsd} unpriced={item.unpriced} /> },
  { id: 'first', header: 'First token', align: 'right', cell: (item) => time(item.firstTokenMs) },
  { id: 'total', header: 'Total', align: 'right', cell: (item) => time(item.latencyMs) },
];
