import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/types.ts';
import { CopyText } from '../CopyText/CopyText.tsx';
import styles from './ProblemView.module.css';

interface Props {
  problem: Problem;
  onRetry?: (() => void) | undefined;
  /** Fills the place of a page rather than of a panel. */
  page?: boolean;
  children?: ReactNode;
}

const WORDING: Record<string, { title: string; detail: string }> = {
  unavailable: {
    title: 'Analytics are unavailable.',
    detail: 'The console cannot reach ClickHouse. Gateways keep serving, and usage is kept until it returns.',
  },
};

export function ProblemView({ problem, onRetry, page = false, children }: Props) {
  const words = WORDING[problem.code] ?? { title: problem.title, detail: problem.detail ?? '' };
  return (
    <div className={styles.view} data-page={page || undefined} role="alert">
      <p className={styles.title}>
        <span aria-hidden="true" className={styles.mark}>✕</span> {words.title}
      </p>
      {words.detail !== '' && words.detail !== words.title && <p className={styles.detail}>{words.detail}</p>}
      {children}
      <p className={styles.facts}>
        <code>{problem.code}</code>
        {problem.status > 0 && <span>{problem.status}</span>}
        {problem.requestId !== undefined && <CopyText value={problem.requestId} label="request id" />}
      </p>
      {onRetry && (
        <Button variant="default" size="compact-md" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
