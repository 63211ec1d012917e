import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { type Manifest, modelsQuery } from '../../api/policy.ts';
import { ApiError } from '../../api/problem.ts';
import type { FieldError, VirtualModel, VirtualModelSpec } from '../../api/types.ts';
import { putVirtualModel } from '../../api/virtualModels.ts';
import { useCan } from '../../app/permissions.ts';
import { FormDrawer } from '../../components/FormDrawer/FormDrawer.tsx';
import { FormAndYaml } from '../../components/YamlTwin/FormAndYaml.tsx';
import { useYamlTwin } from '../../components/YamlTwin/useYamlTwin.ts';
import { checkVirtualModel } from './check.ts';
import { VIRTUAL_MODEL } from './manifestYaml.ts';
import { placed } from './place.ts';
import { VirtualModelFields } from './VirtualModelFields.tsx';
import { virtualModelManifest, type VirtualModelValues, virtualModelValues } from './virtualModelForm.ts';

interface Props {
  model: VirtualModel | undefined;
  /** Names of all virtual models. */
  virtual: readonly string[];
  onClose: () => void;
  onReload: () => void;
}

export default function VirtualModelForm({ model, virtual, onClose, onReload }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [rest, setRest] = useState<FieldError[]>([]);
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const real = (models ?? []).map(({ metadata }) => metadata.name).filter((name) => !name.includes('*'));
  const form = useForm<VirtualModelValues>({
    initialValues: virtualModelValues(model),
    validate: (values) => checkVirtualModel(values, model === undefined ? [...virtual, ...real] : []),
    validateInputOnBlur: true,
  });
  const others = virtual.filter((name) => name !== form.values.name);
  const choices = [{ group: 'Models', items: real }, { group: 'Virtual models', items: others }];

  const twin = useYamlTwin<VirtualModelValues, VirtualModelSpec>({
    kind: VIRTUAL_MODEL,
    form,
    old: model,
    valuesOf: virtualModelValues,
    manifestOf: virtualModelManifest,
    taken: model === undefined ? [...virtual, ...real] : [],
    onEdit: () => setRest([]),
  });

  const save = async (manifest: Manifest<VirtualModelSpec>) => {
    setBusy(true);
    setError(undefined);
    setRest([]);
    try {
      const saved = await putVirtualModel(manifest, model?.metadata.revision);
      await client.invalidateQueries({ queryKey: keys.collection('virtual-models') });
      notifications.show({ message: `${manifest.metadata.name} saved as rev ${saved.metadata.revision}.` });
      onClose();
    } catch (failure) {
      const at = failure instanceof ApiError ? placed(failure.problem, form.values) : undefined;
      if (at) form.setErrors(at.fields);
      setRest(twin.view === 'yaml' && failure instanceof ApiError ? (failure.problem.errors ?? []) : (at?.rest ?? []));
      setError(twin.view !== 'yaml' && at?.fields.name !== undefined && failure instanceof ApiError && failure.code === 'name_taken' ? undefined : failure);
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    if (twin.unreadable) return;
    if (twin.view !== 'yaml') form.onSubmit(() => void save(twin.manifest()))();
    else if (twin.parsed.manifest && twin.errors.length === 0) void save(twin.parsed.manifest);
  };

  return (
    <FormDrawer
      title={model ? `Edit ${model.metadata.name}` : 'Add virtual model'}
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
        <VirtualModelFields form={form} existing={model !== undefined} choices={choices} />
      </FormAndYaml>
    </FormDrawer>
  );
}
