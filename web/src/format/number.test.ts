import { describe, expect, it } from 'vitest';
import { bytes, duration, percent, short } from './number.ts';
import { clock, relative } from './time.ts';

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [0.048, '48 µs'],
    [0.18, '0.18 ms'],
    [312, '312 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1840, '1.84 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [7_500_000, '2 h 05 min'],
  ])('%d ms', (ms, text) => expect(duration(ms)).toBe(text));
});

describe('counts', () => {
  it.each([
    [5_201, '5,201'],
    [9_999, '9,999'],
    [92_000, '92 k'],
    [999_960, '1 M'],
    [96_400_000, '96.4 M'],
    [1_200_000_000, '1.2 G'],
  ])('%d', (value, text) => expect(short(value)).toBe(text));

  it('are shares', () => {
    expect(percent(774, 184_203)).toBe('0.42 %');
    expect(percent(1, 1_000_000)).toBe('< 0.01 %');
    expect(percent(0, 0)).toBe('0 %');
  });

  it('are bytes', () => expect(bytes(1_250_000)).toBe('1.3 MB'));
});

describe('times', () => {
  it('names the day unless it is today', () => {
    const now = new Date('2026-11-20T15:00:00Z');
    expect(clock('2026-11-20T14:02:31.204Z', now)).toBe('14:02:31.204');
    expect(clock('2026-11-18T14:02:31.204Z', now)).toBe('Nov 18 14:02:31');
  });

  it('are near', () => {
    const now = Date.parse('2026-11-20T15:00:00Z');
    expect(relative('2026-11-23T15:00:00Z', now)).toBe('in 3 d');
    expect(relative('2026-11-20T14:58:00Z', now)).toBe('2 min ago');
  });
});
