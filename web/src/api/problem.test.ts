import { describe, expect, it } from 'vitest';
import { ApiError, fieldErrors, isUnavailable, toError } from './problem.ts';

const problem = (...errors: { field: string; message: string }[]) => ({ title: 'no', status: 400, code: 'invalid_request', errors });

describe('field errors', () => {
  const paths = { 'spec.models': 'models', 'spec.price': 'price.*', 'spec.credentials': 'credentials.*' };

  it('land on the field of their path, dotted or as a pointer', () => {
    expect(fieldErrors(problem({ field: '/spec/models', message: 'none' }), paths).fields).toEqual({ models: 'none' });
    expect(fieldErrors(problem({ field: 'spec.models[2]', message: 'bad' }), paths).fields).toEqual({ models: 'bad' });
  });

  it('keep the rest of the path for rows', () => {
    const { fields } = fieldErrors(
      problem({ field: 'spec.credentials[1].secret.env', message: 'unknown' }, { field: 'spec.price.input', message: 'negative' }),
      paths,
    );
    expect(fields).toEqual({ 'credentials.1.secret.env': 'unknown', 'price.input': 'negative' });
  });

  it('are listed when no field stands for them', () => {
    const { fields, rest } = fieldErrors(problem({ field: 'spec.modelsBeta', message: 'new' }), paths);
    expect(fields).toEqual({});
    expect(rest).toEqual([{ field: 'spec.modelsBeta', message: 'new' }]);
  });

  it('show the first of several on one field', () =>
    expect(fieldErrors(problem({ field: 'spec.models', message: 'a' }, { field: 'spec.models', message: 'b' }), paths).fields.models).toBe('a'));
});

describe('answers that are no problem document', () => {
  it('still carry status and request id', () => {
    const error = toError('<html>', new Response('', { status: 502, headers: { 'x-request-id': 'r1' } }));
    expect(error.problem).toMatchObject({ status: 502, code: 'http_502', requestId: 'r1' });
  });

  it('tell unavailable analytics apart', () => {
    expect(isUnavailable(new ApiError({ title: '', status: 503, code: 'unavailable' }))).toBe(true);
    expect(isUnavailable(new ApiError({ title: '', status: 500, code: 'internal' }))).toBe(false);
  });
});
