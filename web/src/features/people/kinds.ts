import { deleteServiceAccount, deleteTeam, deleteUser } from '../../api/people.ts';
import type { PeopleTab } from '../../routes/search.ts';

/** What the three tabs are about, in words. */
export const KINDS = {
  teams: {
    label: 'Teams',
    noun: 'team',
    collection: 'teams',
    remove: deleteTeam,
    empty: 'A team shares models, limits and budgets, and its managers care for its keys.',
    consequence: 'Its members lose what was granted to it, within a second. It is refused while rules, keys or accounts name it.',
  },
  users: {
    label: 'Users',
    noun: 'user',
    collection: 'users',
    remove: deleteUser,
    empty: 'A user signs in to this console, and owns keys.',
    consequence: 'They cannot sign in any more, and their keys stop working within a second. It is refused while teams or rules name them.',
  },
  accounts: {
    label: 'Service accounts',
    noun: 'service account',
    collection: 'service-accounts',
    remove: deleteServiceAccount,
    empty: 'A service account stands for an application: it owns keys and is no person.',
    consequence: 'Its keys stop working within a second. It is refused while rules name it.',
  },
} as const satisfies Record<PeopleTab, object>;
