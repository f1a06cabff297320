import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { cache } from 'react';
import { database } from '@/db/database';
import type { Actor, Cause, Context } from '@/lib/context';
import { addressHeader } from './request-context';

const caller = cache(async () => {
  const list = await headers();
  return {
    requestId: randomUUID(),
    ip: list.get(addressHeader) ?? undefined,
    userAgent: list.get('user-agent')?.slice(0, 512),
    acceptLanguage: list.get('accept-language')?.slice(0, 256),
  };
});

/** The surroundings of the page or action being served. Whoever calls it has established that `actor` is the caller. */
export async function contextOf(actor: Actor, cause: Cause): Promise<Context> {
  return { ...(await caller()), actor, cause, db: database().db, now: () => new Date() };
}

/** Somebody who is not signed in: holds nothing, so that verbs made for visitors give them what they may have. */
export function visitorContext(): Promise<Context> {
  return contextOf({ type: 'self', userId: '', scopes: [] }, 'self');
}
