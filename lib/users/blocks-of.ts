import { inArray, sql } from 'drizzle-orm';
import { admins, loginKeys } from '@/db/schema';
import type { Context } from '@/lib/context';
import { findSignInBlocks, type SignInBlock } from '@/lib/limits';
import type { Target } from './gate';
import { fetchUser } from './internal';
import { loginKey, loginKeysOf, normalizeName } from './login-keys';

/** Whose blocks: those of every name of a user, or of one name in every connection. */
export type BlocksOf = { userId: string } | { identifier: string };

/** A block and who is kept out by it, if there is such a user. */
export type UserBlock = SignInBlock & { user: Target | null };

/** The keys that the name of a block may be. */
function keysOf({ connection, identifier }: SignInBlock): string[] {
  return (['email', 'username', 'phone'] as const).map((kind) => loginKey(connection, kind, identifier));
}

async function blocksOfUser(ctx: Context, userId: string): Promise<UserBlock[]> {
  const { isAdmin, ...user } = await fetchUser(ctx, userId);
  const keys = new Set(loginKeysOf(user));
  const names = new Set([...keys].map((key) => key.split('\x1f').slice(2).join('\x1f')));
  const found = await findSignInBlocks(ctx, [...names]);
  const own = found.filter((block) => keysOf(block).some((key) => keys.has(key)));
  return own.map((block) => ({ ...block, user: { userId, isAdmin } }));
}

async function blocksOfName(ctx: Context, identifier: string): Promise<UserBlock[]> {
  const found = await findSignInBlocks(ctx, [normalizeName(identifier)]);
  if (found.length === 0) return [];
  const owners = await ctx.db
    .select({
      key: loginKeys.key,
      userId: loginKeys.userId,
      isAdmin: sql<boolean>`exists (select 1 from ${admins} where ${admins.userId} = ${loginKeys.userId})`,
    })
    .from(loginKeys)
    .where(inArray(loginKeys.key, found.flatMap(keysOf)));
  return found.map((block) => {
    const owner = owners.find(({ key }) => keysOf(block).includes(key));
    return { ...block, user: owner ? { userId: owner.userId, isAdmin: owner.isAdmin } : null };
  });
}

/** The blocks that hold now. Throws NotFound `inexistent_user` for a user who is not there; a name may be nobody's. */
export function fetchBlocks(ctx: Context, of: BlocksOf): Promise<UserBlock[]> {
  return 'userId' in of ? blocksOfUser(ctx, of.userId) : blocksOfName(ctx, of.identifier);
}
