import styles from './Sparkline.module.css';

const WIDTH = 96;
const HEIGHT = 20;

/** Own SVG: a chart library for sixty points would be most of the page. A gap in the data is a gap in the line. */
export function sparkPath(points: readonly (number | null)[]): string {
  const known = points.filter((point): point is number => point !== null);
  if (known.length === 0) return '';
  const top = Math.max(...known);
  const step = points.length > 1 ? WIDTH / (points.length - 1) : 0;
  let path = '';
  let pen = false;
  points.forEach((point, index) => {
    if (point === null) {
      pen = false;
      return;
    }
    const y = top === 0 ? HEIGHT - 1 : HEIGHT - 1 - (point / top) * (HEIGHT - 3);
    path += `${pen ? 'L' : 'M'}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
  });
  return path;
}

export function Sparkline({ points }: { points: readonly (number | null)[] }) {
  return (
    <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(points)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
