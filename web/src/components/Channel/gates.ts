import type { Attempt, RequestDetail } from '../../api/types.ts';
import { exactMoney, tableMoney, toNano } from '../../format/money.ts';
import type { Gate, GateState } from './Channel.tsx';

const LIMITS = new Set(['RateLimit', 'Budget', 'SessionLimit']);

/** An attempt without a status never got an answer; one with an error class got a wrong one. */
export function hasFailed(attempt: Attempt): boolean {
  if (attempt.errorClass === 'cancelled') return false;
  return Boolean(attempt.errorClass) || attempt.status >= 400 || attempt.status === 0;
}

/** Of two that were asked at once, the one that had content later. */
export const hasLost = ({ kind, errorClass }: Attempt) => kind === 'hedge' && errorClass === 'cancelled';

type Rule = RequestDetail['rules'][number];

/** `would …` is what a rule in audit mode writes: it acted on nothing. */
export function decisionState(decision: string): GateState {
  if (/^would/i.test(decision)) return 'acted';
  if (/block|refus|den|exceed|limited|reject/i.test(decision)) return 'stopped';
  if (/mask|flag|rout/i.test(decision)) return 'acted';
  return 'passed';
}

function ruled(id: string, label: string, rules: readonly Rule[], none: string): Gate {
  const stopped = rules.find((rule) => decisionState(rule.decision) === 'stopped');
  if (stopped) return { id, label, state: 'stopped', note: stopped.decision, title: `${stopped.kind} ${stopped.name}: ${stopped.decision}` };
  const acted = rules.filter((rule) => decisionState(rule.decision) === 'acted');
  const title = rules.map((rule) => `${rule.kind} ${rule.name}: ${rule.decision}`).join('\n') || none;
  if (acted.length > 0) return { id, label, state: 'acted', note: `${acted[0]?.decision} ${acted.length}`, title };
  return { id, label, state: 'passed', note: rules.length === 0 ? none : `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`, title };
}

function keyGate(detail: RequestDetail): Gate {
  const gate = { id: 'key', label: 'Key' };
  const early = detail.attemptLog.length === 0;
  if (early && detail.status === 401) return { ...gate, state: 'stopped', note: 'refused', title: 'Missing, unknown, expired or revoked key' };
  const denied = detail.rules.find((rule) => rule.kind === 'AccessRule' && decisionState(rule.decision) === 'stopped');
  if (denied || (early && detail.status === 403)) return { ...gate, state: 'stopped', note: 'not allowed', title: detail.errorClass ?? 'Model not allowed' };
  return { ...gate, state: 'passed', note: 'ok', title: detail.key ?? detail.user ?? 'ok' };
}

/** What happened to one request, gate by gate. After the gate that stopped it nothing flowed. */
export function gatesOf(detail: RequestDetail): Gate[] {
  const limits = ruled('limits', 'Limits', detail.rules.filter((rule) => LIMITS.has(rule.kind)), 'no rule');
  const guard = ruled('guard', 'Guard', detail.rules.filter((rule) => rule.kind === 'Guardrail'), 'no rule');
  const early = detail.attemptLog.length === 0;
  if (early && limits.state === 'passed' && /limit|budget/i.test(`${detail.outcome} ${detail.errorClass ?? ''}`)) {
    Object.assign(limits, { state: 'stopped', note: 'refused', title: detail.errorClass ?? detail.outcome } satisfies Partial<Gate>);
  }
  if (early && guard.state === 'passed' && /block/i.test(detail.outcome)) {
    Object.assign(guard, { state: 'stopped', note: 'blocked', title: detail.errorClass ?? detail.outcome } satisfies Partial<Gate>);
  }
  const cache: Gate = { id: 'cache', label: 'Cache', state: detail.cache === 'hit' ? 'acted' : 'passed', note: detail.cache || 'off' };
  const tries = detail.attemptLog
    .filter((attempt) => attempt.kind !== 'shadow')
    .map((attempt): Gate => {
      const failed = hasFailed(attempt);
      return {
        id: `try-${attempt.n}`,
        label: `Try ${attempt.n}`,
        state: failed ? 'stopped' : attempt.errorClass ? 'acted' : 'passed',
        note: hasLost(attempt) ? 'lost' : attempt.errorClass === 'cancelled' ? 'cancelled' : attempt.status === 0 ? 'no answer' : String(attempt.status),
        title: `${attempt.kind} ${attempt.model}${attempt.errorClass ? `: ${attempt.errorClass.replaceAll('_', ' ')}` : ''}`,
      };
    });
  const before = [keyGate(detail), limits, guard, cache];
  if (tries.length === 0) {
    const refused = detail.status >= 400 && before.every((gate) => gate.state !== 'stopped');
    const word = detail.errorClass?.replaceAll('_', ' ') || 'refused';
    tries.push(refused ? { id: 'try-0', label: 'Route', state: 'stopped', note: word, title: `${word}: nothing was sent upstream` } : { id: 'try', label: 'Try', state: 'skipped', note: 'none' });
  }
  const cost = toNano(detail.costUsd);
  const settled: Gate = {
    id: 'settled',
    label: 'Settled',
    state: 'passed',
    note: detail.unpriced ? 'unpriced' : cost === null ? '—' : tableMoney(cost).text,
    title: cost === null ? 'No cost' : exactMoney(cost),
  };
  const gates = [...before, ...tries, settled];
  // A failed try sends the water on to the next one; only the last can end it.
  const last = tries.at(-1);
  const end = gates.findIndex((gate) => gate.state === 'stopped' && (!gate.id.startsWith('try-') || gate === last));
  return end < 0 ? gates : gates.map((gate, index) => (index > end ? { ...gate, state: 'skipped', note: gate.id === 'settled' ? gate.note : '—' } : gate));
}
