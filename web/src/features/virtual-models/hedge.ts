const AFTER = /^p([5-9]\d(?:\.\d)?)$/;
const SHARE = /^(\d{1,3}(?:\.\d{1,2})?)%$/;
const MOST_PERCENT = 50;

/** As typed; both empty where nobody else is asked. */
export interface HedgeValues {
  after: string;
  maxExtraSpend: string;
}

export function hedgeErrors({ after, maxExtraSpend }: HedgeValues): Partial<HedgeValues> {
  const [percentile, share] = [after.trim(), maxExtraSpend.trim()];
  if (percentile === '' && share === '') return {};
  const errors: Partial<HedgeValues> = {};
  if (!AFTER.test(percentile)) errors.after = 'Write a percentile, p50 to p99.9, such as p98.';
  const points = Number(SHARE.exec(share)?.[1]);
  if (!(points > 0 && points <= MOST_PERCENT)) errors.maxExtraSpend = 'Write a share above 0% and at most 50%, such as 3%.';
  return errors;
}

/** `when 98 of 100 streams would have begun`, and what it may cost; undefined of what cannot be. */
export function hedgeWords(values: HedgeValues): string | undefined {
  const percentile = AFTER.exec(values.after.trim())?.[1];
  const share = SHARE.exec(values.maxExtraSpend.trim())?.[1];
  if (percentile === undefined || share === undefined || Object.keys(hedgeErrors(values)).length > 0) return undefined;
  const of = percentile.includes('.') && !percentile.endsWith('.0') ? 1000 : 100;
  return `asks the next target when ${Math.round((Number(percentile) / 100) * of)} of ${of} streams would have begun; at most ${Number(share)} % extra spend`;
}
