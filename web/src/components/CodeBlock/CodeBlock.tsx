import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '../icons.ts';
import styles from './CodeBlock.module.css';

export function CodeBlock({ code, tall = false }: { code: string; tall?: boolean }) {
  return (
    <div className={styles.block}>
      <pre className={styles.code} data-tall={tall || undefined} tabIndex={0}>
        {code}
      </pre>
      <CopyButton value={code} timeout={1500}>
        {({ copied, copy }) => (
          <ActionIcon className={styles.copy} onClick={copy} aria-label={copied ? 'Copied' : 'Copy the code'}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
