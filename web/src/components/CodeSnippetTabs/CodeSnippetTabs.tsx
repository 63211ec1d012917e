import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { readPreferences, writePreferences } from '../../app/preferences.ts';
import { CodeBlock } from '../CodeBlock/CodeBlock.tsx';
import styles from './CodeSnippetTabs.module.css';
import { LANGUAGES, type Language, snippet, type SnippetInput } from './snippets.ts';

export function CodeSnippetTabs({ input }: { input: SnippetInput }) {
  const [language, setLanguage] = useState<Language>(
    () => LANGUAGES.find(({ id }) => id === readPreferences().snippet)?.id ?? 'curl',
  );
  const choose = (id: Language) => {
    setLanguage(id);
    writePreferences({ snippet: id });
  };
  return (
    <figure className={styles.figure}>
      <div className={styles.tabs} role="group" aria-label="Language">
        {LANGUAGES.map(({ id, label }) => (
          <UnstyledButton key={id} className={styles.tab} aria-pressed={id === language} onClick={() => choose(id)}>
            {label}
          </UnstyledButton>
        ))}
      </div>
      <CodeBlock code={snippet(language, input)} />
    </figure>
  );
}
