const NANO = 1_000_000_000n;

/** A decimal string in USD as whole nano-dollars; null when it is not one. Never a float. */
export function toNano(value: string | null | undefined): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,9})0*)?$/.exec(value?.trim() ?? '');
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const nano = BigInt(whole) * NANO + BigInt(fraction.padEnd(9, '0'));
  return sign === '-' ? -nano : nano;
}

export function fromNano(nano: bigint): string {
  const size = nano < 0n ? -nano : nano;
  return `${nano < 0n ? '-' : ''}${size / NANO}.${String(size % NANO).padStart(9, '0')}`;
}

export function sumNano(values: Iterable<string | null | undefined>): bigint {
  let sum = 0n;
  for (const value of values) sum += toNano(value) ?? 0n;
  return sum;
}

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

/** `digits` decimals, rounded half up, with the whole part grouped. */
function fixed(nano: bigint, digits: number): string {
  const size = nano < 0n ? -nano : nano;
  const unit = 10n ** BigInt(9 - digits);
  const scaled = (size + unit / 2n) / unit;
  const base = 10n ** BigInt(digits);
  const text = digits === 0 ? '' : `.${String(scaled % base).padStart(digits, '0')}`;
  return `${nano < 0n ? '−' : ''}$${whole.format(scaled / base)}${text}`;
}

export interface Figure {
  text: string;
  /** Trailing zeros, shown dimmed so that points line up in a column. */
  dim: string;
}

/** One precision per column: six decimals, the insignificant zeros apart. */
export function tableMoney(nano: bigint): Figure {
  if (nano === 0n) return { text: '$0', dim: '' };
  if (nano > 0n && nano < 1000n) return { text: '< $0.000001', dim: '' };
  const text = fixed(nano, 6);
  const zeros = /0{1,4}$/.exec(text)?.[0] ?? '';
  return { text: text.slice(0, text.length - zeros.length), dim: zeros };
}

/** For tiles and totals: cents from a dollar up, more digits below, thousands above 10,000. */
export function tileMoney(nano: bigint): string {
  const size = nano < 0n ? -nano : nano;
  if (size === 0n) return '$0';
  if (size >= 10_000_000n * NANO) return `${fixed(nano / 1_000_000n, 1)} M`;
  if (size >= 10_000n * NANO) return `${fixed(nano / 1_000n, 1)} k`;
  if (size >= NANO) return fixed(nano, 2);
  if (size >= NANO / 100n) return fixed(nano, 4);
  return size < 1000n ? '< $0.000001' : fixed(nano, 6);
}

export function exactMoney(nano: bigint): string {
  return fixed(nano, 9);
}

/** As somebody wrote it: every digit that says something, and whole cents. */
export function plainMoney(nano: bigint): string {
  return fixed(nano, 9).replace(/0{1,7}$/, '');
}

/** To the cent; what is less than one, in full. */
export function centMoney(nano: bigint): string {
  return nano === 0n ? '$0' : nano < NANO / 100n ? plainMoney(nano) : fixed(nano, 2);
}

/** units × price per million, in nano-dollars, rounded half up once. Null when the price is no decimal string. */
export function lineCost(units: number, pricePerMillion: string | undefined): bigint | null {
  const price = toNano(pricePerMillion);
  return price === null ? null : (BigInt(units) * price + 500_000n) / 1_000_000n;
}
