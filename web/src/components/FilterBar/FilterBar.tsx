import { Button, Menu, TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { IconPlus, IconSearch, IconX } from '../icons.ts';
import styles from './FilterBar.module.css';
import { type Filters, isRequestId, parseFilters } from './grammar.ts';

export interface FilterField<Name extends string> {
  name: Name;
  label: string;
}

interface Props<Name extends string> {
  fields: readonly FilterField<Name>[];
  value: Filters<Name>;
  onChange: (value: Filters<Name>) => void;
  /** A pasted id is looked up at once, whatever the filters. */
  onId: (id: string) => void;
}

export function FilterBar<Name extends string>({ fields, value, onChange, onId }: Props<Name>) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const set = fields.filter(({ name }) => value[name] !== undefined);

  const commit = () => {
    const trimmed = text.trim();
    if (trimmed === '') return;
    if (isRequestId(trimmed)) {
      setText('');
      onId(trimmed);
      return;
    }
    const { filters, rest } = parseFilters(trimmed, fields.map(({ name }) => name));
    if (rest.length > 0) {
      setProblem(`No field for ${rest.join(' ')}. Write field:value, or paste a request id.`);
      return;
    }
    setText('');
    setProblem(undefined);
    onChange({ ...value, ...filters });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    const last = set.at(-1);
    if (event.key === 'Backspace' && text === '' && last) {
      setText(`${last.name}:${value[last.name] ?? ''}`);
      onChange({ ...value, [last.name]: undefined });
      event.preventDefault();
    }
  };

  return (
    <search className={styles.bar}>
      <TextInput
        ref={input}
        className={styles.input}
        aria-label="Filter, or request id"
        placeholder="model:… key:… status:… or a request id"
        leftSection={<IconSearch size={15} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(undefined);
        }}
        onKeyDown={onKeyDown}
        error={problem}
        data-filter-input
      />
      {set.map(({ name, label }) => (
        <span key={name} className={styles.chip}>
          {label} <b>{value[name]}</b>
          <UnstyledButton className={styles.remove} aria-label={`Remove ${label} ${value[name]}`} onClick={() => onChange({ ...value, [name]: undefined })}>
            <IconX size={13} />
          </UnstyledButton>
        </span>
      ))}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />}>
            Filter
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {fields.map(({ name, label }) => (
            <Menu.Item
              key={name}
              onClick={() => {
                setText(`${name}:`);
                requestAnimationFrame(() => input.current?.focus());
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {set.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
    </search>
  );
}
