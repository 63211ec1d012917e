import { describe, expect, it } from 'vitest';
import type { BudgetSpec, RateLimitSpec } from '../../api/types.ts';
import { checkBudget, checkRateLimit } from './check.ts';
import { formErrors } from './formErrors.ts';
import { ruleValues } from './limitValues.ts';
import { place } from './place.ts';

const rate = (spec: Partial<RateLimitSpec>, name = 'x') =>
  Object.fromEntries(checkRateLimit({ metadata: { name }, spec: { limits: [{ unit: 'requests', amount: 600, window: '1m' }], ...spec } }).map(({ field, message }) => [field, message]));
const budget = (spec: Partial<BudgetSpec>) =>
  Object.fromEntries(checkBudget({ metadata: { name: 'x' }, spec: { limits: [{ usd: '500.00', period: 'month' }], ...spec } }).map(({ field, message }) => [field, message]));

it('finds nothing wrong with what is right', () => {
  const match = { subjects: { in: ['*', 'user:ada@example.com'] }, models: { notIn: ['local/*'] }, metadata: { env: { in: ['prod'] } } };
  expect(rate({ match, per: ['user', 'model', 'metadata:env'], limits: [{ unit: 'requests', amount: 0, window: '31d' }, { unit: 'usd', amount: '0.000015', window: '1s' }, { unit: 'concurrent', amount: 1 }], accuracy: 'soft' })).toEqual({});
  expect(budget({ match, zone: 'Europe/Berlin', onExceeded: { model: 'local/llama' }, alerts: { at: [50, 1000], channels: ['ops'] }, overrides: [{ subject: 'key:a', limits: [{ tokens: 5, period: 'day' }] }] })).toEqual({});
});

describe('a rate limit is refused for', () => {
  it.each<[string, Partial<RateLimitSpec>, string, RegExp]>([
    ['no limits', { limits: [] }, 'spec.limits', /give at least one/],
    ['a fraction', { limits: [{ unit: 'requests', amount: 1.5, window: '1m' }] }, 'spec.limits[0].amount', /whole number of requests/],
    ['less than nothing', { limits: [{ unit: 'tokens', amount: -1, window: '1m' }] }, 'spec.limits[0].amount', /negative: use 0 to block all/],
    ['dollars as a number', { limits: [{ unit: 'usd', amount: 5, window: '1m' }] }, 'spec.limits[0].amount', /decimal string/],
    ['no window', { limits: [{ unit: 'requests', amount: 1 }] }, 'spec.limits[0].window', /say how long/],
    ['a window that is too long', { limits: [{ unit: 'requests', amount: 1, window: '32d' }] }, 'spec.limits[0].window', /use 1s to 31d/],
    ['a window that is too short', { limits: [{ unit: 'requests', amount: 1, window: '999ms' }] }, 'spec.limits[0].window', /use 1s to 31d/],
    ['no duration', { limits: [{ unit: 'requests', amount: 1, window: '1 minute' }] }, 'spec.limits[0].window', /not a duration/],
    ['concurrent in a window', { limits: [{ unit: 'concurrent', amount: 1, window: '1m' }] }, 'spec.limits[0].window', /remove it/],
    ['the same window again', { limits: [{ unit: 'requests', amount: 1, window: '60s' }, { unit: 'requests', amount: 2, window: '1m' }] }, 'spec.limits[1]', /keep the smaller/],
    ['strict and concurrent', { accuracy: 'strict', limits: [{ unit: 'concurrent', amount: 1 }] }, 'spec.accuracy', /a rule of its own/],
    ['strict and concurrent in an override', { accuracy: 'strict', overrides: [{ subject: 'team:a', limits: [{ unit: 'concurrent', amount: 1 }] }] }, 'spec.accuracy', /a rule of its own/],
    ['four dimensions', { per: ['user', 'team', 'key', 'model'] }, 'spec.per', /at most 3/],
    ['a dimension twice', { per: ['user', 'user'] }, 'spec.per[1]', /there twice/],
    ['an unknown dimension', { per: ['project'] }, 'spec.per[0]', /metadata:<key>/],
    ['no subject', { match: { subjects: { in: ['research'] } } }, 'spec.match.subjects.in[0]', /write user:…/],
    ['a match of nothing', { match: { models: { in: [] } } }, 'spec.match.models.in', /nothing would match/],
    ['a bad pattern', { match: { models: { notIn: ['a b'] } } }, 'spec.match.models.notIn[0]', /not a pattern/],
    ['metadata that says nothing', { match: { metadata: { env: {} } } }, 'spec.match.metadata.env', /says nothing/],
    ['an override for everybody', { overrides: [{ subject: '*', limits: [{ unit: 'requests', amount: 1, window: '1m' }] }] }, 'spec.overrides[0].subject', /name one subject/],
    ['an override without limits', { overrides: [{ subject: 'team:a', limits: [] }] }, 'spec.overrides[0].limits', /give at least one/],
  ])('%s', (_, spec, field, message) => expect(rate(spec)[field]).toMatch(message));

  it('a name that is none', () => expect(rate({}, 'per user')['metadata.name']).toMatch(/not a name/));
});

