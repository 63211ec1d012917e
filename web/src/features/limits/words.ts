import type { Budget, BudgetLimit, BudgetSpec, Choice, LimitMatch, RateLimit, RateLimitSpec, WindowLimit } from '../../api/types.ts';
import { plainMoney, toNano } from '../../format/money.ts';
import { count } from '../../format/number.ts';

const UNITS: Record<string, string> = {
  inputTokens: 'input tokens', outputTokens: 'output tokens', toolCalls: 'tool calls', concurrent: 'at once', usd: 'dollars',
};

export const unitWords = (unit: string) => UNITS[unit] ?? unit;

/** `1m` is a length of time, `month` a period of the calendar: both come after a slash. */
export function windowWords(window: string | null | undefined): string {
  if (window === undefined || window === null || window === '') return '';
  return window === 'lifetime' ? ' in all' : ` / ${window}`;
}

function dollars(value: string): string {
  const nano = toNano(value);
  return nano === null ? `$${value}` : plainMoney(nano);
}

/** `600 requests / 1m`, `20 at once`. A limit of 0 says what it does. */
export function rateWords({ unit, amount, window }: WindowLimit): string {
  if (Number(amount) === 0) return `no ${unit === 'concurrent' ? 'requests' : unitWords(unit)} at all`;
  const much = unit === 'usd' ? dollars(String(amount)) : `${typeof amount === 'number' ? count(amount) : amount} ${unitWords(unit)}`;
  return `${much}${windowWords(window)}`;
}

/** `$500.00 / month`. */
export function budgetWords({ usd, tokens, period }: BudgetLimit): string {
  if (Number(usd ?? tokens) === 0) return 'nothing at all';
  return `${usd === undefined ? `${count(tokens ?? 0)} tokens` : dollars(usd)}${windowWords(period)}`;
}

const SUBJECT: Record<string, string> = { serviceAccount: 'service account' };

/** `team:research` → `team research`. */
export function subjectWords(subject: string): string {
  if (subject === '*') return 'everybody';
  const colon = subject.indexOf(':');
  if (colon < 0) return subject;
  const type = subject.slice(0, colon);
  return `${SUBJECT[type] ?? type} ${subject.slice(colon + 1)}`;
}

function choiceWords(choice: Choice | undefined, name: string, word: (value: string) => string = (value) => value): string[] {
  const said = (values: string[] | undefined, no: string) =>
    values === undefined || values.length === 0 ? [] : [`${no}${name}${values.map(word).join(no === '' ? ' or ' : ' nor ')}`];
  return [...said(choice?.in, ''), ...said(choice?.notIn, 'not ')];
}

/** Which requests: `team research · not local/* · env prod`. Empty of all. */
export function matchWords(match: LimitMatch | undefined): string {
  return [
    ...choiceWords(match?.subjects, '', subjectWords),
    ...choiceWords(match?.models, ''),
    ...Object.entries(match?.metadata ?? {}).flatMap(([key, choice]) => choiceWords(choice, `${key} `)),
  ].join(' · ');
}

const DIMENSION: Record<string, string> = { serviceAccount: 'service account', ip: 'address', account: 'provider account' };

export function dimensionWords(dimension: string): string {
  return DIMENSION[dimension] ?? dimension.replace(/^metadata:/, '');
}

function list(words: string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** For whom a counter is kept: `Each user and model`, `All together`. */
export const perWords = (per: readonly string[] | undefined) =>
  per === undefined || per.length === 0 ? 'All together' : `Each ${list(per.map(dimensionWords))}`;

/** The values of one counter: `research`, `ada@example.com, smart`. A value that a request lacks is said so. */
export function keyWords(key: Record<string, string>): string {
  const parts = Object.entries(key).map(([name, value]) => (value === '' ? `no ${dimensionWords(name)}` : name === 'subject' ? subjectWords(value) : value));
  return parts.length === 0 ? 'all together' : parts.join(', ');
}

/** What a rule allows, said aloud. */
export function ruleSentence(kind: 'RateLimit' | 'Budget', spec: RateLimitSpec | BudgetSpec): string {
  const limits = kind === 'RateLimit' ? (spec as RateLimitSpec).limits.filter(({ amount }) => String(amount) !== '').map(rateWords) : (spec as BudgetSpec).limits.filter(({ usd, tokens }) => String(usd ?? tokens) !== '').map(budgetWords);
  if (limits.length === 0) return 'Say how much is allowed.';
  const which = matchWords(spec.match);
  return `${perWords(spec.per)}${which === '' ? '' : `, of ${which},`} may ${kind === 'Budget' ? 'spend' : 'use'} ${list(limits)}.`;
}

export const limitWords = ({ kind, spec }: RateLimit | Budget): string =>
  [...(kind === 'Budget' ? (spec as BudgetSpec).limits.map(budgetWords) : (spec as RateLimitSpec).limits.map(rateWords))].join(' · ') + zoneWords(spec);

/** Only where it decides when something ends: `, Europe/Berlin`. */
function zoneWords(spec: RateLimitSpec | BudgetSpec): string {
  const zone = 'zone' in spec ? spec.zone : undefined;
  return zone === undefined || zone === 'UTC' ? '' : `, ${zone}`;
}

/** As the gateways take it when the rule does not say: budgets that block are strict, all else is soft. */
export function isStrict({ kind, spec }: RateLimit | Budget): boolean {
  if (spec.accuracy !== undefined) return spec.accuracy === 'strict';
  return kind === 'Budget' && spec.mode !== 'audit' && typeof (spec as BudgetSpec).onExceeded !== 'object';
}

const many = (size: number, one: string) => `${size} ${one}${size === 1 ? '' : 's'}`;

/** What else a rule says that is not the default. */
export function noteWords({ spec }: RateLimit | Budget): string[] {
  const { overrides, onPartition } = spec;
  const { onExceeded, stopStreams, unpriced, alerts }: Partial<BudgetSpec> = spec as Partial<BudgetSpec>;
  const at = alerts?.at ?? [];
  return [
    typeof onExceeded === 'object' ? `then ${onExceeded.model} answers` : '',
    stopStreams ? 'ends streams' : '',
    unpriced === 'block' ? 'refuses unpriced models' : '',
    overrides === undefined || overrides.length === 0 ? '' : many(overrides.length, 'override'),
    at.length === 0 ? '' : `alerts at ${at.join(', ')} %${alerts?.channels?.length ? ` to ${alerts.channels.join(', ')}` : ''}`,
    onPartition === undefined || onPartition === 'share' ? '' : `${onPartition} when cut off`,
  ].filter((note) => note !== '');
}
