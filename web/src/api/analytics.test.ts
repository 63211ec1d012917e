import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApi } from '../test/fakeApi.ts';
import { newerQuery } from './analytics.ts';

afterEach(() => vi.unstubAllGlobals());

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const ask = (from: string) => new QueryClient().fetchQuery(newerQuery(from, { model: 'smart' }));

describe('the count of newer requests', () => {
  it('is taken with the filters of the list', async () => {
    const { to } = fakeApi({ 'GET /usage': { total: { requests: 37 } } });
    expect(await ask(at(-60_000))).toBe(37);
    expect(to('GET', '/usage')[0]?.query.get('model')).toBe('smart');
  });

  it('is nothing, without a call, before the list’s own span is over', async () => {
    const { calls } = fakeApi({});
    expect(await ask(at(10_000))).toBe(0);
    expect(calls).toEqual([]);
  });
});
