import type { FieldError } from '../../api/types.ts';
import type { ManifestKind } from '../../components/YamlTwin/manifestYaml.ts';
import { checkBudget, checkRateLimit } from './check.ts';
import type { Kind, RuleManifest } from './limitValues.ts';
import { SHAPES } from './shape.ts';

export function check(kind: Kind, manifest: RuleManifest): FieldError[] {
  return kind === 'RateLimit' ? checkRateLimit(manifest as Parameters<typeof checkRateLimit>[0]) : checkBudget(manifest as Parameters<typeof checkBudget>[0]);
}

const kindOf = (kind: Kind): ManifestKind<RuleManifest['spec']> => ({ kind, shape: SHAPES[kind], check: (manifest) => check(kind, manifest) });

/** What the text of a rule may be. */
export const KINDS = { RateLimit: kindOf('RateLimit'), Budget: kindOf('Budget') } as const;
