import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { putBudget, putRateLimit } from '../../api/limits.ts';
import type { Manifest } from '../../api/policy.ts';
import { ApiError } from '../../api/problem.ts';
import type { Budget, BudgetSpec, FieldError, RateLimit, RateLimitSpec } from '../../api/types.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { FormAndYaml } from '../../components/YamlTwin/FormAndYaml.tsx';
import { useYamlTwin } from '../../components/YamlTwin/useYamlTwin.ts';
import { formErrors } from './formErrors.ts';
import { type Kind, ruleManifest, type RuleManifest, type RuleValues, ruleValues } from './limitValues.ts';
import { KINDS } from './manifestYaml.ts';
import { place } from './place.ts';
import { RuleFields } from './RuleFields.tsx';

const NOUN = { RateLimit: 'rate limit', Budget: 'budget' } as const;

interface Props {
  kind: Kind;
  rule: RateLimit | Budget | undefined;
  /** Names of the kind that are there: writing one of them would replace it. */
  taken: readonly string[];
  onClose: () => void;
  onReload: () => void;
}

function put(kind: Kind, manifest: RuleManifest, revision: number | undefined) {
  return kind === 'RateLimit' ? putRateLimit(manifest as Manifest<RateLimitSpec>, revision) : putBudget(manifest as Manifest<BudgetSpec>, revision);
}

/** The fault may be below what is in view. */
const focusFault = () => requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="dialog"] [aria-invalid="true"]')?.focus());

export default function LimitForm({ kind, rule, taken, onClose, onReload }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const others = rule === undefined ? taken : [];
  const form = useForm<RuleValues>({
    initialValues: ruleValues(kind, rule),
    validate: (values) => formErrors(kind, values, others),
    validateInputOnBlur: true,
  });
  const twin = useYamlTwin<RuleValues, RuleManifest['spec']>({
    kind: KINDS[kind],
    form,
    old: rule,
    valuesOf: (manifest) => ruleValues(kind, manifest),
    manifestOf: (values, base) => ruleManifest(kind, values, base),
    taken: others,
    onEdit: () => setRest([]),
  });

  const save = async (manifest: RuleManifest) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await put(kind, manifest, rule?.metadata.revision);
      const collection = kind === 'RateLimit' ? 'rate-limits' : 'budgets';
      await client.invalidateQueries({ queryKey: keys.collection(collection) });
      void client.invalidateQueries({ queryKey: keys.limitState(collection, manifest.metadata.name) });
      notifications.show({ message: `${manifest.metadata.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError) {
        const placed = place(failure.problem.errors ?? [], form.values);
        form.setErrors(placed.fields);
        setRest(twin.view === 'yaml' ? (failure.problem.errors ?? []) : placed.rest);
        if (twin.view !== 'yaml') focusFault();
      }
    } finally {
      setBusy(false);
    }
  };

  const submit = () => {
    if (twin.unreadable) return;
    if (twin.view !== 'yaml') form.onSubmit(() => void save(twin.manifest()), focusFault)();
    else if (twin.parsed.manifest && twin.errors.length === 0) void save(twin.parsed.manifest);
  };

  return (
    <FormDrawer
      title={rule ? `Edit ${rule.metadata.name}` : `Add ${NOUN[kind]}`}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty() || twin.unreadable}
      wide={twin.view === 'both'}
      onSubmit={submit}
      onClose={onClose}
      onReload={onReload}
    >
      <FormAndYaml twin={twin}>
        <RuleFields kind={kind} form={form} existing={rule !== undefined} />
      </FormAndYaml>
    </FormDrawer>
  );
}
