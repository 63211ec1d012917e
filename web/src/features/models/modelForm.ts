import type { Manifest } from '../../api/policy.ts';
import type { CatalogModel, Mode, Model, ModelSpec, Price } from '../../api/types.ts';
import { toNano } from '../../format/money.ts';

export const PRICE_FIELDS = [
  { id: 'input', label: 'Input' },
  { id: 'cachedInput', label: 'Cached input' },
  { id: 'output', label: 'Output' },
  { id: 'cacheWrite', label: 'Cache write' },
  { id: 'reasoning', label: 'Reasoning' },
] as const;

export type PriceField = (typeof PRICE_FIELDS)[number]['id'];

export interface ModelValues {
  name: string;
  account: string;
  upstream: string;
  modes: Mode[];
  price: Record<PriceField, string>;
  contextTokens: string;
  outputTokens: string;
  unsupportedParameters: '' | 'forward' | 'drop' | 'reject';
  description: string;
}

const text = (value: number | undefined) => (value === undefined ? '' : String(value));

export function modelValues(model: Model | undefined, account = ''): ModelValues {
  const spec = model?.spec;
  return {
    name: model?.metadata.name ?? '',
    account: spec?.account ?? account,
    upstream: spec?.upstream ?? '',
    modes: spec?.modes ?? ['chat'],
    price: {
      input: spec?.price?.input ?? '',
      cachedInput: spec?.price?.cachedInput ?? '',
      output: spec?.price?.output ?? '',
      cacheWrite: spec?.price?.cacheWrite ?? '',
      reasoning: spec?.price?.reasoning ?? '',
    },
    contextTokens: text(spec?.limits?.contextTokens),
    outputTokens: text(spec?.limits?.outputTokens),
    unsupportedParameters: spec?.unsupportedParameters ?? '',
    description: model?.metadata.description ?? '',
  };
}

/** Fills what the catalog knows and keeps what was chosen. The price stays the catalog's own unless it is overridden. */
export function fromCatalog(values: ModelValues, entry: CatalogModel): ModelValues {
  return {
    ...values,
    upstream: entry.upstream,
    name: values.name === '' || values.name === `${values.account}/${values.upstream}` ? `${values.account}/${entry.upstream}` : values.name,
    modes: entry.modes as Mode[],
    contextTokens: text(entry.limits?.contextTokens),
    outputTokens: text(entry.limits?.outputTokens),
  };
}

const NAME = /^[A-Za-z0-9*][A-Za-z0-9._\-@:+/*]{0,199}$/;
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;
const COUNT = /^\d{1,9}$/;

export function checkModel(values: ModelValues): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!NAME.test(values.name) || /\/\/|\/$/.test(values.name)) errors.name = 'Letters, digits and . _ - @ : + / with a letter or digit first.';
  if (values.account === '') errors.account = 'Choose a provider account.';
  if (values.upstream === '') errors.upstream = 'Enter the provider’s own name of the model, or * for a wildcard.';
  if (values.name.includes('*') !== (values.upstream === '*')) {
    errors.upstream ??= values.upstream === '*' ? 'Upstream * needs a name that ends in *.' : 'A wildcard name needs upstream *.';
  }
  if (values.modes.length === 0) errors.modes = 'Choose at least one mode.';
  for (const { id } of PRICE_FIELDS) {
    if (values.price[id] !== '' && !DECIMAL.test(values.price[id])) errors[`price.${id}`] = 'A decimal like 0.15, at most six decimals.';
  }
  for (const id of ['contextTokens', 'outputTokens'] as const) {
    if (values[id] !== '' && !COUNT.test(values[id])) errors[id] = 'A whole number of tokens.';
  }
  return errors;
}

/** `old` keeps what this form does not show, newer fields included; an emptied field is taken out. */
export function modelManifest(values: ModelValues, old?: Model): Manifest<ModelSpec> {
  const price: Price = { ...old?.spec.price };
  for (const { id } of PRICE_FIELDS) {
    if (values.price[id] === '') delete price[id];
    else price[id] = values.price[id];
  }
  const limits = { ...old?.spec.limits };
  for (const id of ['contextTokens', 'outputTokens'] as const) {
    if (values[id] === '') delete limits[id];
    else limits[id] = Number(values[id]);
  }
  const { price: _price, limits: _limits, unsupportedParameters: _parameters, ...kept } = old?.spec ?? {};
  return {
    metadata: {
      name: values.name,
      ...(old?.metadata.labels === undefined ? {} : { labels: old.metadata.labels }),
      ...(old?.metadata.team === undefined ? {} : { team: old.metadata.team }),
      ...(values.description === '' ? {} : { description: values.description }),
    },
    spec: {
      ...kept,
      account: values.account,
      upstream: values.upstream,
      modes: values.modes,
      ...(Object.keys(price).length === 0 ? {} : { price }),
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(values.unsupportedParameters === '' ? {} : { unsupportedParameters: values.unsupportedParameters }),
    },
  };
}

export const MODEL_PATHS: Record<string, string> = {
  'metadata.name': 'name',
  'metadata.description': 'description',
  'spec.account': 'account',
  'spec.upstream': 'upstream',
  'spec.modes': 'modes',
  'spec.price': 'price.*',
  'spec.limits.contextTokens': 'contextTokens',
  'spec.limits.outputTokens': 'outputTokens',
  'spec.unsupportedParameters': 'unsupportedParameters',
};

/** "Free" is said with zeros; no price at all is another thing. */
export function priceText(price: Price | undefined): { input: string; output: string } | 'free' | 'none' {
  if (price?.input === undefined && price?.output === undefined) return 'none';
  const [input, output] = [price.input ?? '—', price.output ?? '—'];
  return toNano(input) === 0n && toNano(output) === 0n ? 'free' : { input, output };
}
