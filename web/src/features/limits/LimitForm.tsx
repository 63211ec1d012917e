import { Button, SegmentedControl } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { putBudget, putRateLimit } from '../../api/limits.ts';
import type { Manifest } from '../../api/policy.ts';
import { ApiError } from '../../api/problem.ts';
import type { Budget, BudgetSpec, FieldError, RateLimit, RateLimitSpec } from '../../api/types.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { formErrors } from './formErrors.ts';
import styles from './LimitForm.module.css';
import { type Kind, ruleManifest, type RuleManifest, type RuleValues, ruleValues } from './limitValues.ts';
import { parseManifest, printManifest } from './manifestYaml.ts';
import { place } from './place.ts';
import { RuleFields } from './RuleFields.tsx';
import { YamlText } from './YamlText.tsx';

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
  /** Present while the manifest is edited as text; the form then follows it whenever it can be read. */
  const [text, setText] = useState<string>();
  /** Holds what the form does not show: labels, and fields that it does not know. */
  const [base, setBase] = useState<RuleManifest | undefined>(rule);
  const others = rule === undefined ? taken : [];
  const form = useForm<RuleValues>({
    initialValues: ruleValues(kind, rule),
    validate: (values) => formErrors(kind, values, others),
    validateInputOnBlur: true,
  });
  const parsed = useMemo(() => (text === undefined ? undefined : parseManifest(kind, text, rule)), [kind, text, rule]);
  const print = () => printManifest(kind, ruleManifest(kind, form.values, base));

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
        setRest(text === undefined ? placed.rest : (failure.problem.errors ?? []));
        if (text === undefined) focusFault();
      }
    } finally {
      setBusy(false);
    }
  };

  const textErrors = parsed === undefined ? [] : parsed.manifest && others.includes(parsed.manifest.metadata.name)
    ? [...parsed.errors, { field: 'metadata.name', message: `there is a ${NOUN[kind]} of this name already` }]
    : parsed.errors;
  const submit = () => {
    if (text === undefined) form.onSubmit((values) => void save(ruleManifest(kind, values, base)), focusFault)();
    else if (parsed?.manifest && textErrors.length === 0) void save(parsed.manifest);
  };

  const onText = (next: string) => {
    setText(next);
    setRest([]);
    const { manifest } = parseManifest(kind, next, rule);
    if (manifest === undefined) return;
    setBase(manifest);
    form.setValues(ruleValues(kind, manifest));
  };
  const onView = (view: string) => {
    if (view === 'yaml') setText(print());
    // What cannot be read stays in sight: the form has no place for it.
    else if (parsed?.manifest) {
      setText(undefined);
      setRest([]);
    }
  };

  return (
    <FormDrawer
      title={rule ? `Edit ${rule.metadata.name}` : `Add ${NOUN[kind]}`}
      submit="Save"
      busy={busy}
      error={error}
      rest={rest}
      dirty={form.isDirty() || (text !== undefined && parsed?.manifest === undefined)}
      onSubmit={submit}
      onClose={onClose}
      onReload={onReload}
    >
      <div className={styles.view}>
        <SegmentedControl
          aria-label="Edit as"
          size="xs"
          data={[{ value: 'form', label: 'Form' }, { value: 'yaml', label: 'YAML' }]}
          value={text === undefined ? 'form' : 'yaml'}
          onChange={onView}
        />
        {parsed !== undefined && parsed.manifest === undefined && (
          <Button variant="subtle" size="compact-sm" onClick={() => setText(print())}>
            Back to what could be read last
          </Button>
        )}
      </div>
      {text === undefined ? <RuleFields kind={kind} form={form} existing={rule !== undefined} /> : <YamlText text={text} onChange={onText} errors={textErrors} readable={parsed?.manifest !== undefined} />}
    </FormDrawer>
  );
}
