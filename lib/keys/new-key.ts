import { sql } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { signingKeys } from '@/db/schema';
import { announce } from '@/lib/announce';
import type { Context } from '@/lib/context';
import { seal } from '@/lib/secrets';
import { certificateOf } from './certificate';

export type NewKey = typeof signingKeys.$inferInsert;

/** A new RSA key of 2048 bits; its id is the thumbprint of RFC 7638. */
export async function newKey(state: 'current' | 'next', now: Date): Promise<NewKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', {
    modulusLength: 2048,
    extractable: true,
  });
  const publicJwk = await exportJWK(publicKey);
  const privateJwk = await exportJWK(privateKey);
  return {
    kid: await calculateJwkThumbprint(publicJwk),
    state,
    publicJwk: { ...publicJwk },
    privateJwk: seal(JSON.stringify(privateJwk)),
    ...(await certificateOf({ ...privateJwk }, now)),
    createdAt: now,
    currentSince: state === 'current' ? now : null,
  };
}

/** Changes of keys happen one after the other. For a transaction. */
export async function lockKeys(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.signing-keys'))`);
}

/** Tells every process, when the transaction commits, to read the keys anew. */
export async function announceKeys(ctx: Context): Promise<void> {
  await announce(ctx, 'signing-keys');
}
