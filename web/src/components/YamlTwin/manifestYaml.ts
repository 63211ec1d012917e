import { Document, isMap, isPair, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Manifest } from '../../api/policy.ts';
import type { FieldError } from '../../api/types.ts';
import { checkShape, METADATA, type Shape } from './shape.ts';

/** What a form and a text can both show. */
export interface ManifestKind<Spec> {
  kind: string;
  /** Of `spec`. */
  shape: { readonly [field: string]: Shape };
  /** What the server would refuse. */
  check: (manifest: Manifest<Spec>) => FieldError[];
}

export type Parsed<Spec> =
  /** `errors` are what the server would refuse; the form can show it all the same. */
  | { manifest: Manifest<Spec>; errors: FieldError[] }
  | { manifest?: undefined; errors: FieldError[] };

/** Many aliases are one way to make a small text large. */
const MAX_ALIASES = 20;

const allScalars = (items: readonly unknown[]) => items.every((item) => isScalar(isPair(item) ? item.value : item));

/** The manifest as plan and apply take it: lists of names, and short items of lists, each on one line. */
export function printManifest(kind: string, { metadata, spec }: Manifest<unknown>): string {
  const document = new Document({ kind, metadata, spec });
  visit(document, {
    Seq: (_, list) => {
      if (allScalars(list.items)) list.flow = true;
      for (const item of list.items) if (isMap(item) && allScalars(item.items)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

const refused = (message: string, field = ''): { errors: FieldError[] } => ({ errors: [{ field, message }] });

/** Fields that a newer server gave and this console does not know may stay where they are, in any place of a list. */
function unknownTo(shape: Shape, old: Manifest<unknown> | undefined): (error: FieldError) => boolean {
  const place = ({ field }: FieldError) => field.replaceAll(/\[\d+\]/g, '[]');
  const known = new Set(checkShape(old?.spec ?? {}, shape, 'spec').map(place));
  return (error) => known.has(place(error));
}

/** Reads one manifest of the kind; `old` is the object that exists already, whose name stays. */
export function parseManifest<Spec>({ kind, shape, check }: ManifestKind<Spec>, text: string, old?: Manifest<Spec>): Parsed<Spec> {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const [document] = 'empty' in documents ? [] : documents;
  if (document === undefined || document.contents === null) return refused('There is nothing here: write a manifest.');
  const [fault] = documents.flatMap(({ errors }) => errors);
  if (fault) return refused(`${fault.message.replace(/\.$/, '')}.`, `line ${lines.linePos(fault.pos[0]).line}`);
  if (documents.length > 1) return refused('One manifest at a time: several go to POST /api/v1/apply.');
  if (!isMap(document.contents)) return refused('A manifest has kind, metadata and spec.');
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return refused(error instanceof Error ? `${error.message}.` : 'It cannot be read.');
  }
  const manifest = value as Manifest<Spec> & { kind?: unknown };
  if (manifest.kind !== kind) return refused(`must be ${kind}`, 'kind');
  const kept = unknownTo(shape, old);
  const wrong = checkShape(value, { kind: 'text', metadata: METADATA, spec: shape }).filter((error) => !kept(error));
  for (const field of ['metadata', 'spec'] as const) if (manifest[field] === undefined) wrong.push({ field, message: 'is required' });
  if (wrong.length > 0) return { errors: wrong };
  const name = old?.metadata.name;
  if (name !== undefined && manifest.metadata.name !== name) return refused(`cannot change: it is ${name}. Make a new object instead.`, 'metadata.name');
  const { metadata, spec } = manifest;
  return { manifest: { metadata, spec }, errors: check({ metadata, spec }) };
}
