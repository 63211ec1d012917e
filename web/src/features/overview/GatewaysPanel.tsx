import { useQuery } from '@tanstack/react-query';
import { gatewaysQuery } from '../../api/gateways.ts';
import type { Gateway } from '../../api/types.ts';
import { gatewayState } from '../../app/gatewayState.ts';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { count } from '../../format/number.ts';
import styles from './OverviewPage.module.css';

const SHOWN = 6;

/** Who serves, at which revision; the header's strip opens the whole of it. */
export function GatewaysPanel() {
  const { data } = useQuery(gatewaysQuery);
  if (!data) return null;
  const { items } = data;
  // What one said last that is not heard of any more is not so any more.
  const heard = items.filter(({ live, leaving }) => live || leaving);
  const sum = (read: (gateway: Gateway) => number) => count(heard.reduce((total, gateway) => total + read(gateway), 0));
  return (
    <section className={styles.panel} aria-labelledby="gateways-title">
      <header>
        <h2 id="gateways-title">Gateways</h2>
        <span className={styles.all}>rev {count(data.revision)}</span>
      </header>
      {data.items.length === 0 ? (
        <p className={styles.empty}>No gateway is connected. One reports here within a second of its start.</p>
      ) : (
        <>
          <ul className={styles.list}>
            {data.items.slice(0, SHOWN).map((gateway) => (
              <li key={gateway.instance}>
                <span className={`${styles.item} ${styles.gateway}`}>
                  <code className={styles.name} title={gateway.instance}>{gateway.instance}</code>
                  <span className={styles.outcome}><StatusBadge {...gatewayState(gateway, data.revision)} /></span>
                  <data>rev {count(gateway.revision)}</data>
                </span>
              </li>
            ))}
          </ul>
          <p className={styles.caption}>
            {data.items.length > SHOWN && `${data.items.length - SHOWN} more. `}
            {sum((gateway) => gateway.inFlight)} in flight, {sum((gateway) => gateway.streams)} streams, {sum((gateway) => gateway.shed)} shed. Usage waiting{' '}
            {sum((gateway) => gateway.ring.records)}, dropped {sum((gateway) => gateway.ring.dropped)}.
          </p>
        </>
      )}
    </section>
  );
}
