import { and, eq, lt } from 'drizzle-orm';
import { signingKeys } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { announceKeys, lockKeys, newKey } from './new-key';
import type { CertifiedKey } from './schemas';

/** No token lives longer, so nothing is left that an older key has signed. */
const longestTokenMs = 31 * 86_400_000;

/**
 * The next key signs from now on; the one before stays published, so that what it signed stays good until it expires or
 * the key is revoked. Gives the key that signs now.
 */
export async function rotateSigningKeys(ctx: Context): Promise<CertifiedKey> {
  authorize(ctx, 'create:signing_keys');
  const now = ctx.now();
  const fresh = await newKey('next', now);
  return withTransaction(ctx, async (tx) => {
    await lockKeys(tx);
    const state = (value: 'current' | 'next' | 'previous') => eq(signingKeys.state, value);
    await tx.db
      .delete(signingKeys)
      .where(and(state('previous'), lt(signingKeys.currentUntil, new Date(now.getTime() - longestTokenMs))));
    const [old] = await tx.db
      .update(signingKeys)
      .set({ state: 'previous', currentUntil: now })
      .where(state('current'))
      .returning({ kid: signingKeys.kid });
    const [current] = await tx.db
      .update(signingKeys)
      .set({ state: 'current', currentSince: now })
      .where(state('next'))
      .returning({ kid: signingKeys.kid, cert: signingKeys.certificate });
    if (!current) throw new Error('Annex has not been set up: there is no next signing key.');
    await tx.db.insert(signingKeys).values(fresh);
    await recordChange(tx, {
      kind: 'signing_key',
      id: current.kid,
      before: { current: old?.kid ?? null },
      after: { current: current.kid, next: fresh.kid },
    });
    await announceKeys(tx);
    return { kid: current.kid, cert: current.cert ?? '' };
  });
}
