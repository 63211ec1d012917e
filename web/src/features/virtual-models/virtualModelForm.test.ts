import { describe, expect, it } from 'vitest';
import type { VirtualModel, VirtualModelSpec } from '../../api/types.ts';
import { checkVirtualModel } from './check.ts';
import { conditionValues } from './conditionForm.ts';
import { hedgeWords } from './hedge.ts';
import { placed } from './place.ts';
import { shares, shareWords } from './shares.ts';
import { moved, newTarget, virtualModelManifest, type VirtualModelValues, virtualModelValues } from './virtualModelForm.ts';
import { fallbackWords, retryWords, routeWords } from './words.ts';

const metadata = { name: 'v', revision: 1, createdAt: '', updatedAt: '' };
const model = (spec: object) => ({ kind: 'VirtualModel', metadata, spec }) as VirtualModel;
const row = (name: string, part: object = {}) => ({ id: name, model: name, weight: '', priority: '', when: conditionValues(undefined), overrides: [], old: undefined, ...part });
const again = (spec: object, change: Partial<VirtualModelValues> = {}) => virtualModelManifest({ ...virtualModelValues(model(spec)), ...change }, model(spec)).spec;

describe('the manifest', () => {
  it.each([
    { targets: [{ model: 'a' }] },
    { strategy: { type: 'score', weights: { cost: 1, later: 2 } }, targets: [{ model: 'a', later: true }] },
    { targets: [{ model: 'a', when: { timeoutMs: { lte: 9, gt: 2 }, parameters: { stream: { in: [true, false] }, later: 1 }, later: 1 }, overrides: { temperature: 0.2, later: [1] } }], hedge: { after: 'p98', maxExtraSpend: '3%', later: 1 }, shadow: { model: 'b', percent: 0.5, later: 1 } },
    { sticky: { by: ['user'], ttl: '10m', later: 1 }, targets: [{ model: 'a', when: { headers: { 'x-a': { in: ['b'] } } } }], retry: { attempts: 2, later: 1 }, fallback: { on: ['auth'], to: ['b'], later: 1 } },
  ])('of what was not changed is what was there: %j', (spec) => expect(again(spec)).toEqual(spec));

  it('leaves out what was emptied', () => {
    const spec = { strategy: { type: 'score', weights: { cost: 1 } }, sticky: { by: ['user'] }, targets: [{ model: 'a', weight: 3 }], retry: { attempts: 2 }, fallback: { to: ['b'] } };
    expect(again(spec, { strategy: 'cost', sticky: [], attempts: '', to: [], targets: [row('a', { old: spec.targets[0] })] })).toEqual({ strategy: { type: 'cost' }, targets: [{ model: 'a' }] });
  });
});

describe('conditions and overrides', () => {
  const spec = { targets: [{ model: 'a', when: { metadata: { tier: { in: ['gold'] } }, timeoutMs: { lte: 9 }, later: 1 }, overrides: { temperature: 0.2 } }] };
  const [old] = virtualModelValues(model(spec)).targets;
  if (old === undefined) throw new Error('no target');

  it('are written as they were changed, and the parts that were not as they were', () => {
    const when = { ...old.when, metadata: [], headers: [{ id: '0', name: 'x-a', in: [], notIn: ['b'] }], stream: 'true' as const, maxTokens: { from: '', below: '500' } };
    const overrides = [{ id: '0', name: 'temperature', value: '0.5' }, { id: '1', name: 'reasoning_effort', value: 'low' }];
    expect(again(spec, { targets: [{ ...old, when, overrides }] }).targets).toEqual([
      {
        model: 'a',
        when: { headers: { 'x-a': { notIn: ['b'] } }, timeoutMs: { lte: 9 }, parameters: { stream: { in: [true] }, max_tokens: { lt: 500 } }, later: 1 },
        overrides: { temperature: 0.5, reasoning_effort: 'low' },
      },
    ]);
  });

  it('go when they are emptied', () => {
    const plain = { targets: [{ model: 'a', when: { subjects: { in: ['team:x'] } }, overrides: { seed: 1 } }] };
    const [target] = virtualModelValues(model(plain)).targets;
    expect(again(plain, { targets: [{ ...target!, when: conditionValues(undefined), overrides: [] }] }).targets).toEqual([{ model: 'a' }]);
  });

  it('show the bounds of whole numbers as from and below', () => expect(old.when.timeoutMs).toEqual({ from: '', below: '10' }));
});

