import createClient from 'openapi-fetch';
import { toError, unreachable } from './problem.ts';
import type { paths } from './schema.d.ts';

type Listener = () => void;
const ended = new Set<Listener>();

/** Called when a call was refused for want of a session and the refresh was refused too. */
export function onSessionEnded(listener: Listener): () => void {
  ended.add(listener);
  return () => ended.delete(listener);
}

let refreshing: Promise<boolean> | null = null;

/** One refresh for all calls that wait for it. The cookie carries the session; no token is seen here. */
function refresh(): Promise<boolean> {
  refreshing ??= fetch(`${location.origin}/api/v1/auth/refresh`, { method: 'POST', headers: { 'x-sluice-console': '1' } })
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

async function send(request: Request): Promise<Response> {
  request.headers.set('x-sluice-console', '1');
  const again = request.clone();
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachable();
  }
  if (response.status !== 401 || /\/auth\/(login|refresh|logout|config)$/.test(new URL(request.url).pathname)) return response;
  if (await refresh()) return fetch(again);
  for (const listener of ended) listener();
  return response;
}

/** Names keep their slashes: a model's name is the rest of its path. */
function pathSerializer(pathname: string, params: Record<string, unknown>): string {
  return pathname.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(params[name]).split('/').map(encodeURIComponent).join('/'),
  );
}

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: send, pathSerializer });

interface Answer<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** The body of an accepted call; a refused one is thrown as an ApiError. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw toError(error, response);
  return data as T;
}

/** For a call that the document of this build does not describe. */
export async function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await send(new Request(`${location.origin}${path}`, { signal, credentials: 'same-origin' }));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw toError(body, response);
  return body as T;
}
