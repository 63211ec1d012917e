import { describe, expect, it } from 'vitest';
import type { BudgetSpec, RateLimitSpec } from '../../api/types.ts';
import { type Kind, ruleManifest, type RuleManifest, ruleValues } from './limitValues.ts';
import { parseManifest as parse, printManifest } from '../../components/YamlTwin/manifestYaml.ts';
import { KINDS } from './manifestYaml.ts';

const parseManifest = (kind: Kind, text: string, old?: RuleManifest) => parse(KINDS[kind], text, old);

const perUser: { metadata: RuleManifest['metadata']; spec: RateLimitSpec } = {
  metadata: { name: 'per-user', labels: { env: 'prod' }, description: 'yes: "no"', team: 'research' },
  spec: {
    match: { subjects: { in: ['team:research'] }, models: { notIn: ['local/*', '*'] }, metadata: { env: { in: ['prod', 'true', '1'] } } },
    per: ['user', 'metadata:env'],
    limits: [{ unit: 'requests', amount: 600, window: '1m' }, { unit: 'usd', amount: '50.00', window: '1d' }, { unit: 'concurrent', amount: 20 }],
    overrides: [{ subject: 'user:ada@example.com', limits: [{ unit: 'requests', amount: 6000, window: '1m' }] }],
    accuracy: 'soft',
    onPartition: 'closed',
    mode: 'audit',
  },
};

const month: { metadata: RuleManifest['metadata']; spec: BudgetSpec } = {
  metadata: { name: 'research-month' },
  spec: {
    per: ['team'],
    limits: [{ usd: '500.00', period: 'month' }, { tokens: 10_000_000, period: 'lifetime' }],
    zone: 'Europe/Berlin',
    onExceeded: { model: 'local/llama' },
    stopStreams: true,
    unpriced: 'block',
    alerts: { at: [50, 100], channels: ['ops-webhook'] },
    overrides: [{ subject: 'key:ci', limits: [{ usd: '900.00', period: 'month' }] }],
  },
};

const cases: [Kind, RuleManifest][] = [['RateLimit', perUser], ['Budget', month]];

describe('the manifest', () => {
  it.each(cases)('of a %s is the same by way of the form', (kind, manifest) => expect(ruleManifest(kind, ruleValues(kind, manifest), manifest)).toEqual(manifest));

  it.each(cases)('of a %s is the same by way of the text', (kind, manifest) => {
    const text = printManifest(kind, manifest);
    expect(parseManifest(kind, text)).toEqual({ manifest, errors: [] });
    expect(printManifest(kind, parseManifest(kind, text).manifest ?? manifest)).toBe(text);
  });

  it('is short where it can be', () => {
    const text = printManifest('Budget', month);
    expect(text).toContain('    - {usd: "500.00", period: month}\n');
    expect(text).toContain('at: [50, 100]');
  });

  it('leaves out what is at its default, and what the server adds', () => {
    const object = { kind: 'Budget', metadata: { ...month.metadata, revision: 4, createdAt: '', updatedAt: '' }, spec: { ...month.spec, mode: 'enforce' as const, unpriced: 'allow' as const, stopStreams: false } };
    const manifest = ruleManifest('Budget', ruleValues('Budget', object), object);
    expect(manifest.metadata).toEqual({ name: 'research-month' });
    expect(Object.keys(manifest.spec)).not.toContain('mode');
    expect(Object.keys(manifest.spec)).not.toContain('stopStreams');
  });

  it('keeps fields of a newer server, in the form and in the text', () => {
    const newer = { ...month, spec: { ...month.spec, novel: { a: 1 } } } as RuleManifest;
    const through = ruleManifest('Budget', ruleValues('Budget', newer), newer);
    expect(through).toEqual(newer);
    expect(parseManifest('Budget', printManifest('Budget', through), newer)).toEqual({ manifest: newer, errors: [] });
  });
});

describe('text that cannot be read', () => {
  const text = printManifest('RateLimit', perUser);

  it.each([
    ['', '', /nothing here/],
    ['- a', '', /kind, metadata and spec/],
    [`${text}---\n${text}`, '', /One manifest/],
    [text.replace('RateLimit', 'Budget'), 'kind', /must be RateLimit/],
    [text.replace('per:', 'pre:'), 'spec.pre', /not a field here/],
    [text.replace('"50.00"', '[5]'), 'spec.limits[1].amount', /whole number, or dollars/],
    [text.replace('per: [user, metadata:env]', 'per: user'), 'spec.per', /must be a list/],
    [text.replace('"1"', '1'), 'spec.match.metadata.env.in[2]', /write "1", in quotes/],
    [text.replace('name: per-user', 'name: other'), 'metadata.name', /cannot change/],
    ['kind: RateLimit\nmetadata: {name: x}', 'spec', /required/],
    ['kind: RateLimit\nmetadata: {name: x\nspec: 1', 'line 3', /./],
    ['kind: RateLimit\nkind: RateLimit', 'line 2', /unique/],
  ])('%#', (given, field, message) => {
    const { manifest, errors } = parseManifest('RateLimit', given, perUser);
    expect(manifest).toBeUndefined();
    expect(errors[0]?.field).toBe(field);
    expect(errors[0]?.message).toMatch(message);
  });

  it('is told from text that can be read and would be refused', () => {
    const { manifest, errors } = parseManifest('RateLimit', text.replace('600', '-600'), perUser);
    expect(manifest?.spec.limits[0]).toEqual({ unit: 'requests', amount: -600, window: '1m' });
    expect(errors).toEqual([{ field: 'spec.limits[0].amount', message: '-600 is negative: use 0 to block all, or leave the limit out to allow all' }]);
  });

  it('does not unfold a text that grows without end', () => {
    const bomb = `kind: RateLimit\nmetadata: &a {name: x}\nspec: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nx: &c [*b, *b, *b, *b, *b, *b, *b, *b]\ny: [*c, *c, *c, *c, *c, *c, *c, *c]`;
    expect(parseManifest('RateLimit', bomb).manifest).toBeUndefined();
  });
});
