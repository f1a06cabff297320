import { eq, inArray } from 'drizzle-orm';
import { connections, credentials, loginKeys, userActivity, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { loginKey, type StoredUser, storedUserColumns } from '@/lib/users';

export type Connection = typeof connections.$inferSelect;

/** Somebody who may try to sign in. */
export type Account = { user: StoredUser; connection: Connection; passwordHash: string | null };

/** The keys under which a typed name may be known, the likeliest first. */
function keysFor(connection: string, identifier: string): string[] {
  return (['email', 'username', 'phone'] as const).map((kind) => loginKey(connection, kind, identifier));
}

/** Who this e-mail address, username or phone number is in the connection, or null. One statement at most. */
export async function findAccount(
  ctx: Context,
  connection: string,
  identifier: string,
): Promise<Account | null> {
  // PostgreSQL would refuse to look for it.
  if (identifier.includes('\0') || !identifier.isWellFormed()) return null;
  const keys = keysFor(connection, identifier);
  const rows = await ctx.db
    .select({
      key: loginKeys.key,
      user: storedUserColumns,
      connection: connections,
      passwordHash: credentials.passwordHash,
    })
    .from(loginKeys)
    .innerJoin(users, eq(users.userId, loginKeys.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .innerJoin(connections, eq(connections.name, users.connection))
    .leftJoin(credentials, eq(credentials.userId, users.userId))
    .where(inArray(loginKeys.key, keys));
  return keys.map((key) => rows.find((row) => row.key === key)).find((row) => row !== undefined) ?? null;
}
