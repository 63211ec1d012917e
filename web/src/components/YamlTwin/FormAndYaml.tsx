import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { View, YamlTwin } from './useYamlTwin.ts';
import { YamlText } from './YamlText.tsx';
import styles from './YamlTwin.module.css';

/** From here on both have room beside each other. */
export const BESIDE = '(min-width: 1100px)';

/** The fields of a form, the same as text, or one beside the other. */
export function FormAndYaml<Spec>({ twin, children }: { twin: YamlTwin<Spec>; children: ReactNode }) {
  const beside = useMediaQuery(BESIDE, false, { getInitialValueInEffect: false });
  const { view, setView, unreadable, reset } = twin;
  const shown: View = view === 'both' && !beside ? 'yaml' : view;
  return (
    <>
      <div className={styles.view}>
        <SegmentedControl
          aria-label="Edit as"
          size="xs"
          data={[{ value: 'form', label: 'Form' }, { value: 'yaml', label: 'YAML' }, ...(beside ? [{ value: 'both', label: 'Both' }] : [])]}
          value={shown}
          onChange={(next) => setView(next as View)}
        />
        {unreadable && (
          <Button variant="subtle" size="compact-sm" onClick={reset}>
            Back to what could be read last
          </Button>
        )}
      </div>
      <div className={shown === 'both' ? styles.both : styles.one}>
        {shown !== 'yaml' && <div className={styles.fields}>{children}</div>}
        {shown !== 'form' && <YamlText twin={twin as unknown as YamlTwin<never>} />}
      </div>
    </>
  );
}
