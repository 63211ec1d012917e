import { describe, expect, it } from 'vitest';
import { centMoney, exactMoney, fromNano, lineCost, plainMoney, sumNano, tableMoney, tileMoney, toNano } from './money.ts';

const nano = (text: string) => toNano(text) ?? -1n;

describe('nano-dollars', () => {
  it.each([
    ['0', 0n],
    ['0.000000001', 1n],
    ['0.1', 100_000_000n],
    ['-1.5', -1_500_000_000n],
    ['12.500000000', 12_500_000_000n],
    ['9007199254740993.000000001', 9_007_199_254_740_993_000_000_001n],
  ])('reads %s', (text, value) => expect(toNano(text)).toBe(value));

  it.each([null, undefined, '', '1e3', 'abc', '0.0000000001', '1,5', '.5'])('refuses %s', (text) =>
    expect(toNano(text)).toBeNull(),
  );

  it('prints what it read', () => expect(fromNano(nano('1234.000000007'))).toBe('1234.000000007'));

  it('adds a million tenths without drift', () =>
    expect(fromNano(sumNano(Array.from({ length: 1_000_000 }, () => '0.1')))).toBe('100000.000000000'));
});

describe('in a table', () => {
  it.each([
    ['0.0031', '$0.0031', '00'],
    ['0', '$0', ''],
    ['0.0000004', '< $0.000001', ''],
    ['1', '$1.00', '0000'],
    ['1234.567891234', '$1,234.567891', ''],
  ])('%s', (value, text, dim) => expect(tableMoney(nano(value))).toEqual({ text, dim }));
});

describe('on a tile', () => {
  it.each([
    ['412.08', '$412.08'],
    ['412.085', '$412.09'],
    ['12400', '$12.4 k'],
    ['12345678', '$12.3 M'],
    ['0.0031', '$0.003100'],
    ['0.5', '$0.5000'],
    ['0', '$0'],
    ['0.0000001', '< $0.000001'],
  ])('%s', (value, text) => expect(tileMoney(nano(value))).toBe(text));
});

it.each([
  ['20000', '$20,000.00', '$20,000.00'],
  ['0.015', '$0.015', '$0.02'],
  ['0.000015', '$0.000015', '$0.000015'],
  ['1.204931', '$1.204931', '$1.20'],
  ['0', '$0.00', '$0'],
])('%s is %s as written and %s to the cent', (value, plain, cents) => {
  expect(plainMoney(nano(value))).toBe(plain);
  expect(centMoney(nano(value))).toBe(cents);
});

describe('a line of a bill', () => {
  it('is units times price per million, rounded half up once', () => {
    expect(lineCost(5_201, '0.15')).toBe(780_150n);
    expect(lineCost(1, '0.0005')).toBe(1n);
    expect(lineCost(1, '0.000499')).toBe(0n);
  });

  it('is unknown without a price', () => expect(lineCost(10, undefined)).toBeNull());

  it('shows every nano-dollar', () => expect(exactMoney(780_150n)).toBe('$0.000780150'));
});
