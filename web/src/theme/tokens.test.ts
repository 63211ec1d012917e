import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { dark, light, series, type Tokens } from './tokens.ts';

const schemes: [string, Tokens, readonly string[]][] = [
  ['light', light, series.light],
  ['dark', dark, series.dark],
];

describe.each(schemes)('%s', (name, tokens, palette) => {
  const grounds = [tokens.canvas, tokens.surface, tokens.sunken, tokens.hover, tokens.selected];

  it.each([
    ['text', tokens.text, 12],
    ['muted', tokens.muted, 5.5],
    ['accent', tokens.accent, 5.1],
  ] as const)('%s is readable on every ground', (_, ink, least) => {
    for (const ground of grounds) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(least);
  });

  it('holds the text of a filled accent', () => expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(5.95));

  it('draws controls at 3:1', () => {
    for (const ground of [tokens.canvas, tokens.surface, tokens.sunken]) {
      expect(contrast(tokens.control, ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('shows placeholders on inputs', () => {
    expect(contrast(tokens.placeholder, tokens.canvas)).toBeGreaterThanOrEqual(4.7);
    expect(contrast(tokens.placeholder, tokens.surface)).toBeGreaterThanOrEqual(5);
  });

  it.each(['ok', 'warn', 'err', 'info'] as const)('%s is readable on its tint, surface and selected rows', (status) => {
    for (const ground of [tokens[`${status}Tint`], tokens.surface, tokens.selected]) {
      expect(contrast(tokens[status], ground), `${name} ${status} on ${ground}`).toBeGreaterThanOrEqual(5);
    }
  });

  it('draws every series at 3:1 on a panel', () => {
    for (const colour of palette) expect(contrast(colour, tokens.surface), colour).toBeGreaterThanOrEqual(3);
  });
});
