import type { KeyboardEvent, ReactNode } from 'react';
import type { Column } from './DataTable.tsx';
import styles from './DataTable.module.css';

interface Props<Row> {
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  narrow: boolean;
  height: number;
  tone: 'warn' | 'err' | undefined;
  selected: boolean;
  focusable: boolean;
  onOpen: ((row: Row) => void) | undefined;
  actions: ((row: Row) => ReactNode) | undefined;
}

export function DataRow<Row>({ row, index, columns, narrow, height, tone, selected, focusable, onOpen, actions }: Props<Row>) {
  const open = onOpen && (() => onOpen(row));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    open?.();
  };
  const at = (place: Column<Row>['narrow']) => columns.filter((column) => column.narrow === place);
  return (
    <tr
      style={{ height }}
      className={styles.row}
      data-tone={tone}
      data-selected={selected || undefined}
      data-opens={open ? true : undefined}
      aria-rowindex={index + 2}
      aria-selected={open ? selected : undefined}
      tabIndex={open ? (focusable ? 0 : -1) : undefined}
      onClick={open && (() => window.getSelection()?.isCollapsed !== false && open())}
      onKeyDown={open && onKeyDown}
    >
      {narrow ? (
        <td className={styles.narrow}>
          <div className={styles.line}>
            <span className={styles.parts}>{at('first').map((column) => <span key={column.id}>{column.cell(row)}</span>)}</span>
            <span className={styles.end}>{at('end').map((column) => <span key={column.id}>{column.cell(row)}</span>)}</span>
          </div>
          <div className={styles.second}>{at('second').map((column) => <span key={column.id}>{column.cell(row)}</span>)}</div>
        </td>
      ) : (
        columns.map((column) => (
          <td key={column.id} data-align={column.align}>
            {column.cell(row)}
          </td>
        ))
      )}
      {actions && (
        <td className={styles.actions} onClick={(event) => event.stopPropagation()}>
          {actions(row)}
        </td>
      )}
    </tr>
  );
}
