import type { FieldError, VirtualModelSpec } from '../../api/types.ts';
import type { ManifestKind } from '../../components/YamlTwin/manifestYaml.ts';
import { CHOICE, type Shape } from '../../components/YamlTwin/shape.ts';
import { checkVirtualModel } from './check.ts';
import { type VirtualModelValues, virtualModelValues } from './virtualModelForm.ts';

const BOUNDS = { lt: 'whole', lte: 'whole', gt: 'whole', gte: 'whole' } as const;
const FLAG = { in: ['flag'] } as const;
const WHEN: Shape = { metadata: { '*': CHOICE }, headers: { '*': CHOICE }, subjects: CHOICE, timeoutMs: BOUNDS, parameters: { stream: FLAG, max_tokens: BOUNDS, tools: FLAG } };
const OVERRIDES: Shape = { temperature: 'number', top_p: 'number', max_tokens: 'whole', seed: 'whole', frequency_penalty: 'number', presence_penalty: 'number', reasoning_effort: 'text' };

const SHAPE: ManifestKind<VirtualModelSpec>['shape'] = {
  strategy: { type: 'text', weights: { cost: 'number', latency: 'number', quality: 'number' } },
  sticky: { by: ['text'], ttl: 'text' },
  targets: [{ model: 'text', weight: 'whole', priority: 'whole', when: WHEN, overrides: OVERRIDES }],
  retry: { attempts: 'whole', backoff: 'text', maxRetryAfter: 'text' },
  fallback: { on: ['text'], to: ['text'] },
  hedge: { after: 'text', maxExtraSpend: 'text' },
  shadow: { model: 'text', percent: 'number' },
};

const PLACES: Record<string, string> = {
  name: 'metadata.name',
  'score.': 'spec.strategy.weights.',
  ttl: 'spec.sticky.ttl',
  sticky: 'spec.sticky.by',
  attempts: 'spec.retry.attempts',
  backoff: 'spec.retry.backoff',
  maxRetryAfter: 'spec.retry.maxRetryAfter',
  on: 'spec.fallback.on',
  to: 'spec.fallback.to',
};

/** Where a field of the form is in the manifest. */
function manifestPath(field: string, { targets }: VirtualModelValues): string {
  const place = Object.keys(PLACES).find((start) => (start.endsWith('.') ? field.startsWith(start) : field === start));
  if (place !== undefined) return field.replace(place, PLACES[place] ?? '');
  const [, index = '', part = ''] = /^targets\.(\d+)\.(.+)$/.exec(field) ?? [];
  const target = targets[Number(index)];
  if (target === undefined || index === '') return `spec.${field}`;
  const named = part
    .replace(/^when\.(metadata|headers)\.(\d+)(?:\.name)?/, (_, kind: 'metadata' | 'headers', at: string) => `when.${kind}.${target.when[kind][Number(at)]?.name ?? at}`)
    .replace(/^overrides\.(\d+)\.\w+/, (_, at: string) => `overrides.${target.overrides[Number(at)]?.name ?? at}`)
    .replace(/^when\.(stream|tools)/, 'when.parameters.$1')
    .replace(/^when\.maxTokens/, 'when.parameters.max_tokens')
    .replace(/(timeoutMs|max_tokens)\.(from|below)$/, '$1');
  return `spec.targets[${index}].${named}`;
}

function check(manifest: Parameters<ManifestKind<VirtualModelSpec>['check']>[0]): FieldError[] {
  const { spec } = manifest;
  if (spec.targets === undefined) return [{ field: 'spec.targets', message: 'is required: give one target at least' }];
  const values = virtualModelValues(manifest);
  return Object.entries(checkVirtualModel(values, [])).map(([field, message]) => ({ field: manifestPath(field, values), message }));
}

/** What the text of a virtual model may be. */
export const VIRTUAL_MODEL: ManifestKind<VirtualModelSpec> = { kind: 'VirtualModel', shape: SHAPE, check };
