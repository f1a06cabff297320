import type { Context as HonoContext } from 'hono';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { LimitExceeded } from '@/lib/errors';
import { logEvent } from '@/lib/logs';
import { answerHeaders } from './answer-headers';
import { type Bucket, take } from './bucket';

const slot = Symbol.for('annex.api-buckets');
type Holder = typeof globalThis & { [slot]?: Map<string, Bucket> };

/** More callers than this are not told apart for long: those who have not called for a while start anew. */
const mostBuckets = 10_000;

function buckets(): Map<string, Bucket> {
  const holder: Holder = globalThis;
  holder[slot] ??= new Map();
  return holder[slot];
}

function callerOf({ actor }: Context): string {
  return actor.type === 'client'
    ? `client ${actor.clientId}`
    : `user ${'userId' in actor ? actor.userId : ''}`;
}

/** The oldest go first: a Map keeps the order in which keys came, and each call puts its caller last. */
function keep(caller: string, bucket: Bucket): void {
  const held = buckets();
  held.delete(caller);
  held.set(caller, bucket);
  const [oldest] = held.keys();
  if (held.size > mostBuckets && oldest !== undefined) held.delete(oldest);
}

/**
 * Takes one call of the caller's bucket and says on the answer what is left (`reference/management-api.md` 1.8).
 * Counts are this process's own: a limit of the API keeps a runaway script from starving the others and is no lock,
 * so it costs no statement. Throws LimitExceeded `too_many_requests`, logged once each time the bucket runs dry.
 */
export async function spendCall(c: HonoContext, ctx: Context): Promise<void> {
  const { ANNEX_API_BURST: size, ANNEX_API_RATE: perSecond } = env();
  const caller = callerOf(ctx);
  const { bucket, isTaken, isNewlyDry } = take(
    buckets().get(caller),
    { size, perSecond },
    ctx.now().getTime(),
  );
  keep(caller, bucket);
  const headers = answerHeaders(c);
  headers['x-ratelimit-limit'] = String(size);
  headers['x-ratelimit-remaining'] = String(Math.floor(bucket.tokens));
  headers['x-ratelimit-reset'] = String(Math.ceil(bucket.refillsAt / 1000));
  if (isTaken) return;
  headers['retry-after'] = '1';
  if (isNewlyDry) {
    const { actor } = ctx;
    await logEvent(ctx, {
      type: 'api_limit',
      description: 'Global limit has been reached',
      clientId: actor.type === 'client' ? actor.clientId : null,
      userId: actor.type === 'self' ? actor.userId : null,
    });
  }
  throw new LimitExceeded('Global limit has been reached', { errorCode: 'too_many_requests' });
}
