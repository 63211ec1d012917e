import type { ApiKeySpec } from '../../api/types.ts';
import type { Manifest } from '../../api/policy.ts';

export interface KeyValues {
  name: string;
  owner: string;
  team: string;
  scope: 'pick' | 'all';
  models: string[];
  expires: '30' | '90' | '365' | 'never' | 'date';
  date: string;
  cidrs: string[];
  content: '' | 'off' | 'masked' | 'full';
  description: string;
}

export function emptyKey(owner: string): KeyValues {
  return { name: '', owner, team: '', scope: 'pick', models: [], expires: '90', date: '', cidrs: [], content: '', description: '' };
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._\-@:+]{0,199}$/;

type Errors = { [name in keyof KeyValues]?: string };

/** What can be said without the server. */
export function checkKey(values: KeyValues): Errors {
  const errors: Errors = {};
  if (!NAME.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + with a letter or digit first.';
  if (values.owner === '') errors.owner = 'Choose who the key acts for.';
  if (values.scope === 'pick' && values.models.length === 0) {
    errors.models = 'Choose at least one model. An empty list denies all. For everything the owner may use, choose “All”.';
  }
  if (values.expires === 'date' && Number.isNaN(Date.parse(values.date))) errors.date = 'Enter a day.';
  return errors;
}

const DAY = 86_400_000;

export function expiryOf(values: KeyValues, now: number): string | undefined {
  if (values.expires === 'never') return undefined;
  if (values.expires === 'date') return new Date(`${values.date}T23:59:59Z`).toISOString();
  return new Date(now + Number(values.expires) * DAY).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function keyManifest(values: KeyValues, now = Date.now()): Manifest<ApiKeySpec> {
  const expiresAt = expiryOf(values, now);
  return {
    metadata: { name: values.name, ...(values.description === '' ? {} : { description: values.description }) },
    spec: {
      owner: values.owner,
      ...(values.team === '' ? {} : { team: values.team }),
      models: values.scope === 'all' ? ['*'] : values.models,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(values.cidrs.length === 0 ? {} : { allowedCidrs: values.cidrs }),
      ...(values.content === '' ? {} : { content: values.content }),
    },
  };
}

/** Where the server's field errors belong. */
export const KEY_PATHS: Record<string, keyof KeyValues> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.owner': 'owner',
  'spec.team': 'team',
  'spec.models': 'models',
  'spec.expiresAt': 'date',
  'spec.allowedCidrs': 'cidrs',
  'spec.content': 'content',
};
