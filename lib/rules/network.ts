import { egress } from '@/lib/egress';
import type { HostCalls } from './runner';

/** A script's HTTP request, through the guard of all outbound requests. Rejects with the guard's or the network's code. */
export const liveFetch: NonNullable<HostCalls['fetch']> = async (call, maxBytes) => {
  const { body, ...request } = call;
  const bytes = body === undefined ? undefined : Buffer.from(body, 'base64');
  const answer = await egress().send({ ...request, body: bytes, maxBytes: Math.max(0, maxBytes) });
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, value]),
    body: answer.body.toString('base64'),
  };
};
