import { ApiError, type FieldErrors, fieldErrors } from '../../api/problem.ts';
import { SCORES, type VirtualModelValues } from './virtualModelForm.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._@:+/-]{0,199}$/;
const COUNT = /^\d{1,7}$/;
const DURATION = /^0*[1-9]\d{0,8}(ms|s|m|h|d)$/;
const STICKY = /^(user|key|header:[A-Za-z0-9!#$%&'*+.^_`|~-]+|metadata:.{1,64})$/;

const within = (value: string, least: number, most: number) => value.trim() === '' || (COUNT.test(value.trim()) && Number(value) >= least && Number(value) <= most);

function checkTargets({ targets }: VirtualModelValues, own: string, errors: Record<string, string>): void {
  if (targets.length === 0) errors.targets = 'Add at least one target.';
  else if (targets.every(({ weight }) => weight.trim() !== '' && Number(weight) === 0)) errors.targets = 'All have weight 0: give one of them more.';
  const seen = new Set<string>();
  targets.forEach(({ model, weight, priority, old }, index) => {
    const at = `targets.${index}`;
    const name = model.trim();
    if (!NAME.test(name)) errors[`${at}.model`] = name.includes('*') ? 'A wildcard: name one model.' : 'Choose a model.';
    else if (name === own) errors[`${at}.model`] = 'It would lead to itself.';
    else if (!old?.when && seen.has(name)) errors[`${at}.model`] = 'It is a target already: add their weights.';
    if (!old?.when) seen.add(name);
    if (!within(weight, 0, 1_000_000)) errors[`${at}.weight`] = 'Use 0 to 1000000.';
    if (!within(priority, 0, 1_000)) errors[`${at}.priority`] = 'Use 0 to 1000.';
  });
}

/** What the server would refuse, at the fields, before it is asked. */
export function checkVirtualModel(values: VirtualModelValues, taken: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!NAME.test(values.name) || /\/\/|\/$/.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + / with a letter or digit first.';
  else if (taken.includes(values.name)) errors.name = 'There is a model of this name already.';
  checkTargets(values, values.name, errors);
  if (values.strategy === 'score') {
    for (const name of SCORES) if (!(Number(values.score[name]) >= 0 && Number(values.score[name]) <= 1_000)) errors[`score.${name}`] = 'Use 0 to 1000.';
    if (SCORES.every((name) => Number(values.score[name]) === 0)) errors['score.cost'] = 'Give one of the three some weight.';
  }
  const odd = values.sticky.find((by) => !STICKY.test(by));
  if (odd !== undefined) errors.sticky = `'${odd}' is unknown: use header:<name>, metadata:<key>, user or key.`;
  else if (values.sticky.length > 5) errors.sticky = 'Use at most 5.';
  for (const field of ['ttl', 'backoff', 'maxRetryAfter'] as const) {
    if (values[field].trim() !== '' && !DURATION.test(values[field].trim())) errors[field] = 'Write 250ms, 5s, 10m, 1h or 30d.';
  }
  if (!within(values.attempts, 1, 6)) errors.attempts = 'Use 1 to 6.';
  return errors;
}

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
  'spec.fallback': 'to',
  'spec.fallback.on': 'on',
};

/** The server's refusal at the fields of the form. Of a target's parts that have no field the name is said, at its model. */
export function placed({ problem }: ApiError): FieldErrors {
  const { fields, rest } = fieldErrors(problem, PATHS);
  const result: Record<string, string> = {};
  for (const [field, message] of Object.entries(fields)) {
    const [, index, part = ''] = /^targets\.(\d+)\.?(.*)$/.exec(field) ?? [];
    if (index === undefined) result[field === 'score.' ? 'score.cost' : field.replace(/\.$/, '')] ??= message;
    else if (part === 'weight' || part === 'priority') result[field] ??= message;
    else result[`targets.${index}.model`] ??= part === '' || part === 'model' ? message : `${part}: ${message}`;
  }
  // Models and virtual models share their names, and only the server knows all of them.
  if (problem.code === 'name_taken') result.name ??= problem.detail ?? problem.title;
  return { fields: result, rest };
}
