import { describe, expect, it } from 'vitest';
import type { Model, ProviderAccount } from '../../api/types.ts';
import { checkModel, modelManifest, modelValues, priceText } from './modelForm.ts';
import { checkProvider, placeCredentialErrors, providerManifest, providerValues } from './providerForm.ts';

const metadata = { name: 'a/m', revision: 4, createdAt: '', updatedAt: '', labels: { env: 'prod' } };

describe('a model', () => {
  const model: Model = {
    kind: 'Model',
    metadata,
    spec: { account: 'a', upstream: 'm', modes: ['chat'], price: { input: '0.15', output: '0.60', perImage: '0.04' }, limits: { contextTokens: 8 }, quality: 70 },
  };

  it('goes through the form unchanged, with what the form does not show', () => {
    expect(modelManifest(modelValues(model), model)).toEqual({ metadata: { name: 'a/m', labels: { env: 'prod' } }, spec: model.spec });
  });

  it('loses what was emptied', () => {
    const values = modelValues(model);
    const { spec } = modelManifest({ ...values, price: { ...values.price, input: '' }, contextTokens: '' }, model);
    expect(spec.price).toEqual({ output: '0.60', perImage: '0.04' });
    expect(spec).not.toHaveProperty('limits');
  });

  it('keeps prices as decimal strings and refuses others', () => {
    const values = modelValues(model);
    for (const input of ['0.1234567', '-1', '1e3', '1,5']) expect(checkModel({ ...values, price: { ...values.price, input } })).toHaveProperty(['price.input']);
    expect(checkModel(values)).toEqual({});
  });

  it('pairs a wildcard name with a wildcard upstream', () => {
    expect(checkModel({ ...modelValues(model), name: 'a/*' }).upstream).toMatch(/wildcard/);
    expect(checkModel({ ...modelValues(model), name: 'a/*', upstream: '*' })).toEqual({});
  });

  it('tells free from unpriced', () => {
    expect(priceText({ input: '0', output: '0.00' })).toBe('free');
    expect(priceText(undefined)).toBe('none');
  });
});

describe('a provider account', () => {
  const account: ProviderAccount = {
    kind: 'ProviderAccount',
    metadata: { ...metadata, name: 'bedrock' },
    spec: {
      provider: 'bedrock',
      project: 'p-1',
      region: 'eu-central-1',
      residency: 'eu',
      discount: '10%',
      credentials: [
        { name: 'primary', secret: { stored: true }, weight: 1 },
        { name: 'role', assumeRole: 'arn:aws:iam::123456789012:role/x', externalId: 'e', weight: 1 },
        { name: 'cloud', metadata: true, weight: 1 },
      ],
    },
  };

  it('keeps stored secrets, cloud identities and what the form does not show', () =>
    expect(providerManifest(providerValues(account), account).spec).toEqual(account.spec));

  it('sends a new secret in the form it was entered', () => {
    const values = providerValues(undefined);
    const row = values.credentials[0];
    if (!row) throw new Error('a new account starts with one row');
    const manifest = providerManifest({ ...values, name: 'x', provider: 'openai', credentials: [{ ...row, source: 'env', text: ' KEY ' }] });
    expect(manifest.spec.credentials).toEqual([{ name: 'primary', secret: { env: 'KEY' }, weight: 1 }]);
  });

  it('sends one kind of credential, whatever it was before', () => {
    const values = providerValues(account);
    const [primary, , cloud] = values.credentials;
    if (!primary || !cloud) throw new Error('the account has three');
    const rows = [{ ...primary, source: 'webIdentity' as const }, { ...cloud, source: 'env' as const, text: 'KEY' }];
    expect(providerManifest({ ...values, credentials: rows }, account).spec.credentials).toEqual([
      { name: 'primary', webIdentity: true, weight: 1 },
      { name: 'cloud', secret: { env: 'KEY' }, weight: 1 },
    ]);
    expect(checkProvider({ ...values, credentials: rows }, undefined)).toEqual({});
    const vertex = providerManifest({ ...values, provider: 'vertex', credentials: [{ ...cloud, source: 'file', text: 'key.json' }] });
    expect(vertex.spec.credentials).toEqual([{ name: 'cloud', serviceAccount: { file: 'key.json' }, weight: 1 }]);
  });

  it('asks for what the provider needs', () => {
    const needs = { name: 'vertex', label: 'Vertex', baseUrl: null, dialect: 'openai', env: [], testModel: null, needs: ['project'] };
    const values = providerValues(account);
    expect(checkProvider({ ...values, extra: { ...values.extra, project: '' } }, needs)).toHaveProperty(['extra.project']);
    expect(checkProvider(values, needs)).toEqual({});
  });

  it('allows http only together with private networks', () => {
    const values = { ...providerValues(account), baseUrl: 'http://10.0.0.1' };
    expect(checkProvider(values, undefined).baseUrl).toMatch(/private/);
    expect(checkProvider({ ...values, allowPrivateNetwork: true }, undefined)).toEqual({});
  });

  it('shows a refusal of a secret at the one field it has', () =>
    expect(placeCredentialErrors({ 'credentials.1.secret.env': 'unknown', name: 'x' })).toEqual({ 'credentials.1.text': 'unknown', name: 'x' }));
});
