import { type FieldErrors, fieldErrors } from '../../api/problem.ts';
import type { Problem } from '../../api/types.ts';
import type { TargetRow, VirtualModelValues } from './virtualModelForm.ts';

const PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.strategy': 'strategy',
  'spec.strategy.weights': 'score.*',
  'spec.targets': 'targets.*',
  'spec.sticky': 'sticky',
  'spec.sticky.ttl': 'ttl',
  'spec.retry': 'attempts',
  'spec.retry.backoff': 'backoff',
  'spec.retry.maxRetryAfter': 'maxRetryAfter',
  'spec.hedge': 'hedge.after',
  'spec.hedge.maxExtraSpend': 'hedge.maxExtraSpend',
  'spec.shadow': 'shadow.model',
  'spec.shadow.percent': 'shadow.percent',
  'spec.fallback': 'to',
  'spec.fallback.on': 'on',
};

const side = (path: string) => (/(^|\.)notIn(\.|$)/.test(path) ? 'notIn' : 'in');

const bound = (path: string) => (/(^|\.)l/.test(path) ? 'below' : 'from');

/** Names of metadata and of headers may have dots, and begin as another does. */
function namedField(kind: 'metadata' | 'headers', path: string, { when }: TargetRow): string | undefined {
  const names = when[kind].map(({ name }) => name.trim());
  const [found] = names.filter((name) => path === name || path.startsWith(`${name}.`)).toSorted((a, b) => b.length - a.length);
  return found === undefined ? undefined : `when.${kind}.${names.indexOf(found)}.${path === found ? 'name' : side(path.slice(found.length))}`;
}

/** The field of a target that a part of its manifest is edited in. */
function targetField(part: string, target: TargetRow): string | undefined {
  if (part === 'weight' || part === 'priority') return part;
  const [, override] = /^overrides\.([^.]+)/.exec(part) ?? [];
  if (override !== undefined) {
    const at = target.overrides.findIndex(({ name }) => name === override);
    return at < 0 ? undefined : `overrides.${at}.value`;
  }
  const [, named, path = ''] = /^when\.(metadata|headers)\.(.+)$/.exec(part) ?? [];
  if (named === 'metadata' || named === 'headers') return namedField(named, path, target);
  if (part.startsWith('when.subjects')) return `when.subjects.${side(part)}`;
  const [, numbers, at = ''] = /^when\.(timeoutMs|parameters\.max_tokens)\.?(.*)$/.exec(part) ?? [];
  if (numbers !== undefined) return `when.${numbers === 'timeoutMs' ? 'timeoutMs' : 'maxTokens'}.${bound(at)}`;
  const [, flag] = /^when\.parameters\.(stream|tools)/.exec(part) ?? [];
  return flag === undefined ? undefined : `when.${flag}`;
}

/** The server's refusal at the fields of the form. Of a target's parts that have no field the name is said, at its model. */
export function placed(problem: Problem, values: VirtualModelValues): FieldErrors {
  const { fields, rest } = fieldErrors(problem, PATHS);
  const result: Record<string, string> = {};
  for (const [field, message] of Object.entries(fields)) {
    const [, index, part = ''] = /^targets\.(\d+)\.?(.*)$/.exec(field) ?? [];
    const target = values.targets[Number(index)];
    if (index === undefined || target === undefined) {
      result[field === 'score.' ? 'score.cost' : field.replace(/\.$/, '')] ??= message;
      continue;
    }
    const own = targetField(part, target);
    if (own !== undefined) result[`targets.${index}.${own}`] ??= message;
    else result[`targets.${index}.model`] ??= part === '' || part === 'model' ? message : `${part}: ${message}`;
  }
  // Models and virtual models share their names, and only the server knows all of them.
  if (problem.code === 'name_taken') result.name ??= problem.detail ?? problem.title;
  return { fields: result, rest };
}
