import { UnstyledButton } from '@mantine/core';
import { short } from '../../format/number.ts';
import styles from './RequestsPage.module.css';
import { MOST_ROWS, type TailState } from './tail.ts';

/** What a live list is about at the moment. Only whether it works is read out: the numbers change every second. */
export function LiveNote({ tail, release }: { tail: TailState; release: () => void }) {
  return (
    <p className={styles.live}>
      <span className={styles.dot} data-failing={tail.problem ? true : undefined} aria-hidden />
      <span role="status">{tail.problem ? `${tail.problem.detail ?? tail.problem.title} Trying again.` : 'Live: requests appear when they end.'}</span>
      {tail.waiting.length > 0 && (
        <>
          {' '}
          <UnstyledButton className={styles.release} onClick={release}>
            {short(tail.waiting.length)} new
          </UnstyledButton>{' '}
          {tail.waiting.length === 1 ? 'waits' : 'wait'} while the table is in use.
        </>
      )}
      {tail.omitted > 0 && ` Too many to read: ${short(tail.omitted)} more came in the last second. Filter to see fewer.`}
      {tail.gap && ` The last ${MOST_ROWS} at most are shown.`}
    </p>
  );
}
