import { ActionIcon, Button, CopyButton, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ConnectSnippet } from '../CodeSnippetTabs/ConnectSnippet.tsx';
import { IconCheck, IconCopy, IconDownload, IconEye, IconEyeOff } from '../icons.ts';
import styles from './SecretOnce.module.css';

const LIFETIME_MS = 600_000;

interface Props {
  secret: string;
  name: string;
  model?: string | undefined;
  onDone: () => void;
}

/** Keys are `sl_<kind>_<id>_<secret>`: all but the public part is covered. */
export function mask(secret: string): string {
  const open = /^sl_\w_[^_]+_/.exec(secret)?.[0] ?? secret.slice(0, 4);
  return `${open}${'•'.repeat(16)}`;
}

export function SecretOnce({ secret, name, model, onDone }: Props) {
  const [shown, setShown] = useState(false);
  const [taken, setTaken] = useState(false);
  const [asking, setAsking] = useState(false);
  const [gone, setGone] = useState(false);

  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(false);
      setGone(true);
    }, LIFETIME_MS);
    return () => clearTimeout(timer);
  }, []);

  const value = gone ? '' : secret;
  const download = () => {
    const url = URL.createObjectURL(new Blob([`SLUICE_API_KEY=${value}\n`], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name.replaceAll(/[^\w.-]/g, '_')}.env`;
    link.click();
    URL.revokeObjectURL(url);
    setTaken(true);
  };

  return (
    <div className={styles.once}>
      <p className={styles.notice}>
        <span aria-hidden="true">▲</span> <b>Copy the key now.</b> It is not stored and cannot be shown again.
      </p>
      <div className={styles.secret}>
        <code>{gone ? 'No longer shown. Rotate the key to get a new one.' : shown ? value : mask(value)}</code>
        <ActionIcon onClick={() => setShown(!shown)} disabled={gone} aria-label={shown ? 'Hide the key' : 'Show the key'}>
          {shown ? <IconEyeOff size={16} /> : <IconEye size={16} />}
        </ActionIcon>
      </div>
      <Group gap="xs">
        <CopyButton value={value} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              disabled={gone}
              onClick={() => {
                copy();
                setTaken(true);
              }}
            >
              {copied ? 'Copied' : 'Copy key'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" leftSection={<IconDownload size={15} />} disabled={gone} onClick={download}>
          Download .env
        </Button>
      </Group>
      <ConnectSnippet {...(shown && !gone ? { secret: value } : {})} model={model} />
      {asking ? (
        <div className={styles.ask} role="alert">
          <p>
            <b>You have not copied the key.</b> If you close now, you have to rotate it.
          </p>
          <Group gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>
              Go back
            </Button>
            <Button variant="default" onClick={onDone}>
              Close anyway
            </Button>
          </Group>
        </div>
      ) : (
        <Group justify="flex-end">
          <Button variant={taken ? 'filled' : 'default'} onClick={() => (taken || gone ? onDone() : setAsking(true))}>
            Done
          </Button>
        </Group>
      )}
    </div>
  );
}