it('places refusals at the parts of a target', () => {
  const when = { metadata: { tier: { in: ['a'] }, 'tier.b': { notIn: ['b'] } }, timeoutMs: { lt: 1 }, parameters: { stream: { in: [true] }, max_tokens: { gte: 1 } } };
  const values = virtualModelValues(model({ targets: [{ model: 'a', when, overrides: { seed: 1, top_p: 2 } }] }));
  const errors = ['when.metadata.tier.b.notIn[0]', 'when.subjects.notIn[0]', 'when.timeoutMs.lt', 'when.parameters.max_tokens', 'when.parameters.stream.in', 'overrides.top_p', 'when']
    .map((part) => ({ field: `spec.targets[0].${part}`, message: part }));
  const { fields } = placed({ title: '', status: 400, code: 'invalid', errors: [...errors, { field: 'spec.hedge.maxExtraSpend', message: 'm' }, { field: 'spec.hedge.after', message: 'a' }] }, values);
  expect(Object.keys(fields).map((field) => field.replace('targets.0.', ''))).toEqual([
    'when.metadata.1.notIn', 'when.subjects.notIn', 'when.timeoutMs.below', 'when.maxTokens.from', 'when.stream', 'overrides.1.value', 'model', 'hedge.maxExtraSpend', 'hedge.after',
  ]);
  expect(fields['targets.0.model']).toBe('when: when');
});

it.each([
  [{ after: 'p98', maxExtraSpend: '3%' }, 'asks the next target when 98 of 100 streams would have begun; at most 3 % extra spend'],
  [{ after: 'p99.9', maxExtraSpend: '0.5%' }, 'asks the next target when 999 of 1000 streams would have begun; at most 0.5 % extra spend'],
  [{ after: 'p49', maxExtraSpend: '3%' }, undefined],
  [{ after: '', maxExtraSpend: '' }, undefined],
])('says what hedging %j does', (values, words) => expect(hedgeWords(values)).toBe(words));

describe('rows', () => {
  it('change their numbers with their places by priority, and only there', () => {
    const rows = [row('a', { priority: '0' }), row('b', { priority: '5' })];
    expect(moved(rows, 1, 0, 'priority').map(({ model: name, priority }) => `${name}${priority}`)).toEqual(['b0', 'a5']);
    expect(moved(rows, 1, 0, 'weighted').map(({ model: name, priority }) => `${name}${priority}`)).toEqual(['b5', 'a0']);
    expect(newTarget(rows, 'priority').priority).toBe('6');
  });
});

