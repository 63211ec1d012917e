import { NAME } from '../../api/names.ts';
import type { Manifest } from '../../api/policy.ts';
import type { BudgetLimit, BudgetSpec, Choice, FieldError, LimitMatch, RateLimitSpec, WindowLimit } from '../../api/types.ts';

// What the server would refuse, in its words and at its fields, before it is asked.

const PATTERN = /^[A-Za-z0-9._@:+/*-]{1,200}$/;
const SUBJECT = /^(user|serviceAccount|team|key):(.+)$/;
const DIMENSION = /^(user|serviceAccount|team|key|model|account|ip|metadata:.+)$/;
const DOLLARS = /^-?\d{1,9}(\.\d{1,9})?$/;
const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;
const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
const UNITS = ['requests', 'inputTokens', 'outputTokens', 'tokens', 'usd', 'toolCalls', 'concurrent'];
const PERIODS = ['hour', 'day', 'week', 'month', 'quarter', 'lifetime'];
const REMEDY = 'use 0 to block all, or leave the limit out to allow all';

type Refuse = (field: string, message: string) => void;

function word(refuse: Refuse, field: string, value: string | undefined, known: readonly string[], noun: string) {
  if (value !== undefined && !known.includes(value)) refuse(field, `'${value}' is not ${noun}: use one of ${known.join(', ')}`);
}

export function isSubject(value: string): boolean {
  return value === '*' || NAME.test(SUBJECT.exec(value)?.[2] ?? '');
}

function subject(refuse: Refuse, field: string, value: string | undefined) {
  if (value === undefined || value === '') refuse(field, 'is required: write user:…, serviceAccount:…, team:… or key:…');
  else if (!isSubject(value)) refuse(field, `'${value}' is not a subject: write user:…, serviceAccount:…, team:…, key:… or *`);
}

function choice(refuse: Refuse, field: string, value: Choice | undefined, each?: (field: string, value: string) => void) {
  if (value === undefined) return;
  if (value.in === undefined && value.notIn === undefined) refuse(field, 'says nothing: give in, notIn or both, or leave it out to match all');
  if (value.in?.length === 0) refuse(`${field}.in`, 'is empty, so nothing would match: name something, or leave it out');
  for (const side of ['in', 'notIn'] as const) value[side]?.forEach((item, index) => each?.(`${field}.${side}[${index}]`, item));
}

function checkMatch(refuse: Refuse, match: LimitMatch | undefined) {
  choice(refuse, 'spec.match.subjects', match?.subjects, (field, value) => subject(refuse, field, value));
  choice(refuse, 'spec.match.models', match?.models, (field, value) => {
    if (!PATTERN.test(value)) refuse(field, `'${value}' is not a pattern: write a name, with * for any run of characters`);
  });
  const entries = Object.entries(match?.metadata ?? {});
  if (entries.length > 20) refuse('spec.match.metadata', `has ${entries.length} keys: at most 20 are allowed`);
  for (const [key, value] of entries) choice(refuse, `spec.match.metadata.${key}`, value);
}

function checkPer(refuse: Refuse, per: readonly string[] = []) {
  if (per.length > 3) refuse('spec.per', `has ${per.length} dimensions: at most 3 are allowed`);
  per.forEach((value, index) => {
    if (!DIMENSION.test(value)) refuse(`spec.per[${index}]`, `'${value}' is not a dimension: use user, serviceAccount, team, key, model, account, ip or metadata:<key>`);
    else if (per.indexOf(value) < index) refuse(`spec.per[${index}]`, `'${value}' is there twice: leave one out`);
  });
}

function dollars(refuse: Refuse, field: string, value: unknown) {
  if (typeof value !== 'string' || !DOLLARS.test(value)) refuse(field, `'${String(value)}' is not an amount of dollars: write a decimal string such as "50.00"`);
  else if (value.startsWith('-')) refuse(field, `${value} is negative: ${REMEDY}`);
}

function whole(refuse: Refuse, field: string, value: unknown, unit: string) {
  if (value === '' || value === undefined) refuse(field, 'is required: say how much is allowed');
  else if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(field, `'${String(value)}' must be a whole number of ${unit}`);
  else if (value < 0) refuse(field, `${value} is negative: ${REMEDY}`);
}

function seconds(window: string): number | undefined {
  const [, size, unit] = DURATION.exec(window) ?? [];
  return size === undefined || unit === undefined || Number(size) === 0 ? undefined : Number(size) * (SECONDS[unit] ?? 0);
}

function checkWindows(refuse: Refuse, field: string, limits: readonly WindowLimit[] | undefined) {
  if (limits === undefined || limits.length === 0) return refuse(field, 'is empty: give at least one, such as {unit: requests, amount: 600, window: 1m}');
  const seen = new Set<string>();
  limits.forEach(({ unit, amount, window }, index) => {
    const at = `${field}[${index}]`;
    word(refuse, `${at}.unit`, unit, UNITS, 'a unit');
    if (unit === undefined) refuse(`${at}.unit`, `is required: use ${UNITS.join(', ')}`);
    else if (unit === 'usd') dollars(refuse, `${at}.amount`, amount ?? '');
    else whole(refuse, `${at}.amount`, amount, unit === 'concurrent' ? 'requests at once' : unit);
    const length = window === undefined ? undefined : seconds(window);
    if (unit === 'concurrent') {
      if (window !== undefined) refuse(`${at}.window`, 'does not go with concurrent, which counts requests in flight: remove it');
    } else if (window === undefined) refuse(`${at}.window`, 'is required: say how long, such as 1m');
    else if (length === undefined) refuse(`${at}.window`, `'${window}' is not a duration: write 5s, 10m, 1h or 30d`);
    else if (length < 1 || length > 31 * 86_400) refuse(`${at}.window`, `${window} is out of range: use 1s to 31d`);
    const counter = `${unit} ${length}`;
    if (seen.has(counter)) refuse(at, `says ${unit} in the same window again: keep the smaller one`);
    seen.add(counter);
  });
}

function checkPeriods(refuse: Refuse, field: string, limits: readonly BudgetLimit[] | undefined) {
  if (limits === undefined || limits.length === 0) return refuse(field, 'is empty: give at least one, such as {usd: "500.00", period: month}');
  const seen = new Set<string>();
  limits.forEach(({ usd, tokens, period }, index) => {
    const at = `${field}[${index}]`;
    if ((usd === undefined) === (tokens === undefined)) refuse(at, 'must have exactly one of usd, tokens');
    else if (usd !== undefined) dollars(refuse, `${at}.usd`, usd);
    else whole(refuse, `${at}.tokens`, tokens, 'tokens');
    if (period === undefined) refuse(`${at}.period`, `is required: use ${PERIODS.join(', ')}`);
    word(refuse, `${at}.period`, period, PERIODS, 'a period');
    const counter = `${usd === undefined} ${period}`;
    if (seen.has(counter)) refuse(at, `says ${period} again: keep the smaller one`);
    seen.add(counter);
  });
}

function checkOverrides<Limit>(refuse: Refuse, overrides: readonly { subject: string; limits: Limit[] }[] = [], limits: (field: string, limits: Limit[]) => void) {
  overrides.forEach((override, index) => {
    const at = `spec.overrides[${index}]`;
    if (override.subject === '*') refuse(`${at}.subject`, "'*' is everybody, whom the rule's own limits are for: name one subject");
    else subject(refuse, `${at}.subject`, override.subject);
    if (overrides.findIndex((other) => other.subject === override.subject) < index) refuse(`${at}.subject`, `'${override.subject}' is there twice: leave one out`);
    limits(`${at}.limits`, override.limits);
  });
}

function checkRule(refuse: Refuse, { metadata, spec }: Manifest<RateLimitSpec | BudgetSpec>) {
  if (!NAME.test(metadata.name ?? '')) refuse('metadata.name', `'${metadata.name ?? ''}' is not a name: use 1 to 200 of A-Z a-z 0-9 . _ - @ : + and begin with a letter or digit`);
  checkMatch(refuse, spec.match);
  checkPer(refuse, spec.per);
  word(refuse, 'spec.accuracy', spec.accuracy, ['soft', 'strict'], 'an accuracy');
  word(refuse, 'spec.onPartition', spec.onPartition, ['share', 'open', 'closed'], 'a way to go on');
  word(refuse, 'spec.mode', spec.mode, ['enforce', 'audit'], 'a mode');
}

export function checkRateLimit(manifest: Manifest<RateLimitSpec>): FieldError[] {
  const errors: FieldError[] = [];
  const refuse: Refuse = (field, message) => errors.push({ field, message });
  const { limits, overrides, accuracy } = manifest.spec;
  checkRule(refuse, manifest);
  checkWindows(refuse, 'spec.limits', limits);
  checkOverrides(refuse, overrides, (field, others) => checkWindows(refuse, field, others));
  const all = [...(limits ?? []), ...(overrides ?? []).flatMap((override) => override.limits ?? [])];
  if (accuracy === 'strict' && all.some(({ unit }) => unit === 'concurrent')) {
    refuse('spec.accuracy', 'cannot be strict for concurrent: put concurrent into a rule of its own, which is soft');
  }
  return errors;
}

/** Zones are those that this browser knows; one that only the server knows is refused here in vain, so offsets pass. */
function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return /^(UTC|GMT)?[+-]\d{1,2}(:\d{2})?$|^Z$/.test(zone);
  }
}

