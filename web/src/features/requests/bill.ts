import type { Price, TokenCounts } from '../../api/types.ts';
import { lineCost } from '../../format/money.ts';

export interface Line {
  id: keyof TokenCounts;
  label: string;
  units: number;
  price: string | undefined;
  cost: bigint | null;
}

const CLASSES: { id: keyof TokenCounts; label: string; price: (price: Price) => string | undefined }[] = [
  { id: 'input', label: 'Input', price: (price) => price.input },
  { id: 'cachedInput', label: 'Cached input', price: (price) => price.cachedInput ?? price.input },
  { id: 'cacheWrite', label: 'Cache write', price: (price) => price.cacheWrite ?? price.input },
  { id: 'output', label: 'Output', price: (price) => price.output },
  { id: 'reasoning', label: 'Reasoning', price: (price) => price.reasoning ?? price.output },
  { id: 'audioInput', label: 'Audio input', price: (price) => price.audioInput ?? price.input },
  { id: 'audioOutput', label: 'Audio output', price: (price) => price.audioOutput ?? price.output },
];

/** Token classes are disjoint, so the lines add up. Classes without tokens are left out. */
export function billOf(tokens: TokenCounts, price: Price | undefined): Line[] {
  return CLASSES.filter(({ id }) => tokens[id] > 0).map(({ id, label, price: read }) => {
    const each = price && read(price);
    return { id, label, units: tokens[id], price: each, cost: lineCost(tokens[id], each) };
  });
}
