import type { Manifest } from '../../api/policy.ts';
import type { FailureClass, RouteStrategy, RouteTarget, VirtualModelSpec } from '../../api/types.ts';
import { type ConditionValues, conditionOf, conditionValues } from './conditionForm.ts';
import type { HedgeValues } from './hedge.ts';
import { type OverrideRow, overrideRows, overridesOf } from './overrideForm.ts';
import type { ShadowValues } from './shadow.ts';
import { strategyOf } from './words.ts';

export interface TargetRow {
  /** Of the row on the screen. */
  id: string;
  model: string;
  weight: string;
  priority: string;
  when: ConditionValues;
  overrides: OverrideRow[];
  /** Holds what the form does not know. */
  old: RouteTarget | undefined;
}

export const SCORES = ['cost', 'latency', 'quality'] as const;

export interface VirtualModelValues {
  name: string;
  description: string;
  strategy: RouteStrategy;
  score: Record<(typeof SCORES)[number], string>;
  targets: TargetRow[];
  /** `header:<name>`, `metadata:<key>`, `user`, `key`, `conversation`. */
  sticky: string[];
  ttl: string;
  attempts: string;
  backoff: string;
  maxRetryAfter: string;
  on: FailureClass[];
  to: string[];
  hedge: HedgeValues;
  shadow: ShadowValues;
}

const text = (value: number | undefined) => (value === undefined ? '' : String(value));
const number = (value: string) => (value.trim() === '' ? undefined : Number(value));
const words = (value: string) => value.trim() || undefined;

export function virtualModelValues(model: Manifest<VirtualModelSpec> | undefined): VirtualModelValues {
  const spec: VirtualModelSpec = model?.spec ?? { targets: [{ model: '' }] };
  const weights = spec.strategy?.weights;
  return {
    name: model?.metadata.name ?? '',
    description: model?.metadata.description ?? '',
    strategy: strategyOf(spec),
    score: weights ? { cost: text(weights.cost), latency: text(weights.latency), quality: text(weights.quality) } : { cost: '1', latency: '1', quality: '1' },
    targets: spec.targets.map((old, index) => ({ id: String(index), model: old.model, weight: text(old.weight), priority: text(old.priority), when: conditionValues(old.when), overrides: overrideRows(old.overrides), old })),
    sticky: spec.sticky?.by ?? [],
    ttl: spec.sticky?.ttl ?? '',
    attempts: text(spec.retry?.attempts),
    backoff: spec.retry?.backoff ?? '',
    maxRetryAfter: spec.retry?.maxRetryAfter ?? '',
    on: spec.fallback?.on ?? [],
    to: spec.fallback?.to ?? [],
    hedge: { after: spec.hedge?.after ?? '', maxExtraSpend: spec.hedge?.maxExtraSpend ?? '' },
    shadow: { model: spec.shadow?.model ?? '', percent: text(spec.shadow?.percent) },
  };
}

/** With the last place of a list by priority. */
export function newTarget(rows: readonly TargetRow[], strategy: RouteStrategy): TargetRow {
  const id = String(Math.max(-1, ...rows.map((row) => Number(row.id))) + 1);
  const last = Math.max(-1, ...rows.map(({ priority }) => Number(priority)));
  return { id, model: '', weight: '', priority: strategy === 'priority' ? String(last + 1) : '', when: conditionValues(undefined), overrides: [], old: undefined };
}

/** Two rows change places; by priority they change their numbers too, so that the order means what is seen. */
export function moved(rows: readonly TargetRow[], from: number, to: number, strategy: RouteStrategy): TargetRow[] {
  const result = [...rows];
  const [a, b] = [rows[from], rows[to]];
  if (!a || !b) return result;
  const swap = strategy === 'priority';
  result[to] = swap ? { ...a, priority: b.priority } : a;
  result[from] = swap ? { ...b, priority: a.priority } : b;
  return result;
}

/** Without what is undefined or an empty list; undefined when nothing is left. */
function filled<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0));
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

function strategyPart(values: VirtualModelValues, old: VirtualModelSpec | undefined): object | undefined {
  if (values.strategy === 'weighted' && old?.strategy === undefined) return undefined;
  const { weights, ...rest } = old?.strategy ?? {};
  const score = { ...weights, ...Object.fromEntries(SCORES.map((name) => [name, number(values.score[name])])) };
  return filled({ ...rest, type: values.strategy, weights: values.strategy === 'score' ? filled(score) : undefined });
}

const target = ({ model, weight, priority, when, overrides, old }: TargetRow) =>
  filled({ ...old, model: model.trim(), weight: number(weight), priority: number(priority), when: conditionOf(when, old?.when), overrides: overridesOf(overrides, old?.overrides) }) as RouteTarget;

/** What the form does not show stays as it was. */
export function virtualModelManifest(values: VirtualModelValues, old: Manifest<VirtualModelSpec> | undefined): Manifest<VirtualModelSpec> {
  const { team, labels } = old?.metadata ?? {};
  const was = old?.spec;
  return {
    metadata: { name: values.name, ...(labels && { labels }), ...(team !== undefined && { team }), ...(values.description !== '' && { description: values.description }) },
    spec: filled({
      ...was,
      strategy: strategyPart(values, was),
      sticky: values.sticky.length === 0 ? undefined : filled({ ...was?.sticky, by: values.sticky, ttl: words(values.ttl) }),
      targets: values.targets.map(target),
      retry: filled({ ...was?.retry, attempts: number(values.attempts), backoff: words(values.backoff), maxRetryAfter: words(values.maxRetryAfter) }),
      fallback: filled({ ...was?.fallback, on: values.on, to: values.to }),
      hedge: filled({ ...was?.hedge, after: words(values.hedge.after), maxExtraSpend: words(values.hedge.maxExtraSpend) }),
      shadow: filled({ ...was?.shadow, model: words(values.shadow.model), percent: number(values.shadow.percent) }),
    }) as VirtualModelSpec,
  };
}
