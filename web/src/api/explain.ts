import { api, unwrap } from './client.ts';
import type { SimulateRequest } from './types.ts';

/** Asks a running gateway what would become of a request; nothing is sent or counted. */
export function simulate(body: SimulateRequest) {
  return unwrap(api.POST('/api/v1/simulate', { body }));
}
