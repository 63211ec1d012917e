import type { RequestFilters } from './analytics.ts';
import { api } from './client.ts';
import { toError } from './problem.ts';
import { readEvents } from './sse.ts';
import type { Problem, RequestItem } from './types.ts';

/** @see followRequests */
export type TailEvent =
  | { kind: 'requests'; items: RequestItem[]; omitted: number; position: string | undefined }
  | { kind: 'problem'; problem: Problem };

/** What comes to the request log from now on, or from where an earlier call was cut off. The server ends it after ten minutes. */
export async function* followRequests(filters: RequestFilters, position: string | undefined, signal: AbortSignal): AsyncGenerator<TailEvent, void, undefined> {
  const header = position === undefined ? {} : { 'Last-Event-ID': position };
  const { data, error, response } = await api.GET('/api/v1/requests', {
    params: { query: { ...filters, follow: true }, header },
    parseAs: 'stream',
    signal,
  });
  if (!response.ok || !data) throw toError(error, response);
  for await (const { event, data: text, id } of readEvents(data)) {
    if (event === 'requests') yield { kind: 'requests', ...(JSON.parse(text) as { items: RequestItem[]; omitted: number }), position: id };
    else if (event === 'problem') yield { kind: 'problem', problem: JSON.parse(text) as Problem };
  }
}
