import { CHOICE, type Shape } from '../../components/YamlTwin/shape.ts';

const MATCH = { subjects: CHOICE, models: CHOICE, metadata: { '*': CHOICE } } as const;
const WINDOWS = [{ unit: 'text', amount: 'amount', window: 'text' }] as const;
const PERIODS = [{ usd: 'text', tokens: 'whole', period: 'text' }] as const;
const RULE = { match: MATCH, per: ['text'], accuracy: 'text', onPartition: 'text', mode: 'text' } as const;

/** Of `spec`. */
export const SHAPES = {
  RateLimit: { ...RULE, limits: WINDOWS, overrides: [{ subject: 'text', limits: WINDOWS }] },
  Budget: {
    ...RULE, limits: PERIODS, overrides: [{ subject: 'text', limits: PERIODS }], zone: 'text', onExceeded: 'exceeded', stopStreams: 'flag', unpriced: 'text',
    alerts: { at: ['whole'], channels: ['text'] },
  },
} as const satisfies Record<string, { readonly [field: string]: Shape }>;