describe('a budget is refused for', () => {
  it.each<[string, Partial<BudgetSpec>, string, RegExp]>([
    ['both usd and tokens', { limits: [{ usd: '1', tokens: 1, period: 'day' }] }, 'spec.limits[0]', /exactly one/],
    ['ten decimals', { limits: [{ usd: '1.0000000001', period: 'day' }] }, 'spec.limits[0].usd', /not an amount of dollars/],
    ['less than nothing', { limits: [{ usd: '-5', period: 'day' }] }, 'spec.limits[0].usd', /is negative/],
    ['an unknown period', { limits: [{ usd: '5', period: 'year' as 'day' }] }, 'spec.limits[0].period', /lifetime/],
    ['the same period again', { limits: [{ usd: '5', period: 'day' }, { usd: '6', period: 'day' }] }, 'spec.limits[1]', /keep the smaller/],
    ['a zone that is none', { zone: 'Berlin' }, 'spec.zone', /Europe\/Berlin/],
    ['a wildcard that answers', { onExceeded: { model: 'local/*' } }, 'spec.onExceeded.model', /name one model/],
    ['an alert at 0', { alerts: { at: [0] } }, 'spec.alerts.at[0]', /1 to 1000/],
    ['an alert twice', { alerts: { at: [50, 50] } }, 'spec.alerts.at', /twice/],
  ])('%s', (_, spec, field, message) => expect(budget(spec)[field]).toMatch(message));
});

describe('at the form', () => {
  const values = ruleValues('Budget', {
    metadata: { name: 'x' },
    spec: { match: { metadata: { env: { in: ['a'] }, 'env.b': { notIn: ['c'] } } }, limits: [{ usd: '1', period: 'day' }], overrides: [{ subject: 'team:a', limits: [{ usd: '1', period: 'day' }] }] },
  });

  it.each([
    ['spec.limits[0].usd', 'limits.0.amount'],
    ['spec.limits[1]', 'limits.1.amount'],
    ['spec.limits', 'limits'],
    ['spec.limits[0].period', 'limits.0.span'],
    ['/spec/overrides/0/limits/0/tokens', 'overrides.0.limits.0.amount'],
    ['spec.overrides[0].limits', 'overrides.0.limits'],
    ['spec.overrides[0]', 'overrides.0.subject'],
    ['spec.match.subjects.in[3]', 'subjects.in'],
    ['spec.match.models.notIn[0]', 'models.notIn'],
    ['spec.match.metadata.env', 'metadata.0.in'],
    ['spec.match.metadata.env.b.notIn[0]', 'metadata.1.notIn'],
    ['spec.onExceeded.model', 'model'],
    ['spec.alerts.channels[0]', 'channels'],
    ['spec.per[1]', 'per'],
  ])('%s is shown at %s', (field, at) => expect(place([{ field, message: 'm' }], values)).toEqual({ fields: { [at]: 'm' }, rest: [] }));

  it('what it has no field for is kept apart', () => expect(place([{ field: 'spec.novel', message: 'm' }], values).rest).toHaveLength(1));

  it('an empty amount, a name in use and a nameless row are refused at their fields', () => {
    const fresh = { ...ruleValues('RateLimit', undefined), name: 'x', metadata: [{ id: 'a', key: '', in: ['b'], notIn: [] }] };
    expect(formErrors('RateLimit', fresh, ['x'])).toEqual({
      name: 'There is one of this name already.',
      'metadata.0.key': 'Name it, or remove the row.',
      'limits.0.amount': 'is required: say how much is allowed',
    });
  });
});
