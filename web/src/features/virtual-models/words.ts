import type { Bounds, FailureClass, RouteStrategy, RouteTarget, VirtualModelSpec } from '../../api/types.ts';
import { shares, shareWords, weightOf } from './shares.ts';

export const STRATEGIES: { value: RouteStrategy; label: string; hint: string }[] = [
  { value: 'weighted', label: 'By weight', hint: 'One is drawn by weight, the others follow. Weight 0: only after all others.' },
  { value: 'priority', label: 'By priority', hint: 'The lowest number first; among equals by weight.' },
  { value: 'latency', label: 'The fastest', hint: 'Half the time gets eight times the requests. Each gateway goes by what it sees.' },
  { value: 'least-busy', label: 'The least busy', hint: 'The one with the fewest requests in flight from the gateway.' },
  { value: 'cost', label: 'The cheapest', hint: 'By prompt and expected answer; models without a price come last.' },
  { value: 'score', label: 'The best score', hint: 'Cost, latency and quality added up, as they are weighed here.' },
];

/** In the order of what people ask for most. */
export const FAILURES: Record<FailureClass, string> = {
  rate_limited: 'Rate limited',
  quota_exhausted: 'Quota used up',
  overloaded: 'Overloaded',
  server_error: 'Server error',
  connection: 'No connection',
  timeout_connect: 'Connecting took too long',
  timeout_first_token: 'First token took too long',
  timeout_idle: 'Stream stood still',
  timeout_total: 'All took too long',
  stream_interrupted: 'Stream broke off',
  auth: 'Credential refused',
  permission: 'Not permitted',
  model_not_found: 'Model not found',
  context_window: 'Context window too small',
  sampling_failure: 'Sampling failed',
  content_policy: 'Content policy',
  too_large: 'Request too large',
  bad_request: 'Bad request',
};

const BEST: Partial<Record<RouteStrategy, string>> = { latency: 'fastest', 'least-busy': 'least busy', cost: 'cheapest', score: 'best score' };

export const strategyOf = (spec: VirtualModelSpec): RouteStrategy => spec.strategy?.type ?? 'weighted';

const SIGNS = [['gt', '>'], ['gte', '≥'], ['lt', '<'], ['lte', '≤']] as const;

function boundsWords(name: string, bounds: Bounds | undefined, unit = ''): string[] {
  const signs = SIGNS.flatMap(([field, sign]) => (bounds?.[field] === undefined ? [] : [`${sign} ${bounds[field]}${unit}`]));
  return signs.length === 0 ? [] : [`${name} ${signs.join(' and ')}`];
}

function flagWords(name: string, flag: { in?: boolean[] } | undefined): string[] {
  return flag?.in?.length === 1 ? [flag.in[0] ? name : `no ${name}`] : [];
}

/** Which requests it is for: `tier gold, team:research`. Empty of all. */
export function conditionWords(when: RouteTarget['when']): string {
  if (!when) return '';
  const choices = (parts: [string, { in?: string[]; notIn?: string[] } | undefined][]) =>
    parts.flatMap(([name, choice]) => [
      ...(choice?.in?.length ? [`${name}${choice.in.join(' or ')}`] : []),
      ...(choice?.notIn?.length ? [`not ${name}${choice.notIn.join(' nor ')}`] : []),
    ]);
  return [
    ...choices(Object.entries(when.metadata ?? {}).map(([key, choice]) => [`${key} `, choice])),
    ...choices(Object.entries(when.headers ?? {}).map(([name, choice]) => [`${name} `, choice])),
    ...choices([['', when.subjects]]),
    ...boundsWords('deadline', when.timeoutMs, ' ms'),
    ...flagWords('stream', when.parameters?.stream),
    ...flagWords('tools', when.parameters?.tools),
    ...boundsWords('max tokens', when.parameters?.max_tokens),
  ].join(', ');
}

function named(target: RouteTarget): string {
  const condition = conditionWords(target.when);
  return condition === '' ? target.model : `${target.model} for ${condition}`;
}

/** `95 % a, 5 % b`; of one, its name alone. */
function drawn(targets: readonly RouteTarget[]): string {
  const [only] = targets;
  if (targets.length === 1 && only) return named(only);
  const parts = shares(targets);
  return targets.map((target, index) => `${shareWords(parts[index] ?? 0)} ${named(target)}`).join(', ');
}

function byPriority(targets: readonly RouteTarget[]): string {
  const steps = [...new Set(targets.map(({ priority }) => priority ?? 0))].toSorted((a, b) => a - b);
  return steps.map((step) => drawn(targets.filter(({ priority }) => (priority ?? 0) === step))).join(', then ');
}

/** Where its requests go: `95 % a, 5 % b; then c`, `a, then b`, `the cheapest of a, b`. */
export function routeWords(spec: VirtualModelSpec): string {
  const strategy = strategyOf(spec);
  if (strategy === 'priority') return byPriority(spec.targets);
  const first = spec.targets.filter((target) => weightOf(target) > 0);
  const last = spec.targets.filter((target) => weightOf(target) === 0).map(named);
  const best = BEST[strategy];
  const chosen = best === undefined || first.length === 1 ? drawn(first) : `the ${best} of ${first.map(named).join(', ')}`;
  return last.length === 0 ? chosen : `${chosen}; then ${last.join(', ')}`;
}

/** What comes when targets fail: `c, d after rate limited or overloaded`. */
export function fallbackWords({ fallback }: VirtualModelSpec): string {
  const to = fallback?.to?.join(', ') ?? '';
  const on = fallback?.on ?? [];
  if (on.length === 0) return to;
  const few = on.length > 3 ? `${on.length} kinds of failure` : on.map((name) => (FAILURES[name] ?? name).toLowerCase()).join(' or ');
  return `${to === '' ? 'other targets' : to} after ${few}`;
}

/** `2 tries each, hedged at p98, 1 % also to local/llama`; empty of one try. */
export function retryWords({ retry, hedge, shadow }: VirtualModelSpec): string {
  const attempts = retry?.attempts ?? 1;
  return [attempts === 1 ? '' : `${attempts} tries each`, hedge ? `hedged at ${hedge.after}` : '', shadow ? `${shadow.percent} % also to ${shadow.model}` : ''].filter(Boolean).join(', ');
}
