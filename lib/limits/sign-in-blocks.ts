import { sql } from 'drizzle-orm';
import { signInBlocks } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type Counter, keyOf } from './spend';

/** A name for which an address may try no password at the moment; the name as names are compared. */
export type SignInBlock = { key: string; identifier: string; connection: string; ip: string };

/** A name that is longer is nobody's; its tries are limited all the same. */
const longestIdentifier = 320;

/**
 * Keeps who is blocked by a counter that ran over, so that it can be shown and lifted, and says whether the block
 * begins with this try. One statement, for who is blocked only.
 */
export async function noteSignInBlock(
  ctx: Context,
  counter: Counter,
  { identifier, connection, ip }: Omit<SignInBlock, 'key'>,
): Promise<boolean> {
  if (identifier.length > longestIdentifier || identifier.includes('\0') || !identifier.isWellFormed())
    return false;
  const key = keyOf(counter);
  const began = await ctx.db.execute(sql`
    insert into sign_in_blocks (key, identifier, connection, ip, expires_at)
    select key, ${identifier}, ${connection}, ${ip}, to_timestamp(expire / 1000.0) from rate_limits where key = ${key}
    on conflict (key) do update set expires_at = excluded.expires_at
      where sign_in_blocks.expires_at < excluded.expires_at
    returning 1`);
  return began.length > 0;
}

/** The blocks of these names that hold now, in every connection. One statement. */
export async function findSignInBlocks(ctx: Context, identifiers: readonly string[]): Promise<SignInBlock[]> {
  return ctx.db
    .select({
      key: signInBlocks.key,
      identifier: signInBlocks.identifier,
      connection: signInBlocks.connection,
      ip: signInBlocks.ip,
    })
    .from(signInBlocks)
    .where(
      sql`${signInBlocks.identifier} in (select jsonb_array_elements_text(${JSON.stringify(identifiers)}::text::jsonb))
        and exists (select 1 from rate_limits r where r.key = ${signInBlocks.key} and r.expire > ${ctx.now().getTime()})`,
    )
    .orderBy(signInBlocks.identifier, signInBlocks.connection, signInBlocks.ip);
}

/** Lets the tries of these blocks begin anew. One statement. */
export async function liftSignInBlocks(ctx: Context, blocks: readonly SignInBlock[]): Promise<void> {
  const keys = sql`(select jsonb_array_elements_text(${JSON.stringify(blocks.map(({ key }) => key))}::text::jsonb))`;
  await ctx.db.execute(sql`
    with b as (delete from sign_in_blocks where key in ${keys}) delete from rate_limits where key in ${keys}`);
}
