import { asc, eq } from 'drizzle-orm';
import { admins } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';

/** Whether the user administers Annex. Read at each request; never from a token, a session or metadata. */
export async function isAdmin(ctx: Context, userId: string): Promise<boolean> {
  const [row] = await ctx.db.select({ role: admins.role }).from(admins).where(eq(admins.userId, userId));
  return row?.role === 'admin';
}

/** Whether anybody administers Annex yet. */
export async function hasAdmin(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.select({ userId: admins.userId }).from(admins).limit(1);
  return row !== undefined;
}

/** Ids of all administrators, for mails to them. */
export async function listAdminIds(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.select({ userId: admins.userId }).from(admins).orderBy(asc(admins.userId));
  return rows.map(({ userId }) => userId);
}

/** Makes a user an administrator. For setup and the command line: no API scope reaches this. */
export async function grantAdmin(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'update:users');
  await withTransaction(ctx, async (tx) => {
    await tx.db.insert(admins).values({ userId, role: 'admin', createdAt: tx.now() }).onConflictDoNothing();
    await recordChange(tx, { kind: 'admin', id: userId, before: null, after: { role: 'admin' } });
  });
}
