import { eq } from 'drizzle-orm';
import { userActivity, users } from '@/db/schema';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { type Held, heldColumns } from '@/lib/roles';
import { type StoredUser, storedUserColumns } from '@/lib/users';

type SigningIn = { user: StoredUser; connection: KnownConnection; audience: string | null };

const accountsIn = ({ identities }: StoredUser, connection: string) =>
  identities
    .filter((identity) => identity.connection === connection)
    .map(({ provider, identityUserId }) => `${provider}|${identityUserId}`);

/**
 * The user as whom a sign-in goes on when a rule or an Action names a primary user (`reference/rules.md` 1.15, 2.3),
 * with what they hold at the API of `audience`; null unless the account that signed in is one of theirs by now. One
 * statement.
 */
export async function findPrimaryUser(
  ctx: Context,
  { user, connection, audience }: SigningIn,
  primaryId: string,
): Promise<{ user: StoredUser; held: Held } | null> {
  // PostgreSQL would refuse to look for it.
  if (primaryId.includes('\0') || !primaryId.isWellFormed()) return null;
  const [primary] = await ctx.db
    .select({ user: storedUserColumns, held: heldColumns(audience) })
    .from(users)
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .where(eq(users.userId, primaryId));
  if (!primary) return null;
  const used = accountsIn(user, connection.name);
  const held = new Set(accountsIn(primary.user, connection.name));
  return used.length > 0 && used.every((account) => held.has(account)) ? primary : null;
}
