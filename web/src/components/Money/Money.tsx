import { exactMoney, tableMoney, tileMoney, toNano } from '../../format/money.ts';
import { StatusBadge } from '../StatusBadge/StatusBadge.tsx';
import styles from './Money.module.css';

interface Props {
  /** A decimal string in USD, as the API writes it. */
  value: string | null | undefined;
  unpriced?: boolean | undefined;
  mode?: 'table' | 'tile' | 'exact';
}

export function Money({ value, unpriced = false, mode = 'table' }: Props) {
  if (unpriced) return <StatusBadge status="warn" word="unpriced" title="No price is known for this model; its cost is booked as $0." />;
  const nano = toNano(value);
  if (nano === null) return <span className={styles.none}>—</span>;
  const exact = exactMoney(nano);
  if (mode !== 'table') {
    return (
      <data value={value ?? ''} title={exact}>
        {mode === 'exact' ? exact : tileMoney(nano)}
      </data>
    );
  }
  const { text, dim } = tableMoney(nano);
  return (
    <data value={value ?? ''} title={exact}>
      {text}
      {dim !== '' && <span className={styles.dim}>{dim}</span>}
    </data>
  );
}
