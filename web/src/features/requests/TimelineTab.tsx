import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Attempt, RequestDetail } from '../../api/types.ts';
import { hasFailed } from '../../components/Channel/gates.ts';
import { Facts } from '../../components/Facts/Facts.tsx';
import { type Span, Waterfall } from '../../components/Waterfall/Waterfall.tsx';
import { duration, percent } from '../../format/number.ts';
import styles from './RequestDrawer.module.css';

const KIND: Record<string, string> = {
  primary: '', retry: 'tried again', fallback: 'fallback', hedge: 'hedge, in parallel', shadow: 'shadow, not in the answer',
};

function note(attempt: Attempt): string | undefined {
  const parts = [KIND[attempt.kind]];
  if (attempt.errorClass === 'cancelled') parts.push('the client went away');
  if (hasFailed(attempt)) parts.push(`${attempt.status || 'no answer'} ${(attempt.errorClass ?? '').replaceAll('_', ' ')}`.trim());
  return parts.filter(Boolean).join(' · ') || undefined;
}

/** The gateway's own part, each attempt, and what came after: together they are the total. */
export function spansOf(detail: RequestDetail): Span[] {
  const total = detail.latencyMs ?? 0;
  const attempts = detail.attemptLog.toSorted((a, b) => a.startMs - b.startMs);
  const before = attempts[0]?.startMs ?? total;
  const end = Math.max(0, ...attempts.filter(({ kind }) => kind !== 'shadow').map((attempt) => attempt.startMs + attempt.latencyMs));
  const answered = attempts.findLast((attempt) => !hasFailed(attempt) && attempt.kind !== 'shadow');
  const spans: Span[] = [{ id: 'before', label: attempts.length === 0 ? 'gateway' : 'gateway before upstream', startMs: 0, lengthMs: before }];
  for (const attempt of attempts) {
    const first = attempt === answered && detail.firstTokenMs != null ? detail.firstTokenMs - attempt.startMs : undefined;
    spans.push({
      id: `${attempt.n}`,
      label: `${attempt.n} · ${attempt.model}`,
      startMs: attempt.startMs,
      lengthMs: attempt.latencyMs,
      waitMs: first !== undefined && first > 0 ? first : undefined,
      failed: hasFailed(attempt),
      note: note(attempt),
    });
  }
  if (attempts.length > 0 && total > end) spans.push({ id: 'after', label: 'gateway after', startMs: end, lengthMs: total - end });
  return spans;
}

function speed(detail: RequestDetail): string | undefined {
  const out = (detail.tokens?.output ?? 0) + (detail.tokens?.reasoning ?? 0);
  const span = (detail.latencyMs ?? 0) - (detail.firstTokenMs ?? 0);
  return out > 1 && detail.firstTokenMs != null && span > 0 ? `${Math.round((out / span) * 1000)} tokens/s` : undefined;
}

export function TimelineTab({ detail }: { detail: RequestDetail }) {
  const total = detail.latencyMs ?? 0;
  const first = detail.firstTokenMs;
  const upstream = detail.attemptLog.filter(({ kind }) => kind !== 'shadow').reduce((sum, attempt) => sum + attempt.latencyMs, 0);
  const filter = (field: 'key' | 'session' | 'user' | 'team', value: string | null | undefined) =>
    value == null || value === '' ? undefined : (
      <Anchor fz="sm" renderRoot={(props) => <Link to="/requests" search={{ [field]: value, range: '24h' }} {...props} />}>
        {value}
      </Anchor>
    );
  const metadata = Object.entries(detail.metadata ?? {});
  return (
    <div className={styles.stack}>
      <Waterfall spans={spansOf(detail)} totalMs={total} />
      <Facts
        facts={[
          ['Total', `${duration(total)}${first == null ? '' : ` · first token ${duration(first)}`}`],
          ['Speed', speed(detail)],
          ['Upstream', upstream === 0 ? undefined : `${duration(upstream)}, ${percent(Math.min(upstream, total), total)} of the total`],
          ['Status', `${detail.status}${detail.stream ? ', streamed' : ''}`],
          ['Error', !detail.errorClass ? undefined : <span className={styles.why}>{detail.errorClass}</span>],
          ['Provider', detail.provider == null ? undefined : `${detail.provider}${detail.account == null ? '' : ` · ${detail.account}`}`],
          ['Key', filter('key', detail.key)],
          ['User', filter('user', detail.user)],
          ['Service account', detail.serviceAccount],
          ['Team', filter('team', detail.team)],
          ['Session', filter('session', detail.sessionId)],
          ['Metadata', metadata.length === 0 ? undefined : <code>{metadata.map(([name, value]) => `${name}=${value}`).join(' ')}</code>],
          ['Client’s id', detail.clientRequestId],
          ['Policy', detail.policyRevision === undefined ? undefined : `revision ${detail.policyRevision}`],
        ]}
      />
    </div>
  );
}
