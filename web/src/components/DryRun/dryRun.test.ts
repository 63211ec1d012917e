import { describe, expect, it } from 'vitest';
import { check, EMPTY, placed, toRequest } from './dryRun.ts';

const values = { ...EMPTY, subject: 'key:laptop', model: 'openai/gpt-4o' };

describe('what is asked', () => {
  it('leaves out what is empty', () => expect(toRequest(values)).toEqual({ key: 'laptop', model: 'openai/gpt-4o', inputTokens: 1000 }));

  it('has every field', () =>
    expect(toRequest({ subject: 'user:ada@example.com', model: ' m ', metadata: 'env=prod\n\nurl=a=b', headers: 'x-session-id = s', stream: true, address: '192.0.2.7', inputTokens: 0, maxOutputTokens: 50 })).toEqual({
      user: 'ada@example.com',
      model: 'm',
      metadata: { env: 'prod', url: 'a=b' },
      headers: { 'x-session-id': 's' },
      stream: true,
      address: '192.0.2.7',
      inputTokens: 0,
      maxOutputTokens: 50,
    }));
});

describe('what is wrong', () => {
  it.each([
    [{ ...values, subject: 'ada' }, 'subject'],
    [{ ...values, subject: 'team:research' }, 'subject'],
    [{ ...values, subject: 'key:' }, 'subject'],
    [{ ...values, model: ' ' }, 'model'],
    [{ ...values, metadata: 'env=prod\nnothing' }, 'metadata'],
    [{ ...values, headers: '=a' }, 'headers'],
  ])('is said at its field', (wrong, field) => expect(Object.keys(check(wrong))).toEqual([field]));

  it('is nothing of what may be asked', () => expect(check(values)).toEqual({}));

  it('is placed where the server says', () =>
    expect(
      placed([
        { field: 'serviceAccount', message: 'names nobody' },
        { field: 'metadata.env', message: 'is too long' },
        { field: 'address', message: 'is no address' },
        { field: 'headers.x-a', message: 'is too long too' },
        { field: 'later', message: 'is nowhere' },
      ]),
    ).toEqual({ subject: 'names nobody', metadata: 'is too long', headers: 'is too long too', address: 'is no address' }));
});
