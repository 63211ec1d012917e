import { useCallback, useEffect, useRef, useState } from 'react';
import { type ChatHead, type ChatUsage, streamChat, type Turn } from '../../api/chat.ts';
import { asProblem } from '../../api/problem.ts';
import type { Problem } from '../../api/types.ts';

export interface Exchange {
  id: number;
  model: string;
  prompt: string;
  answer: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  head?: ChatHead | undefined;
  usage?: ChatUsage | undefined;
  firstMs?: number | undefined;
  totalMs?: number | undefined;
  problem?: Problem | undefined;
}

export interface RunInput {
  gatewayUrl: string;
  model: string;
  system: string;
  temperature?: number | undefined;
  maxTokens?: number | undefined;
}

/** What the model is told: the system text, the answered exchanges so far, the new message. */
export function turnsOf(system: string, past: readonly Exchange[], prompt: string): Turn[] {
  const turns: Turn[] = system.trim() === '' ? [] : [{ role: 'system', content: system }];
  for (const exchange of past) {
    if (exchange.answer === '') continue;
    turns.push({ role: 'user', content: exchange.prompt }, { role: 'assistant', content: exchange.answer });
  }
  return [...turns, { role: 'user', content: prompt }];
}

/** One conversation. Text is held in memory and put on the page at most once per frame. */
export function useRun() {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const abort = useRef<AbortController | null>(null);
  const running = exchanges.at(-1)?.state === 'running';

  const change = useCallback((id: number, part: (old: Exchange) => Partial<Exchange>) => {
    setExchanges((old) => old.map((exchange) => (exchange.id === id ? { ...exchange, ...part(exchange) } : exchange)));
  }, []);

  useEffect(() => () => abort.current?.abort(), []);

  const run = async (input: RunInput, prompt: string) => {
    const controller = new AbortController();
    abort.current = controller;
    const id = (exchanges.at(-1)?.id ?? 0) + 1;
    const turns = turnsOf(input.system, exchanges, prompt);
    setExchanges([...exchanges, { id, model: input.model, prompt, answer: '', state: 'running' }]);

    const started = performance.now();
    const elapsed = () => performance.now() - started;
    let waiting = '';
    let frame = 0;
    const flush = () => {
      frame = 0;
      const text = waiting;
      waiting = '';
      if (text !== '') change(id, (old) => ({ answer: old.answer + text }));
    };
    let first: number | undefined;
    try {
      await streamChat(
        { ...input, turns, signal: controller.signal },
        {
          onHead: (head) => change(id, () => ({ head })),
          onText: (text) => {
            first ??= elapsed();
            waiting += text;
            frame ||= requestAnimationFrame(flush);
          },
          onUsage: (usage) => change(id, () => ({ usage })),
        },
      );
      change(id, () => ({ state: 'done' }));
    } catch (error) {
      if (controller.signal.aborted) change(id, () => ({ state: 'stopped' }));
      else change(id, () => ({ state: 'failed', problem: asProblem(error) }));
    } finally {
      cancelAnimationFrame(frame);
      flush();
      const totalMs = elapsed();
      change(id, () => ({ firstMs: first, totalMs }));
    }
  };

  return { exchanges, running, run, stop: () => abort.current?.abort(), clear: () => setExchanges([]) };
}
