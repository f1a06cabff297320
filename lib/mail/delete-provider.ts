import { emailProvider } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { findProvider, presentProvider } from './provider';

/** Forgets the provider and its credentials; mail goes to the outbox from now on. Silent when there is none. */
export async function deleteProvider(ctx: Context): Promise<void> {
  authorize(ctx, 'delete:email_provider');
  await withTransaction(ctx, async (tx) => {
    const stored = await findProvider(tx, { lock: true });
    if (!stored) return;
    await tx.db.delete(emailProvider);
    const before = presentProvider(stored);
    await recordChange(tx, { kind: 'email_provider', id: stored.name, before, after: null });
  });
}
