import { Textarea } from '@mantine/core';
import type { FieldError } from '../../api/types.ts';
import styles from './LimitForm.module.css';

interface Props {
  text: string;
  onChange: (text: string) => void;
  errors: readonly FieldError[];
  /** Whether the form shows the same. */
  readable: boolean;
}

export function YamlText({ text, onChange, errors, readable }: Props) {
  return (
    <>
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
        description={readable ? 'As sluice apply takes it. The form shows the same.' : 'The form shows what could be read last.'}
        classNames={{ input: styles.yaml }}
        rows={Math.max(14, Math.min(28, text.split('\n').length + 1))}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={errors.length > 0 || undefined}
        aria-errormessage={errors.length > 0 ? 'yaml-errors' : undefined}
      />
    </>
  );
}
