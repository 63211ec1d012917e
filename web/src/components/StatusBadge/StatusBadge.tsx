import styles from './StatusBadge.module.css';

/** Always a shape and a word beside the colour. */
const KINDS = {
  ok: { shape: '●', word: 'ok' },
  warn: { shape: '▲', word: 'limited' },
  err: { shape: '✕', word: 'failed' },
  info: { shape: '◐', word: 'in progress' },
  idle: { shape: '■', word: 'off' },
  marked: { shape: '◇', word: 'masked' },
} as const;

export type Status = keyof typeof KINDS;

interface Props {
  status: Status;
  word?: string | undefined;
  title?: string | undefined;
}

export function StatusBadge({ status, word, title }: Props) {
  const kind = KINDS[status];
  return (
    <span className={styles.badge} data-status={status} title={title}>
      <span aria-hidden="true" className={styles.shape}>
        {kind.shape}
      </span>{' '}
      {word ?? kind.word}
    </span>
  );
}
