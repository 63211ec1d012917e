import type { UseFormReturnType } from '@mantine/form';
import { useMemo, useState } from 'react';
import type { Manifest } from '../../api/policy.ts';
import type { FieldError } from '../../api/types.ts';
import { type ManifestKind, type Parsed, parseManifest, printManifest } from './manifestYaml.ts';

export type View = 'form' | 'yaml' | 'both';

interface Twin<Values, Spec> {
  kind: ManifestKind<Spec>;
  form: UseFormReturnType<Values>;
  /** The object that exists already. */
  old: Manifest<Spec> | undefined;
  valuesOf: (manifest: Manifest<Spec>) => Values;
  /** `base` holds what the form does not show. */
  manifestOf: (values: Values, base: Manifest<Spec> | undefined) => Manifest<Spec>;
  /** Names that would be replaced. */
  taken: readonly string[];
  onEdit: () => void;
}

export interface YamlTwin<Spec> {
  view: View;
  setView: (view: View) => void;
  text: string;
  setText: (text: string) => void;
  parsed: Parsed<Spec>;
  errors: FieldError[];
  /** Of the form. */
  manifest: () => Manifest<Spec>;
  /** Whether text is in sight that the form has no place for. */
  unreadable: boolean;
  /** Back to what the form shows. */
  reset: () => void;
}

/** One object as a form and as text. The form follows the text whenever that can be read, the text follows the form. */
export function useYamlTwin<Values, Spec>({ kind, form, old, valuesOf, manifestOf, taken, onEdit }: Twin<Values, Spec>): YamlTwin<Spec> {
  const [view, show] = useState<View>('form');
  /** As it was typed, and the manifest of the form when it was: once the form has another, the text is old. */
  const [typed, setTyped] = useState<{ text: string; of: string }>();
  const [base, setBase] = useState(old);
  const manifest = () => manifestOf(form.values, base);
  const current = JSON.stringify(manifest());
  const text = typed?.of === current ? typed.text : view === 'form' ? '' : printManifest(kind.kind, manifest());
  const parsed = useMemo<Parsed<Spec>>(() => (view === 'form' ? { errors: [] } : parseManifest(kind, text, old)), [kind, text, old, view]);
  const unreadable = view !== 'form' && parsed.manifest === undefined;

  const setText = (next: string) => {
    onEdit();
    const read = parseManifest(kind, next, old).manifest;
    if (read === undefined) {
      setTyped({ text: next, of: current });
      return;
    }
    const values = valuesOf(read);
    setTyped({ text: next, of: JSON.stringify(manifestOf(values, read)) });
    setBase(read);
    form.setValues(values as Partial<Values>);
    form.clearErrors();
  };
  const setView = (next: View) => {
    // What cannot be read stays in sight.
    if (next === 'form' && unreadable) return;
    onEdit();
    if (view === 'form') setTyped(undefined);
    show(next);
  };
  const clash = parsed.manifest !== undefined && taken.includes(parsed.manifest.metadata.name);
  const errors = clash ? [...parsed.errors, { field: 'metadata.name', message: 'there is one of this name already' }] : parsed.errors;
  return { view, setView, text, setText, parsed, errors, manifest, unreadable, reset: () => setTyped(undefined) };
}
