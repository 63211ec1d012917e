import type { Manifest } from '../../api/policy.ts';
import type { OrganisationRole, ServiceAccount, ServiceAccountSpec, Team, TeamSpec, User, UserSpec } from '../../api/types.ts';
import type { PeopleTab } from '../../routes/search.ts';
import { NAME } from '../../api/names.ts';

export type Person = Team | User | ServiceAccount;

/** All fields of the three kinds; each form shows its own. */
export interface PersonValues {
  name: string;
  description: string;
  members: string[];
  managers: string[];
  residency: string;
  displayName: string;
  roles: OrganisationRole[];
  disabled: boolean;
  /** Empty: it stays as it is. */
  password: string;
  team: string;
  /** Lines of `key=value`. */
  metadata: string[];
}

export const ROLES: readonly OrganisationRole[] = ['owner', 'admin', 'manager', 'developer', 'viewer', 'auditor', 'billing'];

const MIN_PASSWORD = 12;

export function personValues(person: Person | undefined): PersonValues {
  const spec = (person?.spec ?? {}) as TeamSpec & UserSpec & ServiceAccountSpec;
  return {
    name: person?.metadata.name ?? '',
    description: person?.metadata.description ?? '',
    members: (spec.members ?? []).map(bare),
    managers: (spec.managers ?? []).map(bare),
    residency: spec.residency ?? '',
    displayName: spec.displayName ?? '',
    roles: spec.roles ?? [],
    disabled: spec.disabled ?? false,
    password: '',
    team: spec.team ?? '',
    metadata: Object.entries(spec.metadata ?? {}).map(([key, value]) => `${key}=${value}`),
  };
}

/** Members are written as subjects, and are always users. */
const bare = (subject: string) => subject.replace(/^user:/, '');
const subject = (name: string) => `user:${bare(name)}`;

export function checkPerson(tab: PeopleTab, values: PersonValues, taken: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!NAME.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + with a letter or digit first.';
  else if (taken.includes(values.name)) errors.name = 'There is one of this name already.';
  for (const field of tab === 'teams' ? (['members', 'managers'] as const) : []) {
    const odd = values[field].find((name) => !NAME.test(bare(name)));
    if (odd !== undefined) errors[field] = `'${odd}' is not a user's name.`;
  }
  if (tab === 'users' && values.password !== '' && values.password.length < MIN_PASSWORD) errors.password = `Use ${MIN_PASSWORD} characters or more.`;
  const line = tab === 'accounts' ? values.metadata.find((pair) => !/^[^=\s]+=./.test(pair)) : undefined;
  if (line !== undefined) errors.metadata = `'${line}' is not key=value: write env=prod`;
  return errors;
}

/** Fields that the form does not show stay as they were. */
export function personManifest(tab: PeopleTab, values: PersonValues, old: Person | undefined): Manifest<TeamSpec | UserSpec | ServiceAccountSpec> {
  const own: Record<PeopleTab, object> = {
    teams: { members: values.members.map(subject), managers: values.managers.map(subject), residency: values.residency.trim() || undefined },
    users: { displayName: values.displayName.trim() || undefined, roles: values.roles, disabled: values.disabled },
    accounts: { team: values.team || undefined, metadata: pairs(values.metadata) },
  };
  const spec: object = { ...old?.spec, ...own[tab] };
  return {
    metadata: {
      name: values.name,
      ...(old?.metadata.labels === undefined ? {} : { labels: old.metadata.labels }),
      ...(old?.metadata.team === undefined ? {} : { team: old.metadata.team }),
      ...(values.description === '' ? {} : { description: values.description }),
    },
    spec: Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)),
  };
}

function pairs(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

export const PERSON_PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.members': 'members',
  'spec.managers': 'managers',
  'spec.residency': 'residency',
  'spec.displayName': 'displayName',
  'spec.roles': 'roles',
  'spec.disabled': 'disabled',
  password: 'password',
  'spec.team': 'team',
  'spec.metadata': 'metadata',
};