export function checkBudget(manifest: Manifest<BudgetSpec>): FieldError[] {
  const errors: FieldError[] = [];
  const refuse: Refuse = (field, message) => errors.push({ field, message });
  const { limits, overrides, zone, onExceeded, unpriced, alerts } = manifest.spec;
  checkRule(refuse, manifest);
  checkPeriods(refuse, 'spec.limits', limits);
  checkOverrides(refuse, overrides, (field, others) => checkPeriods(refuse, field, others));
  if (zone !== undefined && !isZone(zone)) refuse('spec.zone', `'${zone}' is not a time zone: write UTC or a name such as Europe/Berlin`);
  if (typeof onExceeded === 'object') {
    const { model } = onExceeded;
    if (model.includes('*')) refuse('spec.onExceeded.model', `'${model}' is a wildcard: name one model`);
    else if (!PATTERN.test(model) || /^\/|\/$|\/\//.test(model)) refuse('spec.onExceeded.model', `'${model}' is not a model name: write one such as local/llama`);
  }
  word(refuse, 'spec.unpriced', unpriced, ['allow', 'block'], 'a way to treat it');
  alerts?.at?.forEach((at, index) => {
    if (!Number.isSafeInteger(at) || at < 1 || at > 1000) refuse(`spec.alerts.at[${index}]`, `${at} is out of range: use 1 to 1000 percent`);
    else if (alerts.at?.indexOf(at) !== index) refuse('spec.alerts.at', 'names a percentage twice: leave one out');
  });
  alerts?.channels?.forEach((name, index) => {
    if (!NAME.test(name)) refuse(`spec.alerts.channels[${index}]`, `'${name}' is not a name of a channel`);
  });
  return errors;
}
