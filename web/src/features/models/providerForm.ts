import type { Manifest } from '../../api/policy.ts';
import type { CatalogProvider, Credential, ProviderAccount, ProviderAccountSpec, Secret } from '../../api/types.ts';

/** Where a secret comes from, or an identity of the gateway's own, which holds none. */
export type Source = 'env' | 'file' | 'value' | 'stored' | Identity;

export type Identity = 'managedIdentity' | 'metadata' | 'webIdentity';

const IDENTITIES: readonly Identity[] = ['managedIdentity', 'metadata', 'webIdentity'];

/** Those that a provider takes. */
export function identitiesOf(provider: string): Identity[] {
  if (provider === 'azure-openai') return ['managedIdentity'];
  if (provider === 'vertex') return ['metadata'];
  return provider === 'bedrock' ? ['metadata', 'webIdentity'] : [];
}

export function isIdentity(source: Source): source is Identity {
  return IDENTITIES.some((identity) => identity === source);
}

export interface CredentialRow {
  id: string;
  name: string;
  source: Source;
  /** The variable, the path, or the secret itself, which is only ever written. */
  text: string;
  weight: string;
  /** What the server sent, kept for what this form does not show. */
  old?: Credential | undefined;
}

/** Plain fields of a spec that some providers need, by the names the catalog uses in `needs`. */
export const EXTRA = [
  { id: 'project', label: 'Project', placeholder: 'my-project' },
  { id: 'organization', label: 'Organisation', placeholder: 'org-…' },
  { id: 'location', label: 'Location', placeholder: 'europe-west1' },
  { id: 'region', label: 'Region', placeholder: 'eu-central-1' },
  { id: 'apiVersion', label: 'API version', placeholder: '2024-10-21' },
] as const;

export type Extra = (typeof EXTRA)[number]['id'];

export const TIMEOUTS = [
  { id: 'connect', label: 'Connect', placeholder: '5s' },
  { id: 'firstToken', label: 'First token', placeholder: '60s' },
  { id: 'idle', label: 'Between tokens', placeholder: '120s' },
  { id: 'total', label: 'Total', placeholder: '30m' },
] as const;

export type Timeout = (typeof TIMEOUTS)[number]['id'];

export interface ProviderValues {
  name: string;
  provider: string;
  baseUrl: string;
  allowPrivateNetwork: boolean;
  credentials: CredentialRow[];
  extra: Record<Extra, string>;
  timeouts: Record<Timeout, string>;
  description: string;
}

export function sourceOf(secret: Secret | undefined): Pick<CredentialRow, 'source' | 'text'> {
  if (secret?.env !== undefined) return { source: 'env', text: secret.env };
  if (secret?.file !== undefined) return { source: 'file', text: secret.file };
  return secret?.stored ? { source: 'stored', text: '' } : { source: 'value', text: '' };
}

function kindOf(credential: Credential): Pick<CredentialRow, 'source' | 'text'> {
  const identity = IDENTITIES.find((name) => credential[name]);
  return identity ? { source: identity, text: '' } : sourceOf(credential.secret ?? credential.serviceAccount);
}

export function newCredential(id: string, name: string): CredentialRow {
  return { id, name, source: 'value', text: '', weight: '1' };
}

export function providerValues(account: ProviderAccount | undefined): ProviderValues {
  const spec = account?.spec;
  return {
    name: account?.metadata.name ?? '',
    provider: spec?.provider ?? '',
    baseUrl: spec?.baseUrl ?? '',
    allowPrivateNetwork: spec?.allowPrivateNetwork ?? false,
    credentials: spec
      ? (spec.credentials ?? []).map((credential, index) => ({
          id: String(index),
          name: credential.name,
          ...kindOf(credential),
          weight: String(credential.weight ?? 1),
          old: credential,
        }))
      : [newCredential('0', 'primary')],
    extra: {
      project: spec?.project ?? '',
      organization: spec?.organization ?? '',
      location: spec?.location ?? '',
      region: spec?.region ?? '',
      apiVersion: spec?.apiVersion ?? '',
    },
    timeouts: {
      connect: spec?.timeouts?.connect ?? '',
      firstToken: spec?.timeouts?.firstToken ?? '',
      idle: spec?.timeouts?.idle ?? '',
      total: spec?.timeouts?.total ?? '',
    },
    description: account?.metadata.description ?? '',
  };
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._\-@:+]{0,199}$/;
const DURATION = /^\d+(ms|s|m|h|d)$/;

/** A credential of another form (keys of AWS, a role, an application of Entra ID) is kept as it is. */
export function isForeign(row: CredentialRow): boolean {
  const { old } = row;
  return old !== undefined && old.secret === undefined && old.serviceAccount === undefined && !IDENTITIES.some((identity) => old[identity]);
}

