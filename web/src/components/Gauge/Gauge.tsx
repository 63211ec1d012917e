import styles from './Gauge.module.css';

interface Props {
  /** Percent of the limit; may be over 100. */
  used: number;
  reserved: number;
  tone?: 'warn' | 'err' | undefined;
  label: string;
  /** The figures in words, for those who do not see the level. */
  text: string;
}

const TICKS = [50, 75, 90];
const within = (percent: number) => Math.max(0, Math.min(100, percent));

/** A level against its limit: settled solid, reserved hatched, past the end when it is over. */
export function Gauge({ used, reserved, tone, label, text }: Props) {
  const settled = within(used);
  const held = within(used + reserved) - settled;
  return (
    <div
      className={styles.gauge}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(settled + held)}
      aria-valuetext={text}
      data-tone={tone}
      data-over={used + reserved > 100 || undefined}
    >
      <span className={styles.used} style={{ width: `${settled}%` }} />
      <span className={styles.reserved} style={{ left: `${settled}%`, width: `${held}%` }} />
      {TICKS.map((tick) => (
        <span key={tick} className={styles.tick} style={{ left: `${tick}%` }} />
      ))}
    </div>
  );
}
