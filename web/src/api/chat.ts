import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { keys } from './keys.ts';
import { ApiError } from './problem.ts';
import { readEvents } from './sse.ts';

export interface Turn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

let token: { value: string; until: number } | null = null;

/** Minutes long and for the gateway alone; kept in memory, renewed half a minute early. */
async function gatewayToken(now = Date.now()): Promise<string> {
  if (token === null || token.until - 30_000 < now) {
    const answer = await unwrap(api.POST('/api/v1/auth/gateway-token'));
    token = { value: answer.token, until: now + answer.expiresIn * 1000 };
  }
  return token.value;
}

export function forgetGatewayToken(): void {
  token = null;
}

async function gatewayFetch(url: string, init: RequestInit): Promise<Response> {
  const authorization = `Bearer ${await gatewayToken()}`;
  try {
    return await fetch(url, { ...init, credentials: 'omit', headers: { ...init.headers, authorization } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError({
      title: 'The browser cannot reach the gateway',
      status: 0,
      code: 'gateway_unreachable',
      detail: `No answer from ${new URL(url).origin}. Is the gateway running, and is this console’s origin the one it allows?`,
    });
  }
}

interface GatewayErrorBody {
  error?: { message?: string; code?: string | null; type?: string };
}

/** The gateway answers in the caller's dialect; here it becomes a problem like any other. */
async function refusal(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as GatewayErrorBody;
  return new ApiError({
    title: body.error?.message ?? `The gateway answered ${response.status}.`,
    status: response.status,
    code: body.error?.code ?? body.error?.type ?? `http_${response.status}`,
    requestId: response.headers.get('x-request-id') ?? undefined,
  });
}

/** The names that the signed-in user may call. */
export const usableModelsQuery = (gatewayUrl: string | undefined) =>
  queryOptions({
    queryKey: keys.gatewayModels(gatewayUrl ?? ''),
    queryFn: async ({ signal }) => {
      const response = await gatewayFetch(`${gatewayUrl}/v1/models`, { signal });
      if (!response.ok) throw await refusal(response);
      const body = (await response.json()) as { data?: { id: string }[] };
      return (body.data ?? []).map(({ id }) => id).toSorted();
    },
    enabled: gatewayUrl !== undefined,
    staleTime: 30_000,
  });

export interface ChatHead {
  requestId: string | undefined;
  model: string | undefined;
  account: string | undefined;
  attempts: number | undefined;
  dropped: string | undefined;
}

export interface ChatUsage {
  input: number;
  output: number;
}

interface Chunk extends GatewayErrorBody {
  choices?: { delta?: { content?: string | null } }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
}

export interface ChatListener {
  onHead: (head: ChatHead) => void;
  onText: (text: string) => void;
  onUsage: (usage: ChatUsage) => void;
}

export interface ChatCall {
  gatewayUrl: string;
  model: string;
  turns: readonly Turn[];
  temperature?: number | undefined;
  maxTokens?: number | undefined;
  signal: AbortSignal;
}

/** Runs one streamed completion as the signed-in user. Resolves when the stream has ended. */
export async function streamChat(call: ChatCall, listener: ChatListener): Promise<void> {
  const response = await gatewayFetch(`${call.gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    signal: call.signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: call.model,
      messages: call.turns,
      temperature: call.temperature,
      max_tokens: call.maxTokens,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const header = (name: string) => response.headers.get(name) ?? undefined;
  const attempts = Number(header('x-sluice-attempts'));
  listener.onHead({
    requestId: header('x-request-id'),
    model: header('x-sluice-model'),
    account: header('x-sluice-provider'),
    attempts: attempts > 0 ? attempts : undefined,
    dropped: header('x-sluice-dropped-params'),
  });
  if (!response.ok || response.body === null) throw await refusal(response);
  for await (const { data } of readEvents(response.body)) {
    if (data === '[DONE]') return;
    const chunk = JSON.parse(data) as Chunk;
    if (chunk.error) {
      throw new ApiError({ title: chunk.error.message ?? 'The stream broke off', status: 0, code: chunk.error.code ?? 'stream_error', requestId: header('x-request-id') });
    }
    const text = chunk.choices?.[0]?.delta?.content;
    if (text) listener.onText(text);
    if (chunk.usage) listener.onUsage({ input: chunk.usage.prompt_tokens ?? 0, output: chunk.usage.completion_tokens ?? 0 });
  }
}
