import type { Manifest } from '../../api/policy.ts';
import type { BudgetLimit, BudgetSpec, Choice, LimitMatch, LimitUnit, RateLimitSpec, WindowLimit } from '../../api/types.ts';
import { SHAPES } from './shape.ts';

export type Kind = 'RateLimit' | 'Budget';
export type RuleSpec<K extends Kind = Kind> = K extends 'RateLimit' ? RateLimitSpec : BudgetSpec;
export type RuleManifest = Manifest<RateLimitSpec | BudgetSpec>;

export interface ChoiceValues {
  in: string[];
  notIn: string[];
}

export interface MetadataRow extends ChoiceValues {
  id: string;
  key: string;
}

export interface LimitRow {
  id: string;
  unit: string;
  amount: string;
  /** The window, or the period. */
  span: string;
}

export interface OverrideRow {
  id: string;
  subject: string;
  limits: LimitRow[];
}

export interface RuleValues {
  name: string;
  description: string;
  team: string;
  subjects: ChoiceValues;
  models: ChoiceValues;
  metadata: MetadataRow[];
  per: string[];
  limits: LimitRow[];
  overrides: OverrideRow[];
  accuracy: '' | 'soft' | 'strict';
  onPartition: '' | 'share' | 'open' | 'closed';
  mode: 'enforce' | 'audit';
  zone: string;
  exceeded: 'block' | 'model';
  model: string;
  stopStreams: boolean;
  unpriced: 'allow' | 'block';
  at: string[];
  channels: string[];
}

let rows = 0;
/** Rows have no name of their own that React could tell them by. */
export const rowId = () => `row-${(rows += 1)}`;

export const newLimit = (kind: Kind): LimitRow =>
  kind === 'RateLimit' ? { id: rowId(), unit: 'requests', amount: '', span: '1m' } : { id: rowId(), unit: 'usd', amount: '', span: 'month' };

export const newMetadata = (): MetadataRow => ({ id: rowId(), key: '', in: [], notIn: [] });
export const newOverride = (kind: Kind): OverrideRow => ({ id: rowId(), subject: '', limits: [newLimit(kind)] });

const choiceValues = (given: Choice | undefined): ChoiceValues => ({ in: given?.in ?? [], notIn: given?.notIn ?? [] });

function row(limit: WindowLimit | BudgetLimit): LimitRow {
  if ('period' in limit || 'usd' in limit || 'tokens' in limit) {
    const { usd, tokens, period } = limit as BudgetLimit;
    return { id: rowId(), unit: tokens === undefined ? 'usd' : 'tokens', amount: String(usd ?? tokens ?? ''), span: period ?? '' };
  }
  const { unit, amount, window } = limit as WindowLimit;
  return { id: rowId(), unit: unit ?? 'requests', amount: String(amount ?? ''), span: window ?? '' };
}

export function ruleValues(kind: Kind, manifest: RuleManifest | undefined): RuleValues {
  const spec: Partial<RateLimitSpec & BudgetSpec> = (manifest?.spec ?? {}) as Partial<RateLimitSpec & BudgetSpec>;
  const exceeded = spec.onExceeded;
  return {
    name: manifest?.metadata.name ?? '',
    description: manifest?.metadata.description ?? '',
    team: manifest?.metadata.team ?? '',
    subjects: choiceValues(spec.match?.subjects),
    models: choiceValues(spec.match?.models),
    metadata: Object.entries(spec.match?.metadata ?? {}).map(([key, given]) => ({ id: rowId(), key, ...choiceValues(given) })),
    per: spec.per ?? [],
    limits: manifest === undefined ? [newLimit(kind)] : (spec.limits ?? []).map(row),
    overrides: (spec.overrides ?? []).map(({ subject, limits }) => ({ id: rowId(), subject: subject ?? '', limits: (limits ?? []).map(row) })),
    accuracy: spec.accuracy ?? '',
    onPartition: spec.onPartition ?? '',
    mode: spec.mode ?? 'enforce',
    zone: spec.zone ?? '',
    exceeded: typeof exceeded === 'object' ? 'model' : 'block',
    model: typeof exceeded === 'object' ? exceeded.model : '',
    stopStreams: spec.stopStreams ?? false,
    unpriced: spec.unpriced ?? 'allow',
    at: (spec.alerts?.at ?? []).map(String),
    channels: spec.alerts?.channels ?? [],
  };
}

