import { and, eq, inArray } from 'drizzle-orm';
import { credentials, loginKeys, userActivity, users } from '@/db/schema';
import { type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { type Held, heldColumns } from '@/lib/roles';
import { loginKey, type StoredUser, storedUserColumns } from '@/lib/users';

/** Somebody who may try to sign in: with the password of the identity whose name they typed, in its connection. */
export type Account = {
  user: StoredUser;
  held: Held;
  connection: KnownConnection;
  passwordHash: string | null;
};

/** The keys under which a typed name may be known, the likeliest first. */
function keysFor(connection: string, identifier: string): string[] {
  return (['email', 'username', 'phone'] as const).map((kind) => loginKey(connection, kind, identifier));
}

/**
 * Who this e-mail address, username or phone number is in the connection, with what they hold at the API of `audience`,
 * or null: a user, or who one was linked to. One statement at most.
 */
export async function findAccount(
  ctx: Context,
  connection: string,
  identifier: string,
  audience: string | null,
): Promise<Account | null> {
  // PostgreSQL would refuse to look for it.
  if (identifier.includes('\0') || !identifier.isWellFormed()) return null;
  return findAccountByKeys(ctx, connection, keysFor(connection, identifier), audience);
}

/** Whom the first of these login keys leads to that is somebody's, as `findAccount`. */
export async function findAccountByKeys(
  ctx: Context,
  connection: string,
  keys: readonly string[],
  audience: string | null,
): Promise<Account | null> {
  const rows = await ctx.db
    .select({
      key: loginKeys.key,
      user: storedUserColumns,
      held: heldColumns(audience),
      passwordHash: credentials.passwordHash,
    })
    .from(loginKeys)
    .innerJoin(users, eq(users.userId, loginKeys.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .leftJoin(
      credentials,
      and(eq(credentials.userId, loginKeys.userId), eq(credentials.identity, loginKeys.identity)),
    )
    .where(inArray(loginKeys.key, [...keys]));
  const found = keys.map((key) => rows.find((row) => row.key === key)).find((row) => row !== undefined);
  const known = found && (await knownConnection(ctx, connection));
  return known ? { ...found, connection: known } : null;
}
