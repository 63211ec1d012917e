import { Textarea } from '@mantine/core';
import type { YamlTwin } from './useYamlTwin.ts';
import styles from './YamlTwin.module.css';

/** The manifest as text, with what is wrong with it above. */
export function YamlText({ twin: { text, setText, errors, unreadable } }: { twin: YamlTwin<never> }) {
  return (
    <div className={styles.text}>
      <div aria-live="polite" className={styles.live}>
        {errors.length > 0 && (
          <ul className={styles.errors} id="yaml-errors">
            {errors.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                {field !== '' && <code>{field}</code>} {message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Textarea
        label="Manifest"
        description={unreadable ? 'The form shows what could be read last.' : 'As plan and apply take it. The form shows the same.'}
        classNames={{ input: styles.yaml }}
        rows={Math.max(14, Math.min(28, text.split('\n').length + 1))}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-invalid={errors.length > 0 || undefined}
        aria-errormessage={errors.length > 0 ? 'yaml-errors' : undefined}
      />
    </div>
  );
}
