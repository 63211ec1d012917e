const MODEL = /^[A-Za-z0-9][A-Za-z0-9._@:+/-]{0,199}$/;
const PERCENT = /^\d{1,3}(\.\d{1,6})?$/;

/** As typed; both empty where nobody is asked who does not answer. */
export interface ShadowValues {
  model: string;
  percent: string;
}

export function shadowErrors({ model, percent }: ShadowValues): Partial<ShadowValues> {
  const [name, share] = [model.trim(), percent.trim()];
  if (name === '' && share === '') return {};
  const errors: Partial<ShadowValues> = {};
  if (!MODEL.test(name)) errors.model = name.includes('*') ? 'A wildcard: name one Model.' : 'Choose a Model.';
  if (!(PERCENT.test(share) && Number(share) > 0 && Number(share) <= 100)) errors.percent = 'Write a number above 0, at most 100.';
  return errors;
}
