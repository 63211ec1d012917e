import { SegmentedControl } from '@mantine/core';
import { RANGES, type TimeRange } from '../../api/range.ts';

const SHORT: Record<TimeRange, string> = { '15m': '15 m', '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' };

interface Props {
  value: TimeRange;
  onChange: (range: TimeRange) => void;
}

export function RangePicker({ value, onChange }: Props) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Time range"
      data={RANGES.map((range) => ({ value: range, label: SHORT[range] }))}
      value={value}
      onChange={onChange}
    />
  );
}
