import type { TestResult } from '../../api/types.ts';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { duration } from '../../format/number.ts';
import styles from './ModelsPage.module.css';

/** What a live call gave; on failure in the provider's own words. */
export function TestLine({ result }: { result: TestResult }) {
  const word = result.ok ? 'answers' : `failed${result.status === undefined ? '' : ` ${result.status}`}`;
  return (
    <span className={styles.test} title={result.message}>
      <StatusBadge status={result.ok ? 'ok' : 'err'} word={word} />
      <span className={styles.muted}>
        {duration(result.latencyMs)}
        {result.model !== '' && <> · {result.model}</>}
      </span>
      {!result.ok && result.message !== undefined && <q>{result.message}</q>}
    </span>
  );
}
