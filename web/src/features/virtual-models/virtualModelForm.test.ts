import { describe, expect, it } from 'vitest';
import type { VirtualModel, VirtualModelSpec } from '../../api/types.ts';
import { checkVirtualModel } from './check.ts';
import { shares, shareWords } from './shares.ts';
import { moved, newTarget, virtualModelManifest, type VirtualModelValues, virtualModelValues } from './virtualModelForm.ts';
import { fallbackWords, routeWords } from './words.ts';

const metadata = { name: 'v', revision: 1, createdAt: '', updatedAt: '' };
const model = (spec: object) => ({ kind: 'VirtualModel', metadata, spec }) as VirtualModel;
const row = (name: string, part: object = {}) => ({ id: name, model: name, weight: '', priority: '', old: undefined, ...part });
const again = (spec: object, change: Partial<VirtualModelValues> = {}) => virtualModelManifest({ ...virtualModelValues(model(spec)), ...change }, model(spec)).spec;

describe('the manifest', () => {
  it.each([
    { targets: [{ model: 'a' }] },
    { strategy: { type: 'score', weights: { cost: 1, later: 2 } }, targets: [{ model: 'a', later: true }] },
    { sticky: { by: ['user'], ttl: '10m', later: 1 }, targets: [{ model: 'a', when: { headers: { 'x-a': { in: ['b'] } } } }], retry: { attempts: 2, later: 1 }, fallback: { on: ['auth'], to: ['b'], later: 1 } },
  ])('of what was not changed is what was there: %j', (spec) => expect(again(spec)).toEqual(spec));

  it('leaves out what was emptied', () => {
    const spec = { strategy: { type: 'score', weights: { cost: 1 } }, sticky: { by: ['user'] }, targets: [{ model: 'a', weight: 3 }], retry: { attempts: 2 }, fallback: { to: ['b'] } };
    expect(again(spec, { strategy: 'cost', sticky: [], attempts: '', to: [], targets: [row('a', { old: spec.targets[0] })] })).toEqual({ strategy: { type: 'cost' }, targets: [{ model: 'a' }] });
  });
});

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
    [{ strategy: { type: 'least-busy' }, targets: [a, { ...b, when: { subjects: { notIn: ['team:x'] }, timeoutMs: { lt: 5 } } }] }, 'the least busy of a, b for not team:x, some deadlines'],
  ])('%j → %s', (spec, words) => expect(routeWords(spec as VirtualModelSpec)).toBe(words));

  it('says after which failures', () => {
    expect(fallbackWords({ targets: [a], fallback: { on: ['auth'] } })).toBe('other targets after credential refused');
    expect(fallbackWords({ targets: [a], fallback: { on: ['auth', 'connection', 'overloaded', 'permission'], to: ['b', 'c'] } })).toBe('b, c after 4 kinds of failure');
  });

  it('never makes nothing of a little', () => {
    expect(shares([{ weight: 0 }])).toEqual([0]);
    expect([0.01, 99.95, 100, 33.333].map(shareWords)).toEqual(['< 0.1 %', '> 99.9 %', '100 %', '33.3 %']);
  });
});
