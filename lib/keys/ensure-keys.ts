import { eq } from 'drizzle-orm';
import { signingKeys } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { open } from '@/lib/secrets';
import { certificateOf } from './certificate';
import { announceKeys, lockKeys, newKey } from './new-key';

type Row = typeof signingKeys.$inferSelect;

/** Keys of an older Annex have no certificate yet. */
async function certify(ctx: Context, { kid, privateJwk, createdAt, state }: Row): Promise<void> {
  const made = await certificateOf(JSON.parse(open(privateJwk)), createdAt);
  const currentSince = state === 'current' ? createdAt : null;
  await ctx.db
    .update(signingKeys)
    .set({ ...made, currentSince })
    .where(eq(signingKeys.kid, kid));
}

/** Makes the current and the next signing key where they are missing; processes that come together make one of each. */
export async function ensureKeys(ctx: Context): Promise<void> {
  authorize(ctx, 'create:signing_keys');
  await withTransaction(ctx, async (tx) => {
    await lockKeys(tx);
    const stored = await tx.db.select().from(signingKeys);
    for (const row of stored) if (row.certificate === null) await certify(tx, row);
    const missing = (['current', 'next'] as const).filter(
      (state) => !stored.some((key) => key.state === state),
    );
    if (missing.length === 0) return;
    const fresh = await Promise.all(missing.map((state) => newKey(state, tx.now())));
    await tx.db.insert(signingKeys).values(fresh);
    for (const { kid, state } of fresh)
      await recordChange(tx, { kind: 'signing_key', id: kid, before: null, after: { state } });
    await announceKeys(tx);
  });
}
