import type { BoundsValues, ConditionValues, NamedRow } from './conditionForm.ts';

const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const SUBJECT = /^(user|serviceAccount|team|key):.+$/;
const MOST = 1_000_000_000_000;

const bounded = ({ from, below }: BoundsValues) => from.trim() !== '' || below.trim() !== '';

/** Whether it holds for some requests only. */
export const says = ({ metadata, headers, subjects, timeoutMs, maxTokens, stream, tools }: ConditionValues) =>
  metadata.length + headers.length + subjects.in.length + subjects.notIn.length > 0 || bounded(timeoutMs) || bounded(maxTokens) || stream !== '' || tools !== '';

function checkNamed(rows: readonly NamedRow[], at: string, header: boolean, errors: Record<string, string>): void {
  const names = rows.map(({ name }) => (header ? name.trim().toLowerCase() : name.trim()));
  rows.forEach((row, index) => {
    const name = names[index] ?? '';
    if (name === '') errors[`${at}.${index}.name`] = 'Name it, or remove the row.';
    else if (header && !HEADER.test(name)) errors[`${at}.${index}.name`] = 'This is no name of a header.';
    else if (names.indexOf(name) < index) errors[`${at}.${index}.name`] = 'It is there twice: leave one out.';
    if (row.in.length === 0 && row.notIn.length === 0) errors[`${at}.${index}.in`] = 'Give a value, or remove the row.';
  });
}

function checkBounds({ from, below }: BoundsValues, at: string, errors: Record<string, string>): void {
  const wrong = (text: string) => text.trim() !== '' && (!/^\d{1,13}$/.test(text.trim()) || Number(text) > MOST);
  if (wrong(from)) errors[`${at}.from`] = 'Use a whole number.';
  if (wrong(below)) errors[`${at}.below`] = 'Use a whole number.';
  else if (below.trim() !== '' && Number(below) <= (wrong(from) ? 0 : Number(from))) errors[`${at}.below`] = 'Holds for no number: make it greater.';
}

/** What the server would refuse of a condition, at its fields. */
export function checkCondition(when: ConditionValues, at: string, errors: Record<string, string>): void {
  checkNamed(when.metadata, `${at}.metadata`, false, errors);
  checkNamed(when.headers, `${at}.headers`, true, errors);
  for (const side of ['in', 'notIn'] as const) {
    const odd = when.subjects[side].find((subject) => !SUBJECT.test(subject));
    if (odd !== undefined) errors[`${at}.subjects.${side}`] = `'${odd}' is no subject: write user:…, serviceAccount:…, team:… or key:….`;
  }
  checkBounds(when.timeoutMs, `${at}.timeoutMs`, errors);
  checkBounds(when.maxTokens, `${at}.maxTokens`, errors);
}
