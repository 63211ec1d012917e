import { type ReactNode, useEffect } from 'react';
import styles from './PageHeader.module.css';

interface Props {
  title: string;
  context?: ReactNode;
  /** Secondary actions first, then the one primary. */
  children?: ReactNode;
}

export function PageHeader({ title, context, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
  return (
    <header className={styles.header}>
      <h1>{title}</h1>
      {context !== undefined && <span className={styles.context}>{context}</span>}
      <div className={styles.actions}>{children}</div>
    </header>
  );
}
