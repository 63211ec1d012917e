import { isRange, type TimeRange } from '../api/range.ts';

type Raw = Record<string, unknown>;

/** Search parameters are plain strings: a name that looks like a number stays a name. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

export function stringifySearch(search: Raw): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function oneOf<T extends string>(value: unknown, options: readonly T[]): T | undefined {
  return options.find((option) => option === value);
}

/** Defaults are left out, so that a shared link says only what differs. */
function range(value: unknown, fallback: TimeRange): TimeRange | undefined {
  return isRange(value) && value !== fallback ? value : undefined;
}

export interface SignInSearch {
  next?: string | undefined;
}

export const signInSearch = (raw: Raw): SignInSearch => ({ next: text(raw.next) });

/** Only a path of this origin may be the place to go on to. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  return next;
}

export interface OverviewSearch {
  range?: TimeRange | undefined;
}

export const overviewSearch = (raw: Raw): OverviewSearch => ({ range: range(raw.range, '24h') });

export interface PlaygroundSearch {
  model?: string | undefined;
}

export const playgroundSearch = (raw: Raw): PlaygroundSearch => ({ model: text(raw.model) });

export const connectSearch = playgroundSearch;

export interface ExplainSearch {
  subject?: string | undefined;
  model?: string | undefined;
}

export const explainSearch = (raw: Raw): ExplainSearch => ({ subject: text(raw.subject), model: text(raw.model) });

export interface ModelsSearch {
  tab?: 'providers' | undefined;
  q?: string | undefined;
  provider?: string | undefined;
  /** The object in the drawer. */
  name?: string | undefined;
}

export const modelsSearch = (raw: Raw): ModelsSearch => ({
  tab: oneOf(raw.tab, ['providers']),
  q: text(raw.q),
  provider: text(raw.provider),
  name: text(raw.name),
});

export interface VirtualModelsSearch {
  tab?: 'targets' | undefined;
  q?: string | undefined;
  /** The virtual model that a request is tried for. */
  try?: string | undefined;
}

export const virtualModelsSearch = (raw: Raw): VirtualModelsSearch => ({ tab: oneOf(raw.tab, ['targets']), q: text(raw.q), try: text(raw.try) });

export interface KeysSearch {
  q?: string | undefined;
  state?: 'active' | 'expired' | 'revoked' | 'rotating' | undefined;
  owner?: string | undefined;
  name?: string | undefined;
}

export const keysSearch = (raw: Raw): KeysSearch => ({
  q: text(raw.q),
  state: oneOf(raw.state, ['active', 'expired', 'revoked', 'rotating']),
  owner: text(raw.owner),
  name: text(raw.name),
});

export const LIMIT_TABS = ['limits', 'budgets', 'channels'] as const;
export type LimitTab = (typeof LIMIT_TABS)[number];

export interface LimitsSearch {
  tab?: LimitTab | 'alerts' | undefined;
  q?: string | undefined;
}

export const limitsSearch = (raw: Raw): LimitsSearch => ({ tab: oneOf(raw.tab, [...LIMIT_TABS, 'alerts'] as const), q: text(raw.q) });

export const PEOPLE_TABS = ['teams', 'users', 'accounts'] as const;
export type PeopleTab = (typeof PEOPLE_TABS)[number];

export interface PeopleSearch {
  tab?: PeopleTab | undefined;
  q?: string | undefined;
}

export const peopleSearch = (raw: Raw): PeopleSearch => ({ tab: oneOf(raw.tab, PEOPLE_TABS), q: text(raw.q) });

export const REQUEST_FILTERS = ['model', 'key', 'user', 'team', 'status', 'errorClass', 'session'] as const;
export type RequestFilter = (typeof REQUEST_FILTERS)[number];

export const REQUEST_TABS = ['timeline', 'money', 'rules', 'raw'] as const;
export type RequestTab = (typeof REQUEST_TABS)[number];

export type RequestsSearch = { [name in RequestFilter]?: string | undefined } & {
  range?: TimeRange | undefined;
  id?: string | undefined;
  tab?: RequestTab | undefined;
};

export function requestsSearch(raw: Raw): RequestsSearch {
  const search: RequestsSearch = { range: range(raw.range, '1h'), id: text(raw.id) };
  const tab = oneOf(raw.tab, REQUEST_TABS);
  if (tab !== 'timeline') search.tab = tab;
  for (const name of REQUEST_FILTERS) search[name] = text(raw[name]);
  return search;
}
