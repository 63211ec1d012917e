import type { Manifest } from '../../api/policy.ts';
import type { AlertChannel, AlertChannelSpec, Secret } from '../../api/types.ts';
import { NAME } from '../../api/names.ts';

export type SecretFrom = 'none' | 'value' | 'env' | 'file' | 'stored';

export interface ChannelValues {
  name: string;
  description: string;
  type: 'webhook' | 'slack' | 'email';
  url: string;
  allowPrivateNetwork: boolean;
  from: SecretFrom;
  /** The variable, the path, or the secret itself, which is only ever written. */
  secret: string;
  to: string[];
}

function secretOf(secret: Secret | undefined): Pick<ChannelValues, 'from' | 'secret'> {
  if (secret === undefined) return { from: 'none', secret: '' };
  if (secret.env !== undefined) return { from: 'env', secret: secret.env };
  return secret.file === undefined ? { from: 'stored', secret: '' } : { from: 'file', secret: secret.file };
}

export function channelValues(channel: AlertChannel | undefined): ChannelValues {
  const spec = channel?.spec;
  return {
    name: channel?.metadata.name ?? '',
    description: channel?.metadata.description ?? '',
    type: spec?.type ?? 'webhook',
    url: spec?.url ?? '',
    allowPrivateNetwork: spec?.allowPrivateNetwork ?? false,
    ...secretOf(spec?.secret),
    to: spec?.to ?? [],
  };
}

const ADDRESS = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/;

function checkUrl(values: ChannelValues): string | undefined {
  const { url, type } = values;
  if (url === '') {
    if (type === 'webhook') return 'is required: say where alerts are posted';
    return values.from === 'none' ? 'must have exactly one of url, secret (which holds the url)' : undefined;
  }
  if (type === 'slack' && values.from !== 'none') return 'must have exactly one of url, secret (which holds the url)';
  if (!URL.canParse(url) || !/^https?:\/\/[^\s/]+/.test(url)) return `'${url}' is not a URL: write https://host/path`;
  const { username, password, search, hash, protocol } = new URL(url);
  if (`${username}${password}${search}${hash}` !== '') return 'must not carry a user, a query or a fragment: put it into the secret';
  if (protocol === 'http:' && !values.allowPrivateNetwork) return `'${url}' is plain http: allow private networks if this is meant`;
  return undefined;
}

export function checkChannel(values: ChannelValues, taken: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!NAME.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + with a letter or digit first.';
  else if (taken.includes(values.name)) errors.name = 'There is one of this name already.';
  if (values.type === 'email') {
    const odd = values.to.find((address) => !ADDRESS.test(address));
    if (values.to.length === 0) errors.to = 'is empty: give at least one address';
    else if (odd !== undefined) errors.to = `'${odd}' is not an address: write ops@example.com`;
    return errors;
  }
  const url = checkUrl(values);
  if (url !== undefined) errors.url = url;
  if (values.from !== 'none' && values.from !== 'stored' && values.secret.trim() === '') errors.secret = 'Enter it, or choose none.';
  return errors;
}

/** Only what goes with the type; `{stored: true}` keeps the secret that is there. */
export function channelManifest(values: ChannelValues, old?: AlertChannel): Manifest<AlertChannelSpec> {
  const { url: _url, secret: _secret, to: _to, allowPrivateNetwork: _private, ...kept } = old?.spec ?? { type: values.type };
  const secret: Secret = values.from === 'stored' ? { stored: true } : { [values.from]: values.secret.trim() };
  return {
    metadata: {
      name: values.name,
      ...(old?.metadata.labels === undefined ? {} : { labels: old.metadata.labels }),
      ...(old?.metadata.team === undefined ? {} : { team: old.metadata.team }),
      ...(values.description === '' ? {} : { description: values.description }),
    },
    spec: {
      ...kept,
      type: values.type,
      ...(values.type === 'email'
        ? { to: values.to }
        : {
            ...(values.url !== '' && { url: values.url.trim() }),
            ...(values.from !== 'none' && { secret }),
            ...(values.allowPrivateNetwork && { allowPrivateNetwork: true }),
          }),
    },
  };
}

export const CHANNEL_PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.type': 'type',
  'spec.url': 'url',
  'spec.secret': 'secret',
  'spec.to': 'to',
  'spec.allowPrivateNetwork': 'url',
};
