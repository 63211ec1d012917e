/** The cache keys of all server state, in one place so that writes know what to invalidate. */
export type Collection = 'models' | 'virtual-models' | 'provider-accounts' | 'api-keys' | 'users' | 'service-accounts' | 'teams' | 'rate-limits' | 'budgets' | 'alert-channels';

export const keys = {
  authConfig: ['auth-config'] as const,
  me: ['me'] as const,
  connect: ['connect'] as const,
  alerts: ['alerts'] as const,
  gateways: ['gateways'] as const,
  targets: ['targets'] as const,
  collection: (name: Collection) => [name] as const,
  list: (name: Collection) => [name, 'list'] as const,
  one: (name: Collection, id: string) => [name, 'one', id] as const,
  limitState: (collection: 'rate-limits' | 'budgets', name: string) => ['limit-state', collection, name] as const,
  catalogProviders: ['catalog', 'providers'] as const,
  catalogModels: (provider: string) => ['catalog', 'models', provider] as const,
  usage: (params: object) => ['usage', params] as const,
  requests: (params: object) => ['requests', 'list', params] as const,
  latest: (range: string) => ['requests', 'latest', range] as const,
  newer: (params: object) => ['usage', 'newer', params] as const,
  request: (id: string) => ['requests', 'one', id] as const,
  gatewayModels: (url: string) => ['gateway-models', url] as const,
};