export function checkProvider(values: ProviderValues, descriptor: CatalogProvider | undefined): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!NAME.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + with a letter or digit first.';
  if (values.provider === '') errors.provider = 'Choose a provider.';
  if (values.baseUrl === '' && descriptor?.needs.includes('baseUrl')) errors.baseUrl = 'This provider has no fixed address: enter one.';
  if (values.baseUrl !== '' && !/^https?:\/\/[^\s/]+/.test(values.baseUrl)) errors.baseUrl = 'An address that starts with https:// or http://.';
  if (values.baseUrl.startsWith('http://') && !values.allowPrivateNetwork) errors.baseUrl = 'http:// is only for private networks; allow them below.';
  for (const { id } of EXTRA) {
    if (descriptor?.needs.includes(id) && values.extra[id] === '') errors[`extra.${id}`] = 'This provider needs it.';
  }
  for (const { id } of TIMEOUTS) {
    if (values.timeouts[id] !== '' && !DURATION.test(values.timeouts[id])) errors[`timeouts.${id}`] = 'A time like 500ms, 5s, 10m.';
  }
  const names = new Set<string>();
  values.credentials.forEach((row, index) => {
    if (!NAME.test(row.name)) errors[`credentials.${index}.name`] = 'Name it.';
    else if (names.has(row.name)) errors[`credentials.${index}.name`] = 'There is one of this name already.';
    names.add(row.name);
    if (!isForeign(row) && row.source !== 'stored' && !isIdentity(row.source) && row.text.trim() === '') errors[`credentials.${index}.text`] = 'Enter it, or remove the row.';
    if (!/^\d{1,4}$/.test(row.weight)) errors[`credentials.${index}.weight`] = '0 to 9999';
  });
  return errors;
}

function secretOf(row: CredentialRow): Secret {
  if (row.source === 'stored') return { stored: true };
  return { [row.source]: row.text.trim() };
}

/** Of one kind alone, whatever kind it was. */
function credentialOf(row: CredentialRow, provider: string): Credential {
  const { secret: _secret, serviceAccount: _account, managedIdentity: _managed, metadata: _metadata, webIdentity: _web, ...kept } = row.old ?? {};
  const credential = { ...kept, name: row.name, weight: Number(row.weight) };
  if (isForeign(row)) return credential;
  if (isIdentity(row.source)) return { ...credential, [row.source]: true };
  return { ...credential, [provider === 'vertex' && row.old?.secret === undefined ? 'serviceAccount' : 'secret']: secretOf(row) };
}

function filled<Key extends string>(values: Record<Key, string>): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<Record<Key, string>>;
}

/** `old` keeps what this form does not show, newer fields included; an emptied field is taken out. */
export function providerManifest(values: ProviderValues, old?: ProviderAccount): Manifest<ProviderAccountSpec> {
  const {
    baseUrl: _baseUrl, project: _project, organization: _organization, location: _location, region: _region, apiVersion: _apiVersion,
    timeouts: _timeouts, allowPrivateNetwork: _private, ...kept
  } = old?.spec ?? { provider: values.provider };
  const timeouts = filled(values.timeouts);
  return {
    metadata: {
      name: values.name,
      ...(old?.metadata.labels === undefined ? {} : { labels: old.metadata.labels }),
      ...(old?.metadata.team === undefined ? {} : { team: old.metadata.team }),
      ...(values.description === '' ? {} : { description: values.description }),
    },
    spec: {
      ...kept,
      provider: values.provider,
      ...(values.baseUrl === '' ? {} : { baseUrl: values.baseUrl }),
      ...(values.allowPrivateNetwork ? { allowPrivateNetwork: true } : {}),
      ...filled(values.extra),
      ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
      credentials: values.credentials.map((row) => credentialOf(row, values.provider)),
    },
  };
}

export const PROVIDER_PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.provider': 'provider',
  'spec.baseUrl': 'baseUrl',
  'spec.allowPrivateNetwork': 'allowPrivateNetwork',
  'spec.credentials': 'credentials.*',
  'spec.timeouts': 'timeouts.*',
  ...Object.fromEntries(EXTRA.map(({ id }) => [`spec.${id}`, `extra.${id}`])),
};

/** A row has one field for its secret, whatever the form of it. */
export function placeCredentialErrors(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([field, message]) => [field.replace(/^(credentials\.\d+)\.(?:secret|serviceAccount|managedIdentity|metadata|webIdentity)(\..*)?$/, '$1.text'), message]));
}
