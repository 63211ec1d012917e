import type { RouteTarget } from '../../api/types.ts';

type Weighted = Pick<RouteTarget, 'weight'>;

export const weightOf = ({ weight }: Weighted) => weight ?? 1;

/** What part of the draws each target has, in percent. All of weight 0 have none. */
export function shares(targets: readonly Weighted[]): number[] {
  const sum = targets.reduce((total, target) => total + weightOf(target), 0);
  return targets.map((target) => (sum === 0 ? 0 : (weightOf(target) / sum) * 100));
}

/** `95 %`, `33.3 %`; a little is never nothing, and not quite all is never all. */
export function shareWords(percent: number): string {
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  return `${Math.round(percent * 10) / 10} %`;
}