it.each([
  [{ name: '' }, 'name'],
  [{ name: 'taken' }, 'name'],
  [{ targets: [] }, 'targets'],
  [{ targets: [row('a', { weight: '0' })] }, 'targets'],
  [{ targets: [row('')] }, 'targets.0.model'],
  [{ targets: [row('openai/*')] }, 'targets.0.model'],
  [{ targets: [row('v')] }, 'targets.0.model'],
  [{ targets: [row('a'), row('a')] }, 'targets.1.model'],
  [{ targets: [row('a', { weight: '-1' })] }, 'targets.0.weight'],
  [{ targets: [row('a', { priority: '1001' })] }, 'targets.0.priority'],
  [{ strategy: 'score', score: { cost: '0', latency: '', quality: '0' } }, 'score.cost'],
  [{ strategy: 'score', score: { cost: '1', latency: 'x', quality: '' } }, 'score.latency'],
  [{ sticky: ['session'] }, 'sticky'],
  [{ ttl: '10 minutes' }, 'ttl'],
  [{ backoff: '0s' }, 'backoff'],
  [{ attempts: '7' }, 'attempts'],
  [{ hedge: { after: 'p49', maxExtraSpend: '3%' } }, 'hedge.after'],
  [{ shadow: { model: '', percent: '1' } }, 'shadow.model'],
  [{ shadow: { model: 'local/*', percent: '1' } }, 'shadow.model'],
  [{ shadow: { model: 'local/llama', percent: '0' } }, 'shadow.percent'],
  [{ shadow: { model: 'local/llama', percent: '100.5' } }, 'shadow.percent'],
  [{ hedge: { after: 'p98', maxExtraSpend: '' } }, 'hedge.maxExtraSpend'],
  [{ hedge: { after: 'p98', maxExtraSpend: '50.01%' } }, 'hedge.maxExtraSpend'],
  [{ targets: [row('a', { overrides: [{ id: '0', name: 'temperature', value: '2.1' }] })] }, 'targets.0.overrides.0.value'],
  [{ targets: [row('a', { overrides: [{ id: '0', name: 'max_tokens', value: '1.5' }] })] }, 'targets.0.overrides.0.value'],
  [{ targets: [row('a', { overrides: [{ id: '0', name: 'reasoning_effort', value: 'most' }] })] }, 'targets.0.overrides.0.value'],
  [{ targets: [row('a', { overrides: [{ id: '0', name: 'seed', value: '1' }, { id: '1', name: 'seed', value: '1' }] })] }, 'targets.0.overrides.1.name'],
  [{ targets: [row('a', { when: { ...conditionValues(undefined), subjects: { in: ['ada'], notIn: [] } } })] }, 'targets.0.when.subjects.in'],
  [{ targets: [row('a', { when: { ...conditionValues(undefined), metadata: [{ id: '0', name: '', in: ['x'], notIn: [] }] } })] }, 'targets.0.when.metadata.0.name'],
  [{ targets: [row('a', { when: { ...conditionValues(undefined), headers: [{ id: '0', name: 'x-a', in: [], notIn: [] }] } })] }, 'targets.0.when.headers.0.in'],
  [{ targets: [row('a', { when: { ...conditionValues(undefined), timeoutMs: { from: '9', below: '9' } } })] }, 'targets.0.when.timeoutMs.below'],
] as const)('refuses %j', (change, field) => {
  const values = { ...virtualModelValues(model({ targets: [{ model: 'a' }] })), ...change } as VirtualModelValues;
  expect(Object.keys(checkVirtualModel(values, ['taken']))).toEqual([field]);
});

it('lets a target stand twice when one is for some requests', () => {
  const values = virtualModelValues(model({ targets: [{ model: 'a', when: { subjects: { in: ['team:x'] } } }, { model: 'a' }] }));
  expect(checkVirtualModel(values, [])).toEqual({});
});

describe('words', () => {
  const a = { model: 'a' };
  const b = { model: 'b' };
  it.each([
    [{ targets: [a] }, 'a'],
    [{ targets: [a, b, { model: 'c' }] }, '33.3 % a, 33.3 % b, 33.3 % c'],
    [{ strategy: { type: 'priority' }, targets: [{ ...a, weight: 9, priority: 2 }, { ...b, priority: 2 }, { model: 'c' }] }, 'c, then 90 % a, 10 % b'],
    [{ strategy: { type: 'cost' }, targets: [a, b, { model: 'c', weight: 0 }] }, 'the cheapest of a, b; then c'],
    [{ strategy: { type: 'least-busy' }, targets: [a, { ...b, when: { subjects: { notIn: ['team:x'] }, timeoutMs: { lt: 5 }, parameters: { tools: { in: [false] } } } }] }, 'the least busy of a, b for not team:x, deadline < 5 ms, no tools'],
  ])('%j → %s', (spec, words) => expect(routeWords(spec as VirtualModelSpec)).toBe(words));

  it('says after which failures', () => {
    expect(fallbackWords({ targets: [a], fallback: { on: ['auth'] } })).toBe('other targets after credential refused');
    expect(fallbackWords({ targets: [a], fallback: { on: ['auth', 'connection', 'overloaded', 'permission'], to: ['b', 'c'] } })).toBe('b, c after 4 kinds of failure');
  });

  it('says how often, and when somebody else is asked beside', () => {
    const hedge = { after: 'p98', maxExtraSpend: '3%' };
    expect([{}, { hedge }, { retry: { attempts: 2 }, hedge }, { shadow: { model: 'b', percent: 0.5 } }].map((part) => retryWords({ targets: [a], ...part }))).toEqual(['', 'hedged at p98', '2 tries each, hedged at p98', '0.5 % also to b']);
  });

  it('never makes nothing of a little', () => {
    expect(shares([{ weight: 0 }])).toEqual([0]);
    expect([0.01, 99.95, 100, 33.333].map(shareWords)).toEqual(['< 0.1 %', '> 99.9 %', '100 %', '33.3 %']);
  });
});
