import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** Some are made here, of answers that were none. */
export type Problem = Omit<Schemas['Problem'], 'type'> & { type?: string };
export type FieldError = Schemas['FieldError'];
export type Reference = Schemas['Reference'];
export type Me = Schemas['Me'];
export type AuthConfig = Schemas['AuthConfig'];
export type ProviderAccount = Schemas['ProviderAccount'];
export type ProviderAccountSpec = Schemas['ProviderAccountSpec'];
export type Credential = Schemas['Credential'];
export type Secret = Schemas['Secret'];
export type Model = Schemas['Model'];
export type ModelSpec = Schemas['ModelSpec'];
export type Mode = Schemas['Mode'];
export type Price = Schemas['Price'];
export type ApiKey = Schemas['ApiKey'];
export type ApiKeySpec = Schemas['ApiKeySpec'];
export type ApiKeyInput = Schemas['ApiKeyInput'];
export type CreatedKey = Schemas['CreatedKey'];
export type TestResult = Schemas['TestResult'];
export type CatalogProvider = Schemas['CatalogProvider'];
export type CatalogModel = Schemas['CatalogModel'];
export type Gateway = Schemas['Gateway'];
export type GatewayList = Schemas['GatewayList'];
export type TokenCounts = Schemas['TokenCounts'];
export type Usage = Schemas['Usage'];
export type UsageRow = Schemas['UsageRow'];
export type UsageTotal = Schemas['UsageRow'];
export type RequestItem = Schemas['RequestItem'];
export type RequestDetail = Schemas['RequestDetail'];
export type Attempt = Schemas['Attempt'];
