import type { FieldError, SimulateRequest } from '../../api/types.ts';

/** As the fields have it; an empty one is left out of what is asked. */
export interface DryRunValues {
  /** `user:…`, `serviceAccount:…` or `key:…`. */
  subject: string;
  model: string;
  /** A `key=value` in each line. */
  metadata: string;
  /** The same of headers. */
  headers: string;
  stream: boolean;
  address: string;
  inputTokens: number | string;
  maxOutputTokens: number | string;
}

export const EMPTY: DryRunValues = { subject: '', model: '', metadata: '', headers: '', stream: false, address: '', inputTokens: 1000, maxOutputTokens: '' };

const CALLERS = ['key', 'user', 'serviceAccount'] as const;

type Errors = Partial<Record<keyof DryRunValues, string>>;

function caller(subject: string): Pick<SimulateRequest, (typeof CALLERS)[number]> | undefined {
  const colon = subject.indexOf(':');
  const type = CALLERS.find((name) => name === subject.slice(0, colon));
  const name = subject.slice(colon + 1);
  return type === undefined || name === '' ? undefined : { [type]: name };
}

function pairs(text: string): [string, string][] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line): [string, string] => {
    const equals = line.indexOf('=');
    return [line.slice(0, Math.max(0, equals)).trim(), line.slice(equals + 1).trim()];
  });
  return parsed.some(([key]) => key === '') ? undefined : parsed;
}

/** What is wrong with the values, at their fields. */
export function check(values: DryRunValues): Errors {
  const errors: Errors = {};
  if (caller(values.subject) === undefined) errors.subject = 'Write user:…, serviceAccount:… or key:….';
  if (values.model.trim() === '') errors.model = 'Name a model.';
  for (const name of ['metadata', 'headers'] as const) if (pairs(values[name]) === undefined) errors[name] = 'Write key=value, one in each line.';
  return errors;
}

/** Of values that {@link check} finds nothing wrong with. */
export function toRequest(values: DryRunValues): SimulateRequest {
  const [metadata, headers] = [pairs(values.metadata) ?? [], pairs(values.headers) ?? []];
  return {
    ...caller(values.subject),
    model: values.model.trim(),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(values.stream && { stream: true }),
    ...(values.address.trim() !== '' && { address: values.address.trim() }),
    ...(typeof values.inputTokens === 'number' && { inputTokens: values.inputTokens }),
    ...(typeof values.maxOutputTokens === 'number' && { maxOutputTokens: values.maxOutputTokens }),
  };
}

/** What the server refuses, at the fields of the form. */
export function placed(errors: readonly FieldError[] = []): Errors {
  const fields: Errors = {};
  for (const { field, message } of errors) {
    const name = CALLERS.some((type) => type === field) ? 'subject' : (['metadata', 'headers'].find((map) => field.startsWith(map)) ?? field);
    if (name in EMPTY) fields[name as keyof DryRunValues] = message;
  }
  return fields;
}
