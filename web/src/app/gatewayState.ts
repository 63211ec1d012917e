import type { Gateway } from '../api/types.ts';
import type { Status } from '../components/StatusBadge/StatusBadge.tsx';

/** The worst thing that can be said of one gateway. */
export function gatewayState(gateway: Gateway, revision: number): { status: Status; word: string } {
  if (gateway.leaving) return { status: 'idle', word: 'leaving' };
  if (!gateway.live) return { status: 'idle', word: 'silent' };
  if (gateway.disabledObjects.length > 0) return { status: 'err', word: 'object disabled' };
  if (gateway.revision < revision) return { status: 'warn', word: 'behind' };
  return { status: 'ok', word: 'live' };
}
