import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { at } from './authenticators';

/** How long a browser is remembered (`reference/rules.md` 1.10). */
export const rememberedSeconds = 30 * 86_400;

/** A secret for the browser's cookie, and the write that makes it good for this person and nobody else. */
export function rememberBrowser(ctx: Context, userId: string): { cookie: string; insert: SQL } {
  const cookie = newSecret();
  const expiresAt = new Date(ctx.now().getTime() + rememberedSeconds * 1000);
  const insert = sql`insert into remembered_browsers (token_hash, user_id, expires_at)
    values (${hashSecret(cookie)}, ${userId}, ${at(expiresAt)})`;
  return { cookie, insert };
}

/** Whether this person has proven their second factor in this browser lately, and asked to be remembered. One statement. */
export async function isRemembered(
  ctx: Context,
  userId: string,
  cookie: string | undefined,
): Promise<boolean> {
  if (cookie === undefined || cookie.length > 200) return false;
  const rows = await ctx.db.execute(sql`
    select 1 from remembered_browsers
    where token_hash = ${hashSecret(cookie)} and user_id = ${userId} and expires_at > ${at(ctx.now())}`);
  return rows.length === 1;
}

/** Removes browsers whose time is over, and enrolments that nobody has finished in a day. */
export async function sweepFactors(ctx: Context): Promise<void> {
  const dayAgo = new Date(ctx.now().getTime() - 86_400_000);
  await ctx.db.execute(sql`
    with b as (delete from remembered_browsers where expires_at <= ${at(ctx.now())})
    delete from authenticators where confirmed_at is null and created_at <= ${at(dayAgo)}`);
}