/** A number when it is one; else the text, for the check to refuse at its field. */
const numeric = (text: string): number => (/^-?\d{1,16}$/.test(text.trim()) ? Number(text.trim()) : (text.trim() as unknown as number));

function windowLimit({ unit, amount, span }: LimitRow): WindowLimit {
  return {
    unit: unit as LimitUnit,
    amount: unit === 'usd' ? amount.trim() : numeric(amount),
    ...(unit === 'concurrent' || span.trim() === '' ? {} : { window: span.trim() }),
  };
}

function budgetLimit({ unit, amount, span }: LimitRow): BudgetLimit {
  const period = span as BudgetLimit['period'];
  return unit === 'usd' ? { usd: amount.trim(), period } : { tokens: numeric(amount), period };
}

function choice(values: ChoiceValues): Choice | undefined {
  if (values.in.length === 0 && values.notIn.length === 0) return undefined;
  return { ...(values.in.length > 0 && { in: values.in }), ...(values.notIn.length > 0 && { notIn: values.notIn }) };
}

function matchOf(values: RuleValues): LimitMatch | undefined {
  const [subjects, models] = [choice(values.subjects), choice(values.models)];
  // A row that has a name and no values stays, for the check to say so.
  const metadata = Object.fromEntries(values.metadata.filter(({ key }) => key !== '').map((entry) => [entry.key, choice(entry) ?? {}]));
  const match = { ...(subjects && { subjects }), ...(models && { models }), ...(Object.keys(metadata).length > 0 && { metadata }) };
  return Object.keys(match).length === 0 ? undefined : match;
}

function common(values: RuleValues) {
  const match = matchOf(values);
  return {
    ...(match && { match }),
    ...(values.per.length > 0 && { per: values.per }),
  };
}

function settings(values: RuleValues) {
  return {
    ...(values.accuracy !== '' && { accuracy: values.accuracy }),
    ...(values.onPartition !== '' && { onPartition: values.onPartition }),
    ...(values.mode !== 'enforce' && { mode: values.mode }),
  };
}

function budgetTerms(values: RuleValues) {
  const alerts = { ...(values.at.length > 0 && { at: values.at.map(numeric) }), ...(values.channels.length > 0 && { channels: values.channels }) };
  return {
    ...(values.zone.trim() !== '' && { zone: values.zone.trim() }),
    ...(values.exceeded === 'model' && { onExceeded: { model: values.model.trim() } }),
    ...(values.stopStreams && { stopStreams: true }),
    ...(values.unpriced !== 'allow' && { unpriced: values.unpriced }),
    ...(Object.keys(alerts).length > 0 && { alerts }),
  };
}

/** Fields that a newer server gave and this console does not know. */
export const unknownFields = (kind: Kind, old: RuleManifest | undefined) =>
  Object.fromEntries(Object.entries(old?.spec ?? {}).filter(([name]) => !Object.hasOwn(SHAPES[kind], name)));

/** What is at its default is left out: the shortest manifest that says it. `old` keeps labels, and what the form does not show. */
export function ruleManifest<K extends Kind>(kind: K, values: RuleValues, old?: RuleManifest): Manifest<RuleSpec<K>> {
  const limitsOf = (limits: readonly LimitRow[]): (WindowLimit | BudgetLimit)[] => (kind === 'RateLimit' ? limits.map(windowLimit) : limits.map(budgetLimit));
  const overrides = values.overrides.map(({ subject, limits }) => ({ subject: subject.trim(), limits: limitsOf(limits) }));
  return {
    metadata: {
      name: values.name,
      ...(old?.metadata.labels === undefined ? {} : { labels: old.metadata.labels }),
      ...(values.description === '' ? {} : { description: values.description }),
      ...(values.team === '' ? {} : { team: values.team }),
    },
    spec: {
      ...unknownFields(kind, old),
      ...common(values),
      limits: limitsOf(values.limits),
      ...(kind === 'Budget' && budgetTerms(values)),
      ...(overrides.length > 0 && { overrides }),
      ...settings(values),
    } as unknown as RuleSpec<K>,
  };
}
