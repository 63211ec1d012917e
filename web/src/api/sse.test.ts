import { describe, expect, it } from 'vitest';
import { readEvents } from './sse.ts';

function body(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(chunks: Uint8Array[]) {
  const events = [];
  for await (const event of readEvents(body(chunks))) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const TEXT = 'id: 1\ndata: {"t":"grün 💧"}\n\n: beat\n\nevent: end\r\ndata: a\r\ndata: b\r\n\r\ndata: [DONE]\n\n';
const EVENTS = [
  { event: 'message', data: '{"t":"grün 💧"}', id: '1' },
  { event: 'end', data: 'a\nb', id: '1' },
  { event: 'message', data: '[DONE]', id: '1' },
];

describe('server-sent events', () => {
  it('reads a whole body', async () => expect(await read([bytes(TEXT)])).toEqual(EVENTS));

  it('reads it cut in two at every byte', async () => {
    const all = bytes(TEXT);
    for (let at = 1; at < all.length; at += 1) {
      expect(await read([all.slice(0, at), all.slice(at)]), `cut at ${at}`).toEqual(EVENTS);
    }
  });

  it('reads it byte by byte', async () => expect(await read([...bytes(TEXT)].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS));

  it('gives the last event of a body that ends without a blank line', async () =>
    expect(await read([bytes('data: x')])).toEqual([{ event: 'message', data: 'x', id: undefined }]));

  it('cancels the body when the reader leaves', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('data: x\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const event of readEvents(endless)) if (event.data === 'x') break;
    expect(cancelled).toBe(true);
  });
});
