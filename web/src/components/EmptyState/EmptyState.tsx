import type { ReactNode } from 'react';
import { Logo } from '../Logo/Logo.tsx';
import styles from './EmptyState.module.css';

interface Props {
  title: string;
  body?: ReactNode;
  /** One action, then perhaps a snippet. */
  children?: ReactNode;
}

export function EmptyState({ title, body, children }: Props) {
  return (
    <div className={styles.empty}>
      <div className={styles.mark}>
        <Logo size={36} />
      </div>
      <p className={styles.title}>{title}</p>
      {body !== undefined && <p className={styles.body}>{body}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
