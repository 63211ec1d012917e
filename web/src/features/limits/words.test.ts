import { describe, expect, it } from 'vitest';
import type { Budget, BudgetSpec, RateLimit } from '../../api/types.ts';
import { budgetWords, isStrict, limitWords, matchWords, noteWords, perWords, rateWords, ruleSentence } from './words.ts';

const metadata = { name: 'x', revision: 1, createdAt: '', updatedAt: '' };
const budget = (spec: Partial<BudgetSpec> = {}): Budget => ({ kind: 'Budget', metadata, spec: { limits: [{ usd: '500.00', period: 'month' }], ...spec } });

it.each([
  [rateWords({ unit: 'requests', amount: 600, window: '1m' }), '600 requests / 1m'],
  [rateWords({ unit: 'concurrent', amount: 20 }), '20 at once'],
  [rateWords({ unit: 'usd', amount: '0.000015', window: '1d' }), '$0.000015 / 1d'],
  [rateWords({ unit: 'toolCalls', amount: 0, window: '1m' }), 'no tool calls at all'],
  [budgetWords({ usd: '20000', period: 'quarter' }), '$20,000.00 / quarter'],
  [budgetWords({ tokens: 10_000_000, period: 'lifetime' }), '10,000,000 tokens in all'],
  [budgetWords({ usd: '0.00', period: 'day' }), 'nothing at all'],
])('%s', (words, wanted) => expect(words).toBe(wanted));

it('says which requests, and for whom each', () => {
  const match = { subjects: { in: ['team:research', 'serviceAccount:ci'] }, models: { notIn: ['local/*', 'a/b'] }, metadata: { env: { in: ['prod'] } } };
  expect(matchWords(match)).toBe('team research or service account ci · not local/* nor a/b · env prod');
  expect(matchWords(undefined)).toBe('');
  expect(perWords(['user', 'model', 'metadata:env'])).toBe('Each user, model and env');
  expect(perWords([])).toBe('All together');
  expect(ruleSentence('RateLimit', { match, per: ['user'], limits: [{ unit: 'requests', amount: 6, window: '1s' }, { unit: 'concurrent', amount: 2 }] })).toBe(
    'Each user, of team research or service account ci · not local/* nor a/b · env prod, may use 6 requests / 1s and 2 at once.',
  );
});

describe('a rule', () => {
  it('says its zone only where one was chosen', () => {
    expect(limitWords(budget({ zone: 'Europe/Berlin' }))).toBe('$500.00 / month, Europe/Berlin');
    expect(limitWords(budget({ zone: 'UTC' }))).toBe('$500.00 / month');
  });

  it('is strict by default only as a budget that blocks', () => {
    const limit: RateLimit = { kind: 'RateLimit', metadata, spec: { limits: [] } };
    expect([limit, budget(), budget({ mode: 'audit' }), budget({ onExceeded: { model: 'a/b' } }), budget({ accuracy: 'soft' })].map(isStrict)).toEqual([false, true, false, false, false]);
  });

  it('notes what is not the default', () => {
    expect(noteWords(budget())).toEqual([]);
    expect(noteWords(budget({ onExceeded: { model: 'a/b' }, alerts: { at: [50, 90], channels: ['ops'] }, overrides: [{ subject: 'team:a', limits: [] }], onPartition: 'closed' }))).toEqual([
      'then a/b answers', '1 override', 'alerts at 50, 90 % to ops', 'closed when cut off',
    ]);
  });
});
