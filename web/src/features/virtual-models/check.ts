import { checkCondition, says } from './checkCondition.ts';
import { hedgeErrors } from './hedge.ts';
import { overrideError } from './overrideForm.ts';
import { shadowErrors } from './shadow.ts';
import { SCORES, type TargetRow, type VirtualModelValues } from './virtualModelForm.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._@:+/-]{0,199}$/;
const COUNT = /^\d{1,7}$/;
const DURATION = /^0*[1-9]\d{0,8}(ms|s|m|h|d)$/;
const STICKY = /^(user|key|conversation|header:[A-Za-z0-9!#$%&'*+.^_`|~-]+|metadata:.{1,64})$/;

const within = (value: string, least: number, most: number) => value.trim() === '' || (COUNT.test(value.trim()) && Number(value) >= least && Number(value) <= most);

function checkOverrides({ overrides }: TargetRow, at: string, errors: Record<string, string>): void {
  overrides.forEach(({ name, value }, index) => {
    const message = overrideError(name, value);
    if (name === '') errors[`${at}.${index}.name`] = 'Choose a parameter, or remove the row.';
    else if (overrides.findIndex((other) => other.name === name) < index) errors[`${at}.${index}.name`] = 'It is set already: leave one out.';
    else if (message !== undefined) errors[`${at}.${index}.value`] = message;
  });
}

function checkTargets({ targets }: VirtualModelValues, own: string, errors: Record<string, string>): void {
  if (targets.length === 0) errors.targets = 'Add at least one target.';
  else if (targets.every(({ weight }) => weight.trim() !== '' && Number(weight) === 0)) errors.targets = 'All have weight 0: give one of them more.';
  const seen = new Set<string>();
  targets.forEach((target, index) => {
    const { model, weight, priority, when } = target;
    const conditional = says(when);
    const at = `targets.${index}`;
    const name = model.trim();
    if (!NAME.test(name)) errors[`${at}.model`] = name.includes('*') ? 'A wildcard: name one model.' : 'Choose a model.';
    else if (name === own) errors[`${at}.model`] = 'It would lead to itself.';
    else if (!conditional && seen.has(name)) errors[`${at}.model`] = 'It is a target already: add their weights.';
    if (!conditional) seen.add(name);
    if (!within(weight, 0, 1_000_000)) errors[`${at}.weight`] = 'Use 0 to 1000000.';
    if (!within(priority, 0, 1_000)) errors[`${at}.priority`] = 'Use 0 to 1000.';
    checkCondition(when, `${at}.when`, errors);
    checkOverrides(target, `${at}.overrides`, errors);
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
  if (odd !== undefined) errors.sticky = `'${odd}' is unknown: use header:<name>, metadata:<key>, user, key or conversation.`;
  else if (values.sticky.length > 5) errors.sticky = 'Use at most 5.';
  for (const field of ['ttl', 'backoff', 'maxRetryAfter'] as const) {
    if (values[field].trim() !== '' && !DURATION.test(values[field].trim())) errors[field] = 'Write 250ms, 5s, 10m, 1h or 30d.';
  }
  if (!within(values.attempts, 1, 6)) errors.attempts = 'Use 1 to 6.';
  for (const [field, message] of Object.entries(hedgeErrors(values.hedge))) errors[`hedge.${field}`] = message;
  for (const [field, message] of Object.entries(shadowErrors(values.shadow))) errors[`shadow.${field}`] = message;
  return errors;
}
