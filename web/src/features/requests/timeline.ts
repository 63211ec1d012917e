import type { Attempt, RequestDetail } from '../../api/types.ts';
import { hasFailed, hasLost } from '../../components/Channel/gates.ts';
import type { Span } from '../../components/Waterfall/Waterfall.tsx';

const KIND: Record<string, string> = { primary: '', retry: 'tried again', fallback: 'fallback', hedge: 'hedge, in parallel', shadow: '' };

const endOf = ({ startMs, latencyMs }: Attempt) => startMs + latencyMs;

const inAnswer = ({ kind }: Attempt) => kind !== 'shadow';

const overlap = (one: Attempt, other: Attempt) => one !== other && one.startMs < endOf(other) && other.startMs < endOf(one);

const inOrder = (attempts: readonly Attempt[]) => attempts.toSorted((a, b) => a.startMs - b.startMs);

/** Whose content the client has had. */
const answering = (attempts: readonly Attempt[]) => attempts.findLast((attempt) => inAnswer(attempt) && !hasFailed(attempt) && !hasLost(attempt));

function note(attempt: Attempt, attempts: readonly Attempt[]): string | undefined {
  const winner = answering(attempts);
  const parts = [KIND[attempt.kind] ?? attempt.kind];
  const rival = attempts.find((other) => inAnswer(other) && hasLost(other) && overlap(other, attempt));
  if (hasLost(attempt)) parts.push(winner === undefined ? 'given up with the request' : `lost to ${winner.model}`);
  else if (attempt === winner && rival !== undefined) parts.push(`answered before ${rival.model}${rival.startMs < attempt.startMs ? ', which was late' : ''}`);
  else if (attempt.errorClass === 'cancelled') parts.push('the client went away');
  if (hasFailed(attempt)) parts.push(`${attempt.status || 'no answer'} ${(attempt.errorClass ?? '').replaceAll('_', ' ')}`.trim());
  return parts.filter(Boolean).join(' · ') || undefined;
}

function spanOf(attempt: Attempt, attempts: readonly Attempt[], waitMs?: number): Span {
  return {
    id: `${attempt.n}`,
    label: `${attempt.n} · ${attempt.model}`,
    startMs: attempt.startMs,
    lengthMs: attempt.latencyMs,
    waitMs: waitMs !== undefined && waitMs > 0 ? waitMs : undefined,
    failed: hasFailed(attempt),
    lost: hasLost(attempt),
    note: note(attempt, attempts),
  };
}

/** The gateway's own part, each attempt, and what came after: together they are the total. Hedges run beside others. */
export function spansOf(detail: RequestDetail): Span[] {
  const total = detail.latencyMs ?? 0;
  const attempts = inOrder(detail.attemptLog.filter(inAnswer));
  const before = attempts[0]?.startMs ?? total;
  const end = Math.max(0, ...attempts.map(endOf));
  const answered = answering(attempts);
  const spans: Span[] = [{ id: 'before', label: attempts.length === 0 ? 'gateway' : 'gateway before upstream', startMs: 0, lengthMs: before }];
  for (const attempt of attempts) {
    const first = attempt === answered && detail.firstTokenMs != null ? detail.firstTokenMs - attempt.startMs : undefined;
    spans.push(spanOf(attempt, attempts, first));
  }
  if (attempts.length > 0 && total > end) spans.push({ id: 'after', label: 'gateway after', startMs: end, lengthMs: total - end });
  return spans;
}

/** Copies of the request, which may outlast it. */
export function shadowsOf(detail: RequestDetail): Span[] {
  const shadows = inOrder(detail.attemptLog.filter((attempt) => !inAnswer(attempt)));
  return shadows.map((attempt) => spanOf(attempt, []));
}

/** How long some provider was waited for: what ran beside another counts once. */
export function upstreamMs(attemptLog: readonly Attempt[]): number {
  let sum = 0;
  let until = 0;
  for (const attempt of inOrder(attemptLog.filter(inAnswer))) {
    sum += Math.max(0, endOf(attempt) - Math.max(until, attempt.startMs));
    until = Math.max(until, endOf(attempt));
  }
  return sum;
}

/** Of the attempt that answered, from its first token on; an answer in one piece has no pace of its own. */
export function tokensPerSecond(detail: RequestDetail): number | undefined {
  const answer = answering(detail.attemptLog) ?? detail.attemptLog.findLast(inAnswer);
  if (answer === undefined || !detail.stream || detail.firstTokenMs == null) return undefined;
  const written = answer.tokens.output + answer.tokens.reasoning;
  const spanMs = endOf(answer) - detail.firstTokenMs;
  return written > 1 && spanMs > 0 ? (written / spanMs) * 1000 : undefined;
}
