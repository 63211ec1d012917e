import { Button, Drawer, Modal, SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { revokeApiKey, rotateApiKey } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import { ConfirmDanger } from '../../components/ConfirmDanger/ConfirmDanger.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { SecretOnce } from '../../components/SecretOnce/SecretOnce.tsx';
import styles from './KeysPage.module.css';

export type Dialog =
  | { kind: 'rotate' | 'revoke'; name: string }
  | { kind: 'secret'; title: string; name: string; secret: string; model?: string | undefined };

const GRACE = [
  { value: '0', label: 'None' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '24 hours' },
  { value: '604800', label: '7 days' },
];

interface RotateProps {
  name: string;
  onClose: () => void;
  onRotated: (key: string) => void;
}

function RotateDialog({ name, onClose, onRotated }: RotateProps) {
  const client = useQueryClient();
  const [grace, setGrace] = useState('3600');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const rotate = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { key } = await rotateApiKey(name, Number(grace));
      void client.invalidateQueries({ queryKey: keys.collection('api-keys') });
      onRotated(key);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={`Rotate ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.dialog}>
        <p>A new key is made. The old one goes on working for a while; after that only the new one does. Limits, budgets and history carry over.</p>
        <SegmentedControl aria-label="How long the old key works" size="xs" fullWidth data={GRACE} value={grace} onChange={setGrace} />
        {grace === '0' && <p className={styles.warn}>▲ The old key stops within a second on all gateways.</p>}
        {error !== undefined && <ProblemView problem={asProblem(error)} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button loading={busy} onClick={() => void rotate()}>
            Rotate key
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function RevokeDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = async () => {
    await revokeApiKey(name);
    await client.invalidateQueries({ queryKey: keys.collection('api-keys') });
  };
  return (
    <ConfirmDanger title={`Revoke ${name}?`} action="Revoke key" typed={name} onConfirm={revoke} onClose={onClose}>
      <p>Its requests fail within a second on all gateways. A revoked key stays revoked.</p>
    </ConfirmDanger>
  );
}

interface SecretProps {
  title: string;
  name: string;
  secret: string;
  model?: string | undefined;
  onDone: () => void;
}

/** Closes only through its own button, which asks first. */
function SecretDrawer({ title, name, secret, model, onDone }: SecretProps) {
  return (
    <Drawer opened onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false} withCloseButton={false} title={title} size={640}>
      <SecretOnce secret={secret} name={name} model={model} onDone={onDone} />
    </Drawer>
  );
}

interface Props {
  dialog: Dialog;
  onDialog: (dialog: Dialog | undefined) => void;
}

export default function KeyDialog({ dialog, onDialog }: Props) {
  const close = () => onDialog(undefined);
  if (dialog.kind === 'revoke') return <RevokeDialog name={dialog.name} onClose={close} />;
  if (dialog.kind === 'secret') return <SecretDrawer title={dialog.title} name={dialog.name} secret={dialog.secret} model={dialog.model} onDone={close} />;
  const { name } = dialog;
  return <RotateDialog name={name} onClose={close} onRotated={(secret) => onDialog({ kind: 'secret', title: 'Key rotated', name, secret })} />;
}
