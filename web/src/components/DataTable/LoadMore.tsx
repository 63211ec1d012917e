import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import styles from './DataTable.module.css';

interface Props {
  loading: boolean;
  onLoad: () => void;
}

/** Loads when it comes near the view, and is a button for whoever does not scroll. */
export function LoadMore({ loading, onLoad }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onLoad);

  useEffect(() => {
    latest.current = onLoad;
  });

  useEffect(() => {
    const element = ref.current;
    if (!element || loading || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { root: element.parentElement, rootMargin: '600px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [loading]);

  return (
    <div ref={ref} className={styles.more}>
      <Button variant="subtle" size="compact-sm" loading={loading} onClick={onLoad}>
        Load older
      </Button>
    </div>
  );
}
