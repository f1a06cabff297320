import { and, asc, eq } from 'drizzle-orm';
import { credentials } from '@/db/schema';
import type { Context } from '@/lib/context';

const columns = {
  identity: credentials.identity,
  passwordHash: credentials.passwordHash,
  earlier: credentials.earlier,
  updatedAt: credentials.updatedAt,
};

/** A stored password of a user: of the main identity when `identity` is empty, else of a linked one. */
export type StoredPassword = Pick<typeof credentials.$inferSelect, keyof typeof columns>;

/** The passwords of a user, or of one identity alone. One statement. */
export function fetchPasswords(ctx: Context, userId: string, identity?: string): Promise<StoredPassword[]> {
  return ctx.db
    .select(columns)
    .from(credentials)
    .where(
      and(
        eq(credentials.userId, userId),
        identity === undefined ? undefined : eq(credentials.identity, identity),
      ),
    )
    .orderBy(asc(credentials.identity));
}

/** Gives passwords that were somebody else's to this user. The caller has removed them there, or does. */
export async function givePasswords(
  ctx: Context,
  userId: string,
  passwords: readonly StoredPassword[],
): Promise<void> {
  if (passwords.length === 0) return;
  await ctx.db.insert(credentials).values(passwords.map((password) => ({ ...password, userId })));
}

/** Takes the password of a linked identity away from the user. */
export async function takePassword(
  ctx: Context,
  userId: string,
  identity: string,
): Promise<StoredPassword[]> {
  return ctx.db
    .delete(credentials)
    .where(and(eq(credentials.userId, userId), eq(credentials.identity, identity)))
    .returning(columns);
}
