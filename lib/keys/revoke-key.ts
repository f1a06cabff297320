import { eq } from 'drizzle-orm';
import { signingKeys } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { recordChange } from '@/lib/logs';
import { announceKeys, lockKeys } from './new-key';
import type { CertifiedKey } from './schemas';

/**
 * Ends a key that signed before: it is published no more, and every token that it signed is refused from now on. The
 * current and the next key cannot be revoked; rotate first. Throws Invalid, NotFound.
 */
export async function revokeSigningKey(ctx: Context, kid: string): Promise<CertifiedKey> {
  authorize(ctx, 'update:signing_keys');
  return withTransaction(ctx, async (tx) => {
    await lockKeys(tx);
    const [row] = await tx.db.select().from(signingKeys).where(eq(signingKeys.kid, kid));
    if (!row) throw new NotFound('The signing key does not exist.');
    if (row.state === 'current' || row.state === 'next') {
      throw new Invalid(`The ${row.state} signing key cannot be revoked: rotate the keys first.`, {
        errorCode: 'operation_not_supported',
      });
    }
    const view = { kid, cert: row.certificate ?? '' };
    if (row.state === 'revoked') return view;
    await tx.db
      .update(signingKeys)
      .set({ state: 'revoked', revokedAt: tx.now() })
      .where(eq(signingKeys.kid, kid));
    await recordChange(tx, {
      kind: 'signing_key',
      id: kid,
      before: { state: row.state },
      after: { state: 'revoked' },
    });
    await announceKeys(tx);
    return view;
  });
}
