import styles from './Logo.module.css';

interface Props {
  size?: number;
  /** The gate is raised while water flows. */
  live?: boolean;
}

export function Logo({ size = 24, live = false }: Props) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <rect x="3" y="4" width="2.5" height="17" rx=".6" />
      <rect x="18.5" y="4" width="2.5" height="17" rx=".6" />
      <rect x="3" y="4" width="18" height="2.5" />
      <rect x="11.25" y="1" width="1.5" height="8" />
      <g className={styles.plate} data-live={live || undefined}>
        <rect x="6.5" y="8" width="11" height="5.5" rx=".6" />
      </g>
      <path
        className={styles.water}
        d="M7 16.6c1.25-1.1 2.5-1.1 3.3 0s2.1 1.1 3.3 0 2.2-1.1 3.4 0M7 20c1.25-1.1 2.5-1.1 3.3 0s2.1 1.1 3.3 0 2.2-1.1 3.4 0"
      />
    </svg>
  );
}
