import type { Column } from '../../components/DataTable/DataTable.tsx';
import { Money } from '../../components/Money/Money.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import type { ApiKey, ServiceAccount, Team, User } from '../../api/types.ts';
import type { PeopleTab } from '../../routes/search.ts';
import styles from './PeoplePage.module.css';
import type { Person } from './personForm.ts';

/** What is known of people elsewhere. */
export interface Known {
  keys: readonly ApiKey[];
  accounts: readonly ServiceAccount[];
  teams: readonly Team[];
  /** Dollars of the last 30 days by name; absent: not known. */
  spend: ReadonlyMap<string, string | null> | undefined;
}

const few = (names: readonly string[] | undefined) => {
  const bare = (names ?? []).map((name) => name.replace(/^user:/, ''));
  if (bare.length === 0) return <span className={styles.muted}>none</span>;
  return (
    <span title={bare.join(', ')}>
      {bare.slice(0, 3).join(', ')}
      {bare.length > 3 && <span className={styles.muted}> and {bare.length - 3} more</span>}
    </span>
  );
};

const name: Column<Person> = {
  id: 'name',
  header: 'Name',
  narrow: 'first',
  cell: ({ metadata, spec }) => (
    <span className={styles.name}>
      {metadata.name}
      {'displayName' in spec && spec.displayName !== undefined && <span className={styles.muted}> {spec.displayName}</span>}
    </span>
  ),
};

const keysOf = (known: Known, prefix: string): Column<Person> => ({
  id: 'keys',
  header: 'Keys',
  width: 80,
  align: 'right',
  cell: ({ metadata }) => known.keys.filter((key) => key.spec.owner === `${prefix}:${metadata.name}`).length,
});

const spendOf = (known: Known): Column<Person> => ({
  id: 'spend',
  header: 'Spent, 30 d',
  width: 120,
  align: 'right',
  narrow: 'end',
  cell: ({ metadata }) => (known.spend === undefined ? <span className={styles.muted}>—</span> : <Money value={known.spend.get(metadata.name) ?? '0'} />),
});

export function columns(tab: PeopleTab, known: Known): Column<Person>[] {
  switch (tab) {
    case 'teams':
      return [
        name,
        { id: 'members', header: 'Members', narrow: 'second', cell: ({ spec }) => few((spec as Team['spec']).members) },
        { id: 'managers', header: 'Managers', cell: ({ spec }) => few((spec as Team['spec']).managers) },
        {
          id: 'accounts',
          header: 'Service accounts',
          cell: ({ metadata }) => few(known.accounts.filter(({ spec }) => spec.team === metadata.name).map((account) => account.metadata.name)),
        },
        { id: 'residency', header: 'Residency', width: 100, cell: ({ spec }) => (spec as Team['spec']).residency ?? <span className={styles.muted}>any</span> },
        spendOf(known),
      ];
    case 'users':
      return [
        name,
        { id: 'roles', header: 'Roles', narrow: 'second', cell: ({ spec }) => few((spec as User['spec']).roles) },
        {
          id: 'teams',
          header: 'Teams',
          cell: ({ metadata }) =>
            few(known.teams.filter(({ spec }) => [...(spec.members ?? []), ...(spec.managers ?? [])].includes(`user:${metadata.name}`)).map((team) => team.metadata.name)),
        },
        {
          id: 'state',
          header: 'State',
          width: 100,
          cell: ({ spec }) => ((spec as User['spec']).disabled ? <StatusBadge status="idle" word="disabled" /> : <StatusBadge status="ok" word="active" />),
        },
        keysOf(known, 'user'),
        spendOf(known),
      ];
    case 'accounts':
      return [
        name,
        { id: 'team', header: 'Team', narrow: 'second', cell: ({ spec }) => (spec as ServiceAccount['spec']).team ?? <span className={styles.muted}>none</span> },
        {
          id: 'metadata',
          header: 'Metadata',
          cell: ({ spec }) => few(Object.entries((spec as ServiceAccount['spec']).metadata ?? {}).map(([key, value]) => `${key}=${value}`)),
        },
        keysOf(known, 'serviceAccount'),
        spendOf(known),
      ];
  }
}
