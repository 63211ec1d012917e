import { CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '../icons.ts';
import styles from './CopyText.module.css';

interface Props {
  value: string;
  /** What it is, for the button's name. */
  label: string;
  /** Shown instead of the whole value. */
  text?: string;
}

export function CopyText({ value, label, text = value }: Props) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <UnstyledButton className={styles.copy} onClick={copy} title={`Copy ${label}`} aria-label={copied ? 'Copied' : `Copy ${label} ${value}`}>
          <span className={styles.text}>{text}</span>
          {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
