import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../format/tokens.ts';
import { billOf } from './bill.ts';

const tokens = { input: 10, cachedInput: 0, cacheWrite: 0, output: 5, reasoning: 0, audioInput: 7, audioOutput: 3 };

describe('the bill of an attempt', () => {
  it('has a line for audio at its own price', () => {
    const lines = billOf(tokens, { input: '1', output: '2', audioInput: '8', audioOutput: '16' });
    expect(lines.map(({ id, units, cost }) => [id, units, cost])).toEqual([
      ['input', 10, 10_000n],
      ['output', 5, 10_000n],
      ['audioInput', 7, 56_000n],
      ['audioOutput', 3, 48_000n],
    ]);
  });

  it('charges audio as text where it has no price', () => {
    expect(billOf(tokens, { input: '1', output: '2' }).map((line) => line.cost)).toEqual([10_000n, 10_000n, 7_000n, 6_000n]);
  });

  it('counts it in what went in and out', () => {
    expect(tokensOf(tokens)).toEqual({ in: 17, out: 8 });
  });
});
