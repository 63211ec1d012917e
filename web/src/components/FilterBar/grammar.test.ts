import { describe, expect, it } from 'vitest';
import { type Filters, isRequestId, parseFilters, printFilters } from './grammar.ts';

const NAMES = ['model', 'key', 'errorClass'] as const;
type Name = (typeof NAMES)[number];

describe('typed filters', () => {
  it('know fields, quotes and what belongs to none', () =>
    expect(parseFilters('model:smart KEY:"a \\"b\\" c" what errorClass:', NAMES)).toEqual({
      filters: { model: 'smart', key: 'a "b" c' },
      rest: ['what', 'errorClass:'],
    }));

  it('come back from print as they were', () => {
    const letters = ['a', 'Z', '0', ':', '"', '\\', ' ', '*', '/', 'ü', '-', '@'];
    let state = 1;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 5_000; round += 1) {
      const filters: Filters<Name> = {};
      for (const name of NAMES) {
        const value = Array.from({ length: next(8) }, () => letters[next(letters.length)]).join('');
        if (value !== '') filters[name] = value;
      }
      const text = printFilters(filters, NAMES);
      expect(parseFilters(text, NAMES), text).toEqual({ filters, rest: [] });
    }
  });

  it('tell an id', () => {
    expect(isRequestId(' 01994F2E-1f00-7000-8000-000000000001 ')).toBe(true);
    expect(isRequestId('model:smart')).toBe(false);
  });
});
