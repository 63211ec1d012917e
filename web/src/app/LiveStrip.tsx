import { Drawer, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { gatewaysQuery } from '../api/gateways.ts';
import type { GatewayList } from '../api/types.ts';
import type { Status } from '../components/StatusBadge/StatusBadge.tsx';
import { count } from '../format/number.ts';
import styles from './LiveStrip.module.css';

const Gateways = lazy(() => import('./Gateways.tsx'));

interface Health {
  status: Status;
  shape: string;
  /** What a narrow screen keeps. */
  text: string;
  rest: string;
}

/** How long a change may take to reach a gateway before that one counts as behind: two polls. */
const PATIENCE_MS = 30_000;

/** The health of the whole in one line; the worst thing is said first. */
export function health(list: GatewayList, spreadingMs = 0): Health {
  const live = list.items.filter((gateway) => gateway.live);
  const rev = ` · rev ${count(list.revision)}`;
  if (live.length === 0) return { status: 'idle', shape: '■', text: 'no gateway connected', rest: rev };
  const disabled = live.filter((gateway) => gateway.disabledObjects.length > 0);
  if (disabled.length > 0) {
    const n = disabled.length;
    return { status: 'err', shape: '✕', text: `${n} ${n === 1 ? 'gateway' : 'gateways'} disabled an object`, rest: rev };
  }
  const of = list.items.filter((gateway) => !gateway.leaving).length;
  const current = live.filter((gateway) => gateway.revision >= list.revision);
  if (current.length === of) return { status: 'ok', shape: '●', text: `live on ${of}/${of}`, rest: rev };
  const behind = live.filter((gateway) => gateway.revision < list.revision);
  if (behind.length > 0 && spreadingMs < PATIENCE_MS) {
    return { status: 'info', shape: '◐', text: `reaching ${current.length}/${of}`, rest: rev };
  }
  if (behind.length > 0) {
    const oldest = Math.min(...behind.map((gateway) => gateway.revision));
    const n = behind.length;
    return { status: 'warn', shape: '▲', text: `${n} ${n === 1 ? 'gateway' : 'gateways'} behind`, rest: ` (rev ${count(oldest)})` };
  }
  return { status: 'warn', shape: '▲', text: `live on ${current.length}/${of}`, rest: rev };
}

export function LiveStrip() {
  const [open, setOpen] = useState(false);
  const { data, error, dataUpdatedAt } = useQuery(gatewaysQuery);
  const [seen, setSeen] = useState({ revision: -1, at: 0 });
  if (data && data.revision !== seen.revision) setSeen({ revision: data.revision, at: dataUpdatedAt });
  const state: Health | null = error
    ? { status: 'idle', shape: '■', text: 'gateways unknown', rest: '' }
    : data === undefined
      ? null
      : health(data, dataUpdatedAt - seen.at);
  if (state === null) return <span className={styles.strip} aria-hidden="true" />;
  return (
    <>
      <UnstyledButton className={styles.strip} data-status={state.status} onClick={() => setOpen(true)} title="Gateways">
        <span className={styles.shape} aria-hidden="true">
          {state.shape}
        </span>
        <span>{state.text}</span>
        <span className={styles.rest}>{state.rest}</span>
      </UnstyledButton>
      <Drawer opened={open} onClose={() => setOpen(false)} size={860} title="Gateways" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Suspense fallback={null}>{open && <Gateways />}</Suspense>
      </Drawer>
    </>
  );
}
