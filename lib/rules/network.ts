import { type Egress, egress } from '@/lib/egress';
import type { HostCalls } from './runner';

type Fetch = NonNullable<HostCalls['fetch']>;

/** A script's HTTP requests through this way out. Rejects with the guard's or the network's code. */
export function fetchThrough(wayOut: () => Egress): Fetch {
  return async (call, maxBytes, _ruleId, signal) => {
    const { body, ...request } = call;
    const bytes = body === undefined ? undefined : Buffer.from(body, 'base64');
    const answer = await wayOut().send({ ...request, body: bytes, maxBytes: Math.max(0, maxBytes), signal });
    return {
      ...answer,
      headers: answer.headers.map(([name, value]) => [name, value]),
      body: answer.body.toString('base64'),
    };
  };
}

/** A script's HTTP request, through the guard of all outbound requests. */
export const liveFetch = fetchThrough(egress);
