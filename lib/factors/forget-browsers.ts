import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { assertUserExists } from '@/lib/users';

/** Has the second factor of a user asked for again in every browser that was remembered. Silent when there is none. */
export async function forgetBrowsers(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'update:users');
  await withTransaction(ctx, async (tx) => {
    await assertUserExists(tx, userId, 'update:users');
    const gone = await tx.db.execute(
      sql`delete from remembered_browsers where user_id = ${userId} returning 1`,
    );
    if (gone.length === 0) return;
    const change = { before: { remembered_browsers: gone.length }, after: { remembered_browsers: 0 } };
    await recordChange(tx, { kind: 'user', id: userId, ...change });
  });
}
