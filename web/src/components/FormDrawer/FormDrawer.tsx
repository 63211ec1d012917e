import { Button, Drawer, Group } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ApiError, asProblem } from '../../api/problem.ts';
import type { FieldError } from '../../api/types.ts';
import { ProblemView } from '../ProblemView/ProblemView.tsx';
import { useReturnFocus } from '../useReturnFocus.ts';
import styles from './FormDrawer.module.css';

interface Props {
  title: string;
  submit: string;
  busy: boolean;
  /** What the last save was refused for. */
  error: unknown;
  /** Field errors that belong to no field of this form. */
  rest?: readonly FieldError[];
  dirty: boolean;
  onSubmit: () => void;
  onClose: () => void;
  /** Reads the object anew after somebody else changed it. */
  onReload?: (() => void) | undefined;
  actions?: ReactNode;
  /** Room for two columns. */
  wide?: boolean;
  children: ReactNode;
}

export function FormDrawer({ title, submit, busy, error, rest = [], dirty, onSubmit, onClose, onReload, actions, wide = false, children }: Props) {
  useReturnFocus();
  const stale = error instanceof ApiError && error.code === 'conflict';
  const placed = error instanceof ApiError && (error.problem.errors?.length ?? 0) > 0;
  const close = () => {
    if (!dirty || window.confirm('Close without saving? What you changed here is lost.')) onClose();
  };
  const onFormSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Drawer opened onClose={close} title={title} size={wide ? 1160 : 640} closeButtonProps={{ 'aria-label': 'Close' }} classNames={{ body: styles.drawer }}>
      <form className={styles.form} onSubmit={onFormSubmit} noValidate>
        <div className={styles.fields}>{children}</div>
        {stale && (
          <div className={styles.stale} role="alert">
            <p>
              <b>This was changed since you opened it.</b> Nothing was overwritten. Load the current one, then make your edit again.
            </p>
            {onReload && (
              <Button variant="default" onClick={onReload}>
                Load the current one
              </Button>
            )}
          </div>
        )}
        {error !== undefined && error !== null && !stale && !placed && <ProblemView problem={asProblem(error)} />}
        {rest.length > 0 && (
          <ul className={styles.rest} role="alert">
            {rest.map(({ field, message }) => (
              <li key={field}>
                <code>{field}</code>: {message}
              </li>
            ))}
          </ul>
        )}
        <Group justify="flex-end" className={styles.footer}>
          {actions}
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}
