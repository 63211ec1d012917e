import type { TargetStanding } from '../../api/types.ts';
import type { Status } from '../../components/StatusBadge/StatusBadge.tsx';

type State = TargetStanding['state'];

/** Each state in a word, and in a colour with a shape of its own. */
export const STATES: Record<State, { status: Status; word: string; title: string }> = {
  closed: { status: 'ok', word: 'well', title: 'The breaker is closed: requests go there' },
  'half-open': { status: 'info', word: 'on trial', title: 'The breaker is half open: single requests find out whether it is well again' },
  open: { status: 'err', word: 'broken', title: 'The breaker is open: others are asked first' },
  resting: { status: 'warn', word: 'resting', title: 'The provider asked for a rest, or refused the credential: others are asked first' },
};

/** A newer control plane may know more states. */
export const stateOf = (state: string) => STATES[state as State] ?? { status: 'idle' as const, word: state, title: state };

const BADNESS: Record<string, number> = { open: 0, resting: 1, 'half-open': 2, closed: 3 };

/** The worst first; then by name, so that rows do not swap for nothing. */
export function worstFirst(targets: readonly TargetStanding[]): TargetStanding[] {
  const name = ({ model, account, credential = '' }: TargetStanding) => `${model} ${account} ${credential}`;
  return targets.toSorted((x, y) => (BADNESS[x.state] ?? 1) - (BADNESS[y.state] ?? 1) || name(x).localeCompare(name(y)));
}

/** `1 of 3 gateways`; empty of one that is well, where all say the same. */
export function gatewayWords({ gateways, state }: TargetStanding, instances: number): string {
  if (state === 'closed' || instances < 2) return '';
  return gateways >= instances ? `all ${instances} gateways` : `${gateways} of ${instances} gateways`;
}

const PART = /remaining|reset|limit/i;

/** What is left first; other headers of the provider are only in the title. */
export function quotaWords(quota: Record<string, string>): string {
  return Object.entries(quota)
    .filter(([name]) => /remaining/i.test(name))
    .map(([name, value]) => {
      const rest = name.toLowerCase().replace(/^(x|anthropic)-/, '').split('-').filter((part) => part !== 'ratelimit' && part !== 'ms' && !PART.test(part)).join(' ');
      return `${value} ${rest}`.trim();
    })
    .join(', ');
}
