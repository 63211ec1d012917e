import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Call, fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';
import { requestItem } from '../../test/samples.ts';

afterEach(() => vi.unstubAllGlobals());

const item = (id: string, time: string) => requestItem({ id, time, modelAsked: `model-${id}`, model: `model-${id}` });
const LISTED = item('listed', '2026-11-22T12:00:00.000Z');

/** Streams that the test writes to, one for each call that follows. */
function followed() {
  const streams: { call: Call; send: (event: string, data: object, id?: string) => void; end: () => void }[] = [];
  const { to } = fakeApi({
    'GET /requests': (call: Call) => {
      if (!call.query.has('follow')) return { items: [LISTED], next: null };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const write = (text: string) => controller.enqueue(new TextEncoder().encode(text));
          streams.push({
            call,
            send: (event, data, id = '1') => write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
            end: () => controller.close(),
          });
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  return { streams, to };
}

async function goLive(path = '/requests') {
  const all = followed();
  renderAt(path);
  await screen.findByText('model-listed');
  await userEvent.click(screen.getByRole('button', { name: 'Go live' }));
  await waitFor(() => expect(all.streams).toHaveLength(1));
  return all;
}

const models = () => screen.getAllByText(/^model-/).map((cell) => cell.textContent);

describe('the live request list', () => {
  it('shows what comes above what was listed, filtered by the server', async () => {
    const { streams } = await goLive('/requests?key=ci');
    expect(streams[0]?.call.query.get('key')).toBe('ci');
    streams[0]?.send('requests', { items: [item('new', '2026-11-22T12:00:05.000Z'), LISTED], omitted: 0 });
    expect(await screen.findByText('model-new')).toBeInTheDocument();
    expect(models()).toEqual(['model-new', 'model-listed']);
  });

  it('keeps still under the pointer, and says how many wait', async () => {
    const { streams } = await goLive();
    await userEvent.hover(screen.getByRole('table'));
    streams[0]?.send('requests', { items: [item('new', '2026-11-22T12:00:05.000Z')], omitted: 30 });
    expect(await screen.findByRole('button', { name: '1 new' })).toBeInTheDocument();
    expect(screen.getByText(/30 more came/)).toBeInTheDocument();
    expect(models()).toEqual(['model-listed']);
    await userEvent.unhover(screen.getByRole('table'));
    expect(await screen.findByText('model-new')).toBeInTheDocument();
  });

  it('goes on from where a stream ended', async () => {
    const { streams } = await goLive();
    streams[0]?.send('requests', { items: [item('new', '2026-11-22T12:00:05.000Z')], omitted: 0 }, '1234');
    await screen.findByText('model-new');
    streams[0]?.end();
    await waitFor(() => expect(streams).toHaveLength(2), { timeout: 4_000 });
    expect(streams[1]?.call.headers.get('last-event-id')).toBe('1234');
  });

  it('says that the log is away, and that it tries again', async () => {
    const { streams } = await goLive();
    streams[0]?.send('problem', { title: 'Unavailable', status: 503, code: 'unavailable', detail: 'ClickHouse is away.' });
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('ClickHouse is away. Trying again.'));
    streams[0]?.send('requests', { items: [], omitted: 0 });
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('requests appear when they end'));
  });

  it('says so when it is refused', async () => {
    fakeApi({ 'GET /requests': (call: Call) => (call.query.has('follow') ? problem(503, 'unavailable', { detail: 'Many follow.' }) : { items: [LISTED], next: null }) });
    renderAt('/requests');
    await screen.findByText('model-listed');
    await userEvent.keyboard('l');
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Many follow.'));
  });

  it('is over at the second press, and lists anew', async () => {
    const { to } = await goLive();
    const before = to('GET', '/requests').length;
    await userEvent.click(screen.getByRole('button', { name: 'Live' }));
    await waitFor(() => expect(to('GET', '/requests').length).toBeGreaterThan(before));
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });
});
