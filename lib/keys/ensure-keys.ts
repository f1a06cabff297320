import { sql } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { cacheChannel } from '@/db/notified-cache';
import { signingKeys } from '@/db/schema';
import { type Context, withTransaction } from '@/lib/context';
import { seal } from '@/lib/secrets';
import { keySetCache } from './key-set';

type NewKey = typeof signingKeys.$inferInsert;

/** A new RSA key of 2048 bits; its id is the thumbprint of RFC 7638. */
async function newKey(state: NewKey['state'], now: Date): Promise<NewKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', {
    modulusLength: 2048,
    extractable: true,
  });
  const publicJwk = await exportJWK(publicKey);
  return {
    kid: await calculateJwkThumbprint(publicJwk),
    state,
    publicJwk: { ...publicJwk },
    privateJwk: seal(JSON.stringify(await exportJWK(privateKey))),
    createdAt: now,
  };
}

/** Makes the current and the next signing key where they are missing; processes that come together make one of each. */
export async function ensureKeys(ctx: Context): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.signing-keys'))`);
    const stored = await tx.db.select({ state: signingKeys.state }).from(signingKeys);
    const missing = (['current', 'next'] as const).filter(
      (state) => !stored.some((key) => key.state === state),
    );
    if (missing.length === 0) return;
    const fresh = await Promise.all(missing.map((state) => newKey(state, tx.now())));
    await tx.db.insert(signingKeys).values(fresh);
    await tx.db.execute(sql`select pg_notify(${cacheChannel}, 'signing-keys')`);
  });
  keySetCache.clear();
}
