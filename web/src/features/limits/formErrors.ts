import { type Kind, ruleManifest, type RuleValues } from './limitValues.ts';
import { check } from './manifestYaml.ts';
import { place } from './place.ts';

/** What the manifest would be refused for, at the fields of the form; and what only a form can get wrong. */
export function formErrors(kind: Kind, values: RuleValues, taken: readonly string[]): Record<string, string> {
  const { fields } = place(check(kind, ruleManifest(kind, values)), values);
  if (values.name === '') fields.name = 'is required: name the rule';
  else if (taken.includes(values.name)) fields.name = 'There is one of this name already.';
  values.metadata.forEach(({ key }, index) => {
    if (key === '') fields[`metadata.${index}.key`] = 'Name it, or remove the row.';
    else if (values.metadata.findIndex((other) => other.key === key) < index) fields[`metadata.${index}.key`] = 'It is there twice: leave one out.';
  });
  return fields;
}
