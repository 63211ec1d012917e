import type { FieldError, Problem, Reference } from './types.ts';

/** A refusal of the admin API, or the lack of an answer, as one thing that pages can show. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get references(): Reference[] {
    return this.problem.references ?? [];
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'code' in value;
}

export function toError(body: unknown, response: Response): ApiError {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  if (isProblem(body)) return new ApiError({ ...body, status: body.status ?? response.status, requestId: body.requestId ?? requestId });
  return new ApiError({
    title: response.status >= 500 ? 'The control plane did not answer as expected' : 'The call was refused',
    status: response.status,
    code: `http_${response.status}`,
    detail: `The admin API answered ${response.status} without a problem document.`,
    requestId,
  });
}

export function unreachable(): ApiError {
  return new ApiError({
    title: 'The console cannot reach the admin API',
    status: 0,
    code: 'unreachable',
    detail: 'The connection failed. Gateways keep serving without it.',
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'Something in the console failed', status: 0, code: 'console', detail };
}

/** True when analytics are away: a figure is then "n/a", never 0. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'unavailable' || error.status === 503);
}

/** `spec.credentials[0].secret.env` and `/spec/credentials/0/secret/env` are the same field. */
function normalise(path: string): string {
  return path
    .replace(/^\$?[./]/, '')
    .replaceAll('/', '.')
    .replaceAll(/\[(\d+)\]/g, '.$1');
}

export interface FieldErrors {
  /** Keyed by the form's own field names. */
  fields: Record<string, string>;
  /** What no field of the form stands for. */
  rest: FieldError[];
}

/**
 * Places the server's field errors on a form. `paths` maps a JSON path of the manifest, or a prefix of one, to a field;
 * the longest match wins, and what follows a prefix that ends in `.` is kept as the row.
 */
export function fieldErrors(problem: Problem, paths: Record<string, string>): FieldErrors {
  const result: FieldErrors = { fields: {}, rest: [] };
  const known = Object.keys(paths).toSorted((a, b) => b.length - a.length);
  for (const error of problem.errors ?? []) {
    const path = normalise(error.field);
    const match = known.find((candidate) => path === candidate || path.startsWith(`${candidate}.`) || path.startsWith(`${candidate}[`));
    if (match === undefined) {
      result.rest.push(error);
      continue;
    }
    const target = paths[match] ?? match;
    const field = target.endsWith('.*') ? target.slice(0, -1) + path.slice(match.length + 1) : target;
    result.fields[field] ??= error.message;
  }
  return result;
}
