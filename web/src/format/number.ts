const grouped = new Intl.NumberFormat();
const one = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const two = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** In full below 10,000, then with k or M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return grouped.format(value);
  if (size < 999_950) return `${one.format(value / 1_000)} k`;
  if (size < 999_950_000) return `${one.format(value / 1_000_000)} M`;
  return `${one.format(value / 1_000_000_000)} G`;
}

export const count = (value: number) => grouped.format(value);

export function percent(part: number, of: number): string {
  if (of === 0) return '0 %';
  const value = (part / of) * 100;
  if (value > 0 && value < 0.01) return '< 0.01 %';
  return `${two.format(value)} %`;
}

export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  if (value < 1_000_000) return `${one.format(value / 1_000)} kB`;
  return `${one.format(value / 1_000_000)} MB`;
}

/** Three significant digits: `48 µs`, `0.18 ms`, `312 ms`, `1.84 s`, `2 min 05 s`. */
export function duration(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 999.5) return `${trim(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${trim(seconds)} s`;
  const total = Math.round(seconds);
  if (total < 3600) return `${Math.floor(total / 60)} min ${String(total % 60).padStart(2, '0')} s`;
  return `${Math.floor(total / 3600)} h ${String(Math.floor((total % 3600) / 60)).padStart(2, '0')} min`;
}

function trim(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
