import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ApiError, asProblem } from '../../api/problem.ts';
import { ProblemView } from '../ProblemView/ProblemView.tsx';
import { useReturnFocus } from '../useReturnFocus.ts';
import styles from './ConfirmDanger.module.css';

interface Props {
  title: string;
  /** Verb and noun, as on the button that led here. */
  action: string;
  children: ReactNode;
  /** Has to be typed before the button works. */
  typed?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

export function ConfirmDanger({ title, action, children, typed, onConfirm, onClose }: Props) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  useReturnFocus();
  const ready = typed === undefined || text === typed;

  const confirm = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  const references = error instanceof ApiError ? error.references : [];
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.body}>{children}</div>
      {typed !== undefined && (
        <TextInput
          label={<>Type <code>{typed}</code> to go on</>}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && void confirm()}
          autoComplete="off"
          data-autofocus
        />
      )}
      {error !== undefined && (
        <ProblemView problem={asProblem(error)}>
          {references.length > 0 && (
            <ul className={styles.references}>
              {references.map(({ kind, name }) => (
                <li key={`${kind} ${name}`}>
                  {kind} <code>{name}</code>
                </li>
              ))}
            </ul>
          )}
        </ProblemView>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button className={styles.danger} disabled={!ready} loading={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
