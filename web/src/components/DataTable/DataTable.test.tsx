import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from '../../test/render.tsx';
import { type Column, DataTable } from './DataTable.tsx';

const COLUMNS: readonly Column<number>[] = [
  { id: 'n', header: 'Number', cell: (n) => `row ${n}` },
  { id: 'square', header: 'Square', align: 'right', cell: (n) => n * n },
];

const rows = (count: number) => Array.from({ length: count }, (_, n) => n);
const props = { label: 'Numbers', columns: COLUMNS, rowKey: String };

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => vi.restoreAllMocks());

describe('a table', () => {
  it('holds few rows of ten thousand in the page', () => {
    renderUi(<DataTable {...props} rows={rows(10_000)} />);
    const shown = document.querySelectorAll('tbody tr').length;
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThanOrEqual(80);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '10001');
  });

  it('is walked and opened by keyboard', async () => {
    const open = vi.fn();
    renderUi(<DataTable {...props} rows={rows(5)} onOpen={open} />);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(open).toHaveBeenLastCalledWith(2);
    await userEvent.keyboard('{End} ');
    expect(open).toHaveBeenLastCalledWith(4);
  });

  it('marks the selected row', () => {
    renderUi(<DataTable {...props} rows={rows(3)} onOpen={() => {}} selectedKey="1" />);
    expect(screen.getByText('row 1').closest('tr')).toHaveAttribute('aria-selected', 'true');
  });

  it('shows skeletons while it loads and what stands instead of rows', () => {
    const { rerender } = renderUi(<DataTable {...props} rows={[]} loading />);
    expect(document.querySelectorAll('tbody tr')).toHaveLength(8);
    rerender(<DataTable {...props} rows={[]} instead={<p>Nothing here</p>} />);
    expect(screen.getByText('Nothing here')).toBeInTheDocument();
    expect(screen.getAllByRole('columnheader')).toHaveLength(2);
  });

  it('loads more by a button', async () => {
    const load = vi.fn();
    renderUi(<DataTable {...props} rows={rows(2)} more={{ has: true, loading: false, load }} />);
    await userEvent.click(screen.getByRole('button', { name: 'Load older' }));
    expect(load).toHaveBeenCalledOnce();
  });

  it('keeps a click on an action from opening the row', async () => {
    const open = vi.fn();
    renderUi(<DataTable {...props} rows={rows(1)} onOpen={open} actions={() => <button type="button">Test</button>} />);
    await userEvent.click(within(screen.getByRole('table')).getByRole('button', { name: 'Test' }));
    expect(open).not.toHaveBeenCalled();
  });
});
