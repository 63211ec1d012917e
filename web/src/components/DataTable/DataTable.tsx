import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import styles from './DataTable.module.css';
import { DataRow } from './DataRow.tsx';
import { LoadMore } from './LoadMore.tsx';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  width?: number | string;
  align?: 'right';
  /** Where the cell goes when a row becomes two lines on a narrow screen; absent, it is left out there. */
  narrow?: 'first' | 'second' | 'end';
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  loading?: boolean;
  /** New rows are on their way while the old ones stay. */
  refreshing?: boolean;
  /** Takes the place of the rows: an EmptyState or a ProblemView. */
  instead?: ReactNode;
  tone?: (row: Row) => 'warn' | 'err' | undefined;
  selectedKey?: string | undefined;
  onOpen?: (row: Row) => void;
  actions?: (row: Row) => ReactNode;
  more?: { has: boolean; loading: boolean; load: () => void };
  minWidth?: number;
  rowHeight?: number;
  fill?: boolean;
}

const VIRTUAL_FROM = 100;
const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, loading = false, refreshing = false, instead, tone, selectedKey, onOpen, actions, more } = props;
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = narrow ? 52 : (props.rowHeight ?? 32);
  const virtual = rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const span = (narrow ? 1 : columns.length) + (actions ? 1 : 0);
  const selectedIndex = selectedKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === selectedKey);

  useEffect(() => {
    if (selectedIndex < 0) return;
    if (virtual) virtualizer.scrollToIndex(selectedIndex);
    else scroller.current?.querySelectorAll('tbody tr')[selectedIndex]?.scrollIntoView?.({ block: 'nearest' });
  }, [selectedIndex, virtual, virtualizer]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const list = [...event.currentTarget.querySelectorAll<HTMLTableRowElement>('tr[tabindex]')];
    const at = list.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    list[Math.max(0, Math.min(list.length - 1, next))]?.focus();
  };

  const items = virtual ? virtualizer.getVirtualItems() : null;
  const before = items?.[0]?.start ?? 0;
  const after = items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = items ? items.map((item) => item.index) : rows.map((_, index) => index);

  return (
    <div className={styles.frame} data-fill={props.fill || undefined}>
      <div className={styles.bar} data-on={refreshing || undefined} />
      <div className={styles.scroller} ref={scroller}>
        <table
          className={styles.table}
          aria-label={label}
          aria-rowcount={more?.has ? -1 : rows.length + 1}
          style={narrow ? undefined : { minWidth: props.minWidth }}
        >
          <thead data-narrow={narrow || undefined}>
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" style={{ width: column.width }} data-align={column.align}>
                  {column.header}
                </th>
              ))}
              {actions && <th scope="col" className={styles.actions} aria-label="Actions" />}
            </tr>
          </thead>
          {instead === undefined && (
            <tbody onKeyDown={onKeyDown}>
              {loading &&
                SKELETONS.map((name) => (
                  <tr key={name} style={{ height: rowHeight }} className={styles.skeleton}>
                    <td colSpan={span}>
                      <Skeleton height={10} radius={3} />
                    </td>
                  </tr>
                ))}
              {before > 0 && <Spacer height={before} span={span} />}
              {!loading &&
                shown.map((index) => {
                  const row = rows[index];
                  if (row === undefined) return null;
                  return (
                    <DataRow
                      key={rowKey(row)}
                      row={row}
                      index={index}
                      columns={columns}
                      narrow={narrow}
                      height={rowHeight}
                      tone={tone?.(row)}
                      selected={rowKey(row) === selectedKey}
                      focusable={index === Math.max(0, selectedIndex)}
                      onOpen={onOpen}
                      actions={actions}
                    />
                  );
                })}
              {after > 0 && <Spacer height={after} span={span} />}
            </tbody>
          )}
        </table>
        {instead}
        {instead === undefined && !loading && more?.has && <LoadMore loading={more.loading} onLoad={more.load} />}
      </div>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden="true" className={styles.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
