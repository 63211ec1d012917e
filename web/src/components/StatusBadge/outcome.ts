import type { RequestItem } from '../../api/types.ts';
import type { Status } from './StatusBadge.tsx';

export interface Outcome {
  status: Status;
  word: string;
}

const words = (errorClass: string) => errorClass.replaceAll('_', ' ');

/** Judged by the gateway's own word first, then by the status that the client saw. */
export function outcomeOf(item: Pick<RequestItem, 'status' | 'outcome' | 'errorClass'>): Outcome {
  const outcome = item.outcome.toLowerCase();
  if (/limit/.test(outcome) || /^(rate_limit|budget)_exceeded$/.test(item.errorClass ?? '')) {
    return { status: 'warn', word: item.errorClass?.startsWith('budget') ? 'over budget' : 'limited' };
  }
  if (/block/.test(outcome)) return { status: 'err', word: 'blocked' };
  if (/cancel|abort|disconnect/.test(outcome)) return { status: 'idle', word: 'cancelled' };
  if (item.errorClass == null && item.status >= 200 && item.status < 400) return { status: 'ok', word: 'ok' };
  if (/^(ok|success|completed)$/.test(outcome)) return { status: 'ok', word: 'ok' };
  return { status: 'err', word: item.errorClass == null ? `failed ${item.status}` : `${words(item.errorClass)} ${item.status}` };
}

export function toneOf(item: RequestItem): 'warn' | 'err' | undefined {
  const { status } = outcomeOf(item);
  return status === 'warn' || status === 'err' ? status : undefined;
}
