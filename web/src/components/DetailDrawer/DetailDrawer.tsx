import { ActionIcon } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconChevronDown, IconChevronUp, IconX } from '../icons.ts';
import styles from './DetailDrawer.module.css';

interface Props {
  title: ReactNode;
  label: string;
  onClose: () => void;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  children: ReactNode;
}

/** Not modal: the list beside it stays in use, and another row switches what is shown. */
export function DetailDrawer({ title, label, onClose, onPrevious, onNext, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    opener.current = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      const row = document.querySelector<HTMLElement>('tr[tabindex="0"]');
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus({ preventScroll: true });
      else row?.focus({ preventScroll: true });
    };
  }, []);

  return (
    <aside className={styles.drawer} aria-label={label} data-drawer>
      <header className={styles.header}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        {onPrevious !== undefined || onNext !== undefined ? (
          <>
            <ActionIcon onClick={onPrevious} disabled={!onPrevious} aria-label="Previous" title="Previous (k)">
              <IconChevronUp size={17} />
            </ActionIcon>
            <ActionIcon onClick={onNext} disabled={!onNext} aria-label="Next" title="Next (j)">
              <IconChevronDown size={17} />
            </ActionIcon>
          </>
        ) : null}
        <ActionIcon onClick={onClose} aria-label="Close" title="Close (Esc)">
          <IconX size={17} />
        </ActionIcon>
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
