import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { short } from '../../format/number.ts';
import styles from './TimeChart.module.css';

export interface ChartPoint {
  time: number;
  [series: string]: number;
}

export interface ChartSeries {
  key: string;
  label: string;
  /** A custom property of the theme, by name. */
  color: string;
}

export interface TimeChartProps {
  points: readonly ChartPoint[];
  series: readonly ChartSeries[];
  /** Length of a bucket, for the axis: minutes and hours show the clock, days the date. */
  bucket: 'minute' | 'hour' | 'day';
  height: number;
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

function tick(time: number, bucket: TimeChartProps['bucket'], span: number): string {
  return bucket === 'day' || span > 2 * 86_400_000 ? day.format(time) : clock.format(time);
}

interface TipProps {
  active?: boolean | undefined;
  payload?: readonly { payload?: ChartPoint }[] | undefined;
  series: readonly ChartSeries[];
}

function Tip({ active, payload, series }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className={styles.tip}>
      <div className={styles.when}>
        {day.format(point.time)} {clock.format(point.time)}
      </div>
      {series.map(({ key, label, color }) => (
        <div key={key} className={styles.entry}>
          <span className={styles.swatch} style={{ background: `var(${color})` }} />
          {label}
          <data value={point[key]}>{short(point[key] ?? 0)}</data>
        </div>
      ))}
    </div>
  );
}

/** In its own chunk, loaded after the first paint. */
export default function TimeChart({ points, series, bucket, height }: TimeChartProps) {
  const span = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0);
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
      <BarChart data={[...points]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barCategoryGap={1} accessibilityLayer>
        <CartesianGrid vertical={false} stroke="var(--sl-hairline)" />
        <XAxis
          dataKey="time"
          tickFormatter={(time: number) => tick(time, bucket, span)}
          tick={{ fill: 'var(--sl-muted)', fontSize: 11 }}
          tickLine={false}
          axisLine={{ stroke: 'var(--sl-control)' }}
          minTickGap={48}
        />
        <YAxis
          width={44}
          tickFormatter={(value: number) => short(value)}
          tick={{ fill: 'var(--sl-muted)', fontSize: 11 }}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          tickCount={5}
        />
        <Tooltip
          content={(tip) => <Tip active={tip.active} payload={tip.payload as TipProps['payload']} series={series} />}
          cursor={{ fill: 'var(--sl-hover)' }}
          isAnimationActive={false}
        />
        {series.map(({ key, label, color }) => (
          <Bar key={key} dataKey={key} name={label} stackId="all" fill={`var(${color})`} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
