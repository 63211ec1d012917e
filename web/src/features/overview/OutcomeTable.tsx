import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { count } from '../../format/number.ts';
import { clock } from '../../format/time.ts';
import type { Point } from './series.ts';

const number = (id: 'requests' | 'ok' | 'limited' | 'blocked' | 'refused' | 'cancelled' | 'failed', header: string): Column<Point> => ({
  id,
  header,
  align: 'right',
  narrow: id === 'requests' ? 'end' : undefined,
  cell: (point) => <data value={point[id]}>{count(point[id])}</data>,
});

const COLUMNS: readonly Column<Point>[] = [
  { id: 'time', header: 'From', narrow: 'first', cell: (point) => <time>{clock(new Date(point.time).toISOString()).replace(/\.\d+$/, '')}</time> },
  number('requests', 'Requests'),
  number('ok', 'ok'),
  number('cancelled', 'Cancelled'),
  number('limited', 'Limited'),
  number('blocked', 'Blocked'),
  number('refused', 'Refused'),
  number('failed', 'Failed'),
];

export function OutcomeTable({ points }: { points: readonly Point[] }) {
  return <DataTable label="Requests by outcome" columns={COLUMNS} rows={points.toReversed()} rowKey={(point) => String(point.time)} rowHeight={28} fill />;
}
