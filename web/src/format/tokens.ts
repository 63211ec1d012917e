import type { TokenCounts } from '../api/types.ts';

/** What went in and what came out: sums of disjoint classes. */
export function tokensOf(tokens: TokenCounts): { in: number; out: number } {
  return {
    in: tokens.input + tokens.cachedInput + tokens.cacheWrite + tokens.audioInput,
    out: tokens.output + tokens.reasoning + tokens.audioOutput,
  };
}
