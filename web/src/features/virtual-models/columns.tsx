import type { VirtualModel } from '../../api/types.ts';
import type { Column } from '../../components/DataTable/DataTable.tsx';
import { shares, shareWords } from './shares.ts';
import styles from './VirtualModelsPage.module.css';
import { fallbackWords, retryWords, routeWords, strategyOf } from './words.ts';

/** One bar, a part for each target; the words beside it say the same. */
function ShareBar({ spec }: Pick<VirtualModel, 'spec'>) {
  if (strategyOf(spec) !== 'weighted') return <span className={styles.muted}>—</span>;
  const parts = shares(spec.targets);
  const said = spec.targets.map(({ model }, index) => `${shareWords(parts[index] ?? 0)} ${model}`);
  return (
    <span className={styles.bar} role="img" aria-label={`Shares: ${said.join(', ')}`}>
      {spec.targets.map((target, index) => (
        <span key={`${target.model} ${said[index]}`} className={styles.part} title={said[index]} style={{ width: `${parts[index] ?? 0}%` }} />
      ))}
    </span>
  );
}

const orNone = (words: string) => (words === '' ? <span className={styles.muted}>none</span> : <span className={styles.words} title={words}>{words}</span>);

export const COLUMNS: Column<VirtualModel>[] = [
  { id: 'name', header: 'Name', width: '15%', narrow: 'first', cell: ({ metadata }) => <span className={styles.name}>{metadata.name}</span> },
  { id: 'route', header: 'Goes to', narrow: 'second', cell: ({ spec }) => <span className={styles.words} title={routeWords(spec)}>{routeWords(spec)}</span> },
  { id: 'shares', header: 'Shares', width: 140, cell: ({ spec }) => <ShareBar spec={spec} /> },
  { id: 'fallback', header: 'Falls back to', width: '16%', cell: ({ spec }) => orNone(fallbackWords(spec)) },
  { id: 'retry', header: 'Retries, hedge, shadow', width: 220, cell: ({ spec }) => orNone(retryWords(spec)) },
];
