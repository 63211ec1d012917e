import type { FieldErrors } from '../../api/problem.ts';
import { fieldErrors } from '../../api/problem.ts';
import type { FieldError, Problem } from '../../api/types.ts';
import type { RuleValues } from './limitValues.ts';

const PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'metadata.team': 'team',
  'spec.match.subjects': 'subjects.*',
  'spec.match.models': 'models.*',
  'spec.match.metadata': 'metadata.*',
  'spec.per': 'per',
  'spec.limits': 'limits.*',
  'spec.overrides': 'overrides.*',
  'spec.accuracy': 'accuracy',
  'spec.onPartition': 'onPartition',
  'spec.mode': 'mode',
  'spec.zone': 'zone',
  'spec.onExceeded': 'model',
  'spec.stopStreams': 'stopStreams',
  'spec.unpriced': 'unpriced',
  'spec.alerts.at': 'at',
  'spec.alerts.channels': 'channels',
};

/** A row of a limit has one field for the amount, whatever its unit, and one for the time; a list of names is one field. */
function tidy(field: string, values: RuleValues): string {
  if (/^(subjects|models)\./.test(field)) return `${field.startsWith('s') ? 'subjects' : 'models'}.${/^\w+\.notIn/.test(field) ? 'notIn' : 'in'}`;
  if (field.startsWith('metadata.')) {
    const path = field.slice('metadata.'.length);
    // A key may have dots, and may begin as another one does.
    const [key] = values.metadata.map((row) => row.key).filter((name) => path === name || path.startsWith(`${name}.`)).toSorted((a, b) => b.length - a.length);
    const index = values.metadata.findIndex((row) => row.key === key);
    if (index < 0) return 'metadata';
    return `metadata.${index}.${path.slice(key?.length).startsWith('.notIn') ? 'notIn' : 'in'}`;
  }
  return field
    .replace(/\.$/, '')
    .replace(/(limits\.\d+)(?:\.(?:usd|tokens|amount))?$/, '$1.amount')
    .replace(/(limits\.\d+)\.(?:window|period)$/, '$1.span')
    .replace(/^(overrides\.\d+)$/, '$1.subject');
}

/** Puts errors, whose fields are those of the manifest, at the fields of the form. */
export function place(errors: readonly FieldError[], values: RuleValues): FieldErrors {
  const { fields, rest } = fieldErrors({ errors: [...errors] } as unknown as Problem, PATHS);
  const placed: Record<string, string> = {};
  for (const [field, message] of Object.entries(fields)) placed[tidy(field, values)] ??= message;
  return { fields: placed, rest };
}
