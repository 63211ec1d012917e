import { describe, expect, it } from 'vitest';
import type { AlertChannel } from '../../api/types.ts';
import { channelManifest, channelValues, checkChannel } from './channelForm.ts';

const metadata = { name: 'ops', revision: 4, createdAt: '', updatedAt: '', labels: { env: 'prod' } };
const webhook: AlertChannel = { kind: 'AlertChannel', metadata, spec: { type: 'webhook', url: 'https://hooks.example.com/x', secret: { stored: true } } };

describe('an alert channel', () => {
  it.each<AlertChannel['spec']>([
    webhook.spec,
    { type: 'webhook', url: 'http://10.0.0.1/x', allowPrivateNetwork: true, secret: { env: 'HOOK' } },
    { type: 'slack', secret: { file: 'slack.url' } },
    { type: 'email', to: ['ops@example.com'] },
  ])('goes through the form unchanged: %j', (spec) => {
    const channel = { ...webhook, spec };
    expect(checkChannel(channelValues(channel), [])).toEqual({});
    expect(channelManifest(channelValues(channel), channel)).toEqual({ metadata: { name: 'ops', labels: { env: 'prod' } }, spec });
  });

  it('loses what does not go with another type', () =>
    expect(channelManifest({ ...channelValues(webhook), type: 'email', to: ['a@b.c'] }, webhook).spec).toEqual({ type: 'email', to: ['a@b.c'] }));

  it('never reads a secret back', () => expect(channelValues(webhook)).toMatchObject({ from: 'stored', secret: '' }));

  it.each([
    [{ url: '' }, 'url', /say where/],
    [{ url: 'hooks' }, 'url', /not a URL/],
    [{ url: 'http://hooks.example.com' }, 'url', /plain http/],
    [{ url: 'https://hooks.example.com/?token=1' }, 'url', /into the secret/],
    [{ from: 'env' as const, secret: ' ' }, 'secret', /Enter it/],
    [{ type: 'slack' as const }, 'url', /exactly one/],
    [{ type: 'slack' as const, url: '', from: 'none' as const }, 'url', /exactly one/],
    [{ type: 'email' as const }, 'to', /at least one/],
    [{ type: 'email' as const, to: ['ops'] }, 'to', /not an address/],
    [{ name: 'taken' }, 'name', /already/],
  ])('%j is refused at %s', (part, field, message) => expect(checkChannel({ ...channelValues(webhook), ...part }, ['taken'])[field]).toMatch(message));
});
