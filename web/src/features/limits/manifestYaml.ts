import { Document, isMap, isPair, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { FieldError } from '../../api/types.ts';
import { checkBudget, checkRateLimit } from './check.ts';
import { type Kind, type RuleManifest, unknownFields } from './limitValues.ts';
import { checkShape, SHAPES } from './shape.ts';

const allScalars = (items: readonly unknown[]) => items.every((item) => isScalar(isPair(item) ? item.value : item));

/** The manifest as `sluice apply -f` takes it: lists of names, and limits, each on one line. */
export function printManifest(kind: Kind, { metadata, spec }: RuleManifest): string {
  const document = new Document({ kind, metadata, spec });
  visit(document, {
    Seq: (_, list) => {
      if (allScalars(list.items)) list.flow = true;
      for (const item of list.items) if (isMap(item) && allScalars(item.items)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

export type Parsed =
  /** `errors` are what the server would refuse; the form can show it all the same. */
  | { manifest: RuleManifest; errors: FieldError[] }
  | { manifest?: undefined; errors: FieldError[] };

const refused = (message: string, field = ''): Parsed => ({ errors: [{ field, message }] });

export function check(kind: Kind, manifest: RuleManifest): FieldError[] {
  return kind === 'RateLimit' ? checkRateLimit(manifest as Parameters<typeof checkRateLimit>[0]) : checkBudget(manifest as Parameters<typeof checkBudget>[0]);
}

/** Reads one manifest of the kind; `old` is the object that exists already, whose name stays. */
export function parseManifest(kind: Kind, text: string, old?: RuleManifest): Parsed {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const [document] = 'empty' in documents ? [] : documents;
  if (document === undefined || document.contents === null) return refused('There is nothing here: write a manifest.');
  const [fault] = documents.flatMap(({ errors }) => errors);
  if (fault) return refused(`${fault.message.replace(/\.$/, '')}.`, `line ${lines.linePos(fault.pos[0]).line}`);
  if (documents.length > 1) return refused('One manifest at a time: several go with sluice apply.');
  if (!isMap(document.contents)) return refused('A manifest has kind, metadata and spec.');
  let value: unknown;
  try {
    // Many aliases are one way to make a small text large.
    value = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    return refused(error instanceof Error ? `${error.message}.` : 'It cannot be read.');
  }
  const manifest = value as RuleManifest & { kind?: unknown };
  if (manifest.kind !== kind) return refused(`must be ${kind}`, 'kind');
  const known = new Set(Object.keys(unknownFields(kind, old)).map((field) => `spec.${field}`));
  const shape = checkShape(value, SHAPES[kind]).filter(({ field }) => !known.has(field));
  for (const field of ['metadata', 'spec'] as const) if (manifest[field] === undefined) shape.push({ field, message: 'is required' });
  if (shape.length > 0) return { errors: shape };
  const name = old?.metadata.name;
  if (name !== undefined && manifest.metadata.name !== name) return refused(`cannot change: it is ${name}. Make a new object instead.`, 'metadata.name');
  const { metadata, spec } = manifest;
  return { manifest: { metadata, spec }, errors: check(kind, { metadata, spec }) };
}
