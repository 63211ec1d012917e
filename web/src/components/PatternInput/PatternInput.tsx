import { TagsInput } from '@mantine/core';
import { matched } from './patterns.ts';

interface Props {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  /** What there is to match now. */
  names: readonly string[];
  error?: string | undefined;
  required?: boolean;
}

export function PatternInput({ label, value, onChange, names, error, required = false }: Props) {
  const hits = matched(value, names);
  const count = `${hits.length} ${hits.length === 1 ? 'model matches' : 'models match'} now`;
  return (
    <TagsInput
      label={label}
      withAsterisk={required}
      description={value.length === 0 ? 'Names or patterns; * stands for any run of characters.' : count}
      value={value}
      onChange={onChange}
      data={[...names]}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      clearable
      maxDropdownHeight={220}
      error={error}
      placeholder={value.length === 0 ? 'openai-main/*' : ''}
      title={hits.slice(0, 20).join('\n')}
    />
  );
}
