import type { ParameterOverrides } from '../../api/types.ts';

/** One parameter as it is typed. */
export interface OverrideRow {
  id: string;
  name: string;
  value: string;
}

export const EFFORTS = ['minimal', 'low', 'medium', 'high', 'xhigh'];

interface Range {
  least: number;
  most: number;
  whole?: true;
}

/** What can be set for a target, and within which numbers; `reasoning_effort` is a word. */
export const PARAMETERS: Record<string, Range | 'effort'> = {
  temperature: { least: 0, most: 2 },
  top_p: { least: 0, most: 1 },
  max_tokens: { least: 1, most: 10_000_000, whole: true },
  seed: { least: -Number.MAX_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, whole: true },
  frequency_penalty: { least: -2, most: 2 },
  presence_penalty: { least: -2, most: 2 },
  reasoning_effort: 'effort',
};

export const overrideRows = (overrides: ParameterOverrides | undefined): OverrideRow[] =>
  Object.entries(overrides ?? {}).map(([name, value], index) => ({ id: String(index), name, value: String(value) }));

/** With the first parameter that no row has. */
export function newOverride(rows: readonly OverrideRow[]): OverrideRow {
  const name = Object.keys(PARAMETERS).find((known) => rows.every((row) => row.name !== known)) ?? '';
  return { id: String(Math.max(-1, ...rows.map(({ id }) => Number(id))) + 1), name, value: '' };
}

/** `old` keeps the type of values that the form does not know. */
export function overridesOf(rows: readonly OverrideRow[], old: ParameterOverrides | undefined): ParameterOverrides | undefined {
  const was = Object.entries(old ?? {});
  const entries = rows.filter(({ name }) => name !== '').map(({ name, value }): [string, unknown] => {
    const before = was.find(([known, given]) => known === name && String(given) === value);
    if (before !== undefined) return before;
    return [name, PARAMETERS[name] === 'effort' || value.trim() === '' || Number.isNaN(Number(value)) ? value.trim() : Number(value)];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What is wrong with a value, if something is. */
export function overrideError(name: string, value: string): string | undefined {
  const range = PARAMETERS[name];
  if (range === undefined) return undefined;
  if (range === 'effort') return EFFORTS.includes(value.trim()) ? undefined : `Use ${EFFORTS.join(', ')}.`;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (range.whole ? !Number.isSafeInteger(number) : !Number.isFinite(number)) return range.whole ? 'Use a whole number.' : `Use a number, ${range.least} to ${range.most}.`;
  return number < range.least || number > range.most ? `Use ${range.least} to ${range.most}.` : undefined;
}
