import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RequestDetail } from '../../api/types.ts';
import { Facts } from '../../components/Facts/Facts.tsx';
import { Waterfall } from '../../components/Waterfall/Waterfall.tsx';
import { duration, percent } from '../../format/number.ts';
import styles from './RequestDrawer.module.css';
import { shadowsOf, spansOf, tokensPerSecond, upstreamMs } from './timeline.ts';

function speed(detail: RequestDetail): string | undefined {
  const perSecond = tokensPerSecond(detail);
  return perSecond === undefined ? undefined : `${Math.round(perSecond)} tokens/s`;
}

export function TimelineTab({ detail }: { detail: RequestDetail }) {
  const total = detail.latencyMs ?? 0;
  const first = detail.firstTokenMs;
  const upstream = upstreamMs(detail.attemptLog);
  const shadows = shadowsOf(detail);
  const filter = (field: 'key' | 'session' | 'user' | 'team', value: string | null | undefined) =>
    value == null || value === '' ? undefined : (
      <Anchor fz="sm" renderRoot={(props) => <Link to="/requests" search={{ [field]: value, range: '24h' }} {...props} />}>
        {value}
      </Anchor>
    );
  const metadata = Object.entries(detail.metadata ?? {});
  return (
    <div className={styles.stack}>
      <Waterfall spans={spansOf(detail)} totalMs={total} label="Timeline" />
      {shadows.length > 0 && (
        <section aria-label="Shadow" className={styles.shadow}>
          <h3>Shadow</h3>
          <p className={styles.note}>Sent a copy of the request; what it said is not in the answer.</p>
          <Waterfall spans={shadows} totalMs={Math.max(total, ...shadows.map((span) => span.startMs + span.lengthMs))} label="Timeline of the shadow" />
        </section>
      )}
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
