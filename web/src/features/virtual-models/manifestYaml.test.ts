import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../api/policy.ts';
import type { VirtualModelSpec } from '../../api/types.ts';
import { parseManifest, printManifest } from '../../components/YamlTwin/manifestYaml.ts';
import { VIRTUAL_MODEL } from './manifestYaml.ts';
import { virtualModelManifest, virtualModelValues } from './virtualModelForm.ts';

const smart: Manifest<VirtualModelSpec> = {
  metadata: { name: 'smart', labels: { env: 'prod' }, team: 'research' },
  spec: {
    strategy: { type: 'score', weights: { cost: 1, latency: 0.5 } },
    sticky: { by: ['header:x-session-id'], ttl: '10m' },
    targets: [
      { model: 'openai-main/mini', weight: 90 },
      {
        model: 'anthropic/haiku',
        when: { metadata: { tier: { in: ['gold', 'true', '1'] } }, headers: { 'x-tier': { notIn: ['a'] } }, subjects: { in: ['team:x'] }, timeoutMs: { lt: 2000 }, parameters: { stream: { in: [true] }, max_tokens: { gte: 1 } } },
        overrides: { temperature: 0.2, reasoning_effort: 'low' },
      },
    ],
    retry: { attempts: 2, backoff: '100ms' },
    fallback: { on: ['auth'], to: ['b'] },
    hedge: { after: 'p98', maxExtraSpend: '3%' },
    shadow: { model: 'local/llama', percent: 0.5 },
  },
};
const text = printManifest('VirtualModel', smart);
const parse = (given: string, old = smart) => parseManifest(VIRTUAL_MODEL, given, old);

describe('the manifest', () => {
  it('is the same by way of the form', () => expect(virtualModelManifest(virtualModelValues(smart), smart)).toEqual(smart));

  it('is the same by way of the text', () => expect(parse(text)).toEqual({ manifest: smart, errors: [] }));

  it('keeps fields of a newer server, wherever the target goes', () => {
    const newer = { ...smart, spec: { ...smart.spec, novel: 1, targets: [smart.spec.targets[0], { ...smart.spec.targets[1], novel: { a: 1 } }] } } as Manifest<VirtualModelSpec>;
    const turned = { ...newer, spec: { ...newer.spec, targets: newer.spec.targets.toReversed() } };
    expect(parse(printManifest('VirtualModel', turned), newer)).toEqual({ manifest: turned, errors: [] });
    expect(virtualModelManifest(virtualModelValues(turned), turned)).toEqual(turned);
    expect(parse(printManifest('VirtualModel', turned)).errors.map(({ field }) => field)).toEqual(['spec.targets[0].novel', 'spec.novel']);
  });
});

it.each([
  [text.replace('weight: 90', 'weight: "90"'), 'spec.targets[0].weight', /whole number/],
  [text.replace('3%', '3'), 'spec.hedge.maxExtraSpend', /write "3", in quotes/],
  [text.replace('in: [true]', 'in: [yes]'), 'spec.targets[1].when.parameters.stream.in[0]', /true or false/],
  [text.replace('timeoutMs', 'timeout'), 'spec.targets[1].when.timeout', /not a field here/],
  ['kind: VirtualModel\nmetadata: {name: smart}\nspec: {}', 'spec.targets', /required/],
])('refuses text of another shape: %#', (given, field, message) => {
  const { errors } = parse(given);
  expect(errors[0]?.field).toBe(field);
  expect(errors[0]?.message).toMatch(message);
});

it.each([
  [text.replace('p98', 'p9'), 'spec.hedge.after'],
  [text.replace('temperature: 0.2', 'temperature: 3'), 'spec.targets[1].overrides.temperature'],
  [text.replace('lt: 2000', 'lt: 0'), 'spec.targets[1].when.timeoutMs'],
  [text.replace('team:x', 'x'), 'spec.targets[1].when.subjects.in'],
  [text.replace('notIn: [a]', 'notIn: []'), 'spec.targets[1].when.headers.x-tier.in'],
  [text.replace('latency: 0.5', 'latency: -1'), 'spec.strategy.weights.latency'],
  [text.replace('attempts: 2', 'attempts: 9'), 'spec.retry.attempts'],
  [text.replace('header:x', 'x'), 'spec.sticky.by'],
])('names the place of what would be refused: %#', (given, field) => {
  const { manifest, errors } = parse(given);
  expect(manifest).toBeDefined();
  expect(errors.map((error) => error.field)).toEqual([field]);
});
