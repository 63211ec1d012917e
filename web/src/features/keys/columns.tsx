import type { ApiKey } from '../../api/types.ts';
import type { Column } from '../../components/DataTable/DataTable.tsx';
import { Money } from '../../components/Money/Money.tsx';
import { type Status, StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { calendarDay, relative } from '../../format/time.ts';
import styles from './KeysPage.module.css';

const SOON_MS = 7 * 86_400_000;

export type KeyState = NonNullable<ApiKey['status']>['state'];

/** How the key begins, as its holder sees it. */
export function publicPart(key: ApiKey): string {
  const id = key.status?.id ?? '';
  return id.startsWith('sl_') ? id : `sl_${key.spec.owner.startsWith('user:') ? 'u' : 's'}_${id}`;
}

/** A key without a status, from an older server, is as its expiry says. */
export function stateOf(key: ApiKey, now = Date.now()): { state: KeyState; status: Status; word: string } {
  const expires = key.spec.expiresAt === undefined ? Infinity : Date.parse(key.spec.expiresAt);
  const state = key.status?.state ?? (expires <= now ? 'expired' : 'active');
  if (state === 'rotating') {
    const until = key.status?.graceUntil;
    return { state, status: 'info', word: until === undefined ? 'rotating' : `both work for ${relative(until, now).replace('in ', '')}` };
  }
  if (state === 'revoked' || state === 'expired') return { state, status: 'idle', word: state };
  if (expires - now < SOON_MS) return { state, status: 'warn', word: `expires ${relative(new Date(expires).toISOString(), now)}` };
  return { state, status: 'ok', word: 'active' };
}

export function modelsText(models: readonly string[] | undefined): string {
  const [first, ...others] = models ?? [];
  if (first === undefined) return 'none';
  if (first === '*') return 'all the owner may use';
  return others.length === 0 ? first : `${first} +${others.length}`;
}

export function keyColumns(spend: ReadonlyMap<string, string> | undefined): Column<ApiKey>[] {
  return [
    { id: 'name', header: 'Name', narrow: 'first', cell: (key) => <span className={styles.name}>{key.metadata.name}</span> },
    {
      id: 'state',
      header: 'State',
      narrow: 'end',
      cell: (key) => {
        const { status, word } = stateOf(key);
        return <StatusBadge status={status} word={word} />;
      },
    },
    {
      id: 'key',
      header: 'Key',
      cell: (key) => (key.status ? <code className={styles.id}>{publicPart(key)}…</code> : '—'),
    },
    { id: 'owner', header: 'Owner', narrow: 'second', cell: (key) => <span title={key.spec.owner}>{key.spec.owner.replace(/^\w+:/, '')}</span> },
    { id: 'models', header: 'Models', narrow: 'second', cell: (key) => <span title={key.spec.models?.join('\n')}>{modelsText(key.spec.models)}</span> },
    {
      id: 'spend',
      header: 'Spend, 30 d',
      align: 'right',
      cell: (key) => (spend === undefined ? <span title="Analytics are unavailable.">n/a</span> : <Money value={spend.get(key.metadata.name) ?? '0'} mode="tile" />),
    },
    {
      id: 'expires',
      header: 'Expires',
      align: 'right',
      cell: (key) => (key.spec.expiresAt === undefined ? 'never' : <time dateTime={key.spec.expiresAt}>{calendarDay(key.spec.expiresAt)}</time>),
    },
  ];
}
