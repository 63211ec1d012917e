import { useIntersection } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type LimitCollection, limitStateQuery } from '../../api/limits.ts';
import { ApiError, asProblem } from '../../api/problem.ts';
import { clock } from '../../format/time.ts';
import styles from './LiveUse.module.css';
import { SegmentRows } from './SegmentRows.tsx';

function reason(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return 'This control plane does not tell how much is used. Gateways go on counting.';
  if (error instanceof ApiError && error.status === 503) return 'Live use is unavailable: the gateways cannot be asked now. They go on counting.';
  if (error instanceof ApiError && error.status === 403) return 'How much is used is not open to you.';
  const { title, detail } = asProblem(error);
  return `Live use could not be read: ${detail ?? title}`;
}

/** What a rule's counters stand at, asked for only while it is on the screen. */
export function LiveUse({ collection, name }: { collection: LimitCollection; name: string }) {
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const seen = entry?.isIntersecting === true;
  const { data, error, dataUpdatedAt } = useQuery({ ...limitStateQuery(collection, name), enabled: seen });
  const known = data !== undefined && (error === null || data.segments.length > 0);
  return (
    <div ref={ref} className={styles.use}>
      {error !== null && (
        <p className={styles.note}>
          <span aria-hidden="true" className={styles.mark}>▲</span> {reason(error)}
          {known && ` As of ${clock(new Date(dataUpdatedAt).toISOString()).slice(0, 8)}:`}
        </p>
      )}
      {data === undefined && error === null && <p className={styles.note}>–</p>}
      {known && data.segments.length === 0 && (
        <p className={styles.note}>{data.instances === 0 ? 'No gateway is connected, so nothing is counted.' : 'Nothing has been used yet.'}</p>
      )}
      {known && data.segments.length > 0 && <SegmentRows segments={data.segments} name={name} />}
    </div>
  );
}
