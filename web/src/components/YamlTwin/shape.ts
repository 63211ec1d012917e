import type { FieldError } from '../../api/types.ts';

/** What JSON may stand at a place of a manifest. A record names its fields; `{'*': …}` is a map. */
export type Shape = 'text' | 'whole' | 'number' | 'amount' | 'flag' | 'exceeded' | 'any' | readonly [Shape] | { readonly [field: string]: Shape };

export const METADATA: Shape = { name: 'text', description: 'text', team: 'text', labels: { '*': 'text' } };

export const CHOICE = { in: ['text'], notIn: ['text'] } as const;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function wrong(shape: Shape, value: unknown): string | undefined {
  if (shape === 'any') return undefined;
  if (shape === 'text') return typeof value === 'string' ? undefined : `must be text${typeof value === 'number' ? `: write "${value}", in quotes` : ''}`;
  if (shape === 'whole') return typeof value === 'number' && Number.isSafeInteger(value) ? undefined : 'must be a whole number';
  if (shape === 'number') return typeof value === 'number' && Number.isFinite(value) ? undefined : 'must be a number';
  if (shape === 'amount') return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value)) ? undefined : 'must be a whole number, or dollars as a decimal string';
  if (shape === 'flag') return typeof value === 'boolean' ? undefined : 'must be true or false';
  const model = value === 'block' || (isRecord(value) && Object.keys(value).length === 1 && typeof value.model === 'string');
  return model ? undefined : 'must be block, or the model that answers instead, as in {model: local/llama}';
}

/** What a form could not show: fields that nobody knows, and values of another type. */
export function checkShape(value: unknown, shape: Shape, path = ''): FieldError[] {
  if (typeof shape === 'string') {
    const message = wrong(shape, value);
    return message === undefined ? [] : [{ field: path, message }];
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [{ field: path, message: 'must be a list' }];
    return value.flatMap((item, index) => checkShape(item, (shape as readonly [Shape])[0], `${path}[${index}]`));
  }
  if (!isRecord(value)) return [{ field: path, message: 'must have fields of its own' }];
  const fields = shape as { readonly [field: string]: Shape };
  return Object.entries(value).flatMap(([name, child]) => {
    const where = path === '' ? name : `${path}.${name}`;
    const inner = Object.hasOwn(fields, name) && name !== '*' ? fields[name] : fields['*'];
    if (inner === undefined) return [{ field: where, message: `is not a field here: use ${Object.keys(fields).join(', ')}` }];
    return checkShape(child, inner, where);
  });
}
