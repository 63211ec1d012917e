import { useEffect, useReducer, useRef } from 'react';
import type { RequestFilters } from '../../api/analytics.ts';
import { ApiError, asProblem } from '../../api/problem.ts';
import { followRequests } from '../../api/tail.ts';
import { NOTHING, reduce, type TailState } from './tail.ts';

const AGAIN_AFTER_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** Doubles with every failure in a row, and differs from console to console. */
export function pauseMillis(failures: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, AGAIN_AFTER_MS * 2 ** failures);
  return longest / 2 + Math.random() * (longest / 2);
}

/** Asking again is of no use. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * The requests that end while `on`. While `held` they wait, so that nothing moves under a pointer. A stream that ends or
 * breaks is taken up again from where it was.
 */
export function useRequestTail(on: boolean, filters: RequestFilters, held: boolean): TailState & { release: () => void } {
  const [state, dispatch] = useReducer(reduce, NOTHING);
  const isHeld = useRef(held);
  const wanted = JSON.stringify(filters);

  useEffect(() => {
    isHeld.current = held;
    if (!held) dispatch({ type: 'release' });
  }, [held]);

  useEffect(() => {
    dispatch({ type: 'reset' });
    if (!on) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const follow = async () => {
      let position: string | undefined;
      let failures = 0;
      while (!signal.aborted) {
        try {
          for await (const event of followRequests(JSON.parse(wanted) as RequestFilters, position, signal)) {
            if (signal.aborted) return;
            if (event.kind === 'problem') dispatch({ type: 'failed', problem: event.problem });
            else {
              position = event.position ?? position;
              failures = 0;
              dispatch({ type: 'arrived', items: event.items, omitted: event.omitted, held: isHeld.current });
            }
          }
        } catch (error) {
          if (signal.aborted) return;
          dispatch({ type: 'failed', problem: asProblem(error) });
          if (isFinal(error)) return;
          failures += 1;
        }
        await pause(pauseMillis(failures), signal);
      }
    };
    void follow();
    return () => stop.abort();
  }, [on, wanted]);

  return { ...state, release: () => dispatch({ type: 'release' }) };
}
