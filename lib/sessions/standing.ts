import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';

export type Standing = {
  /** Whether the session that the sign-in began is the user's and has not ended. */
  isSignedIn: boolean;
  /** Whether the user administers Annex. */
  isAdmin: boolean;
};

/**
 * What a session of our own pages is worth at this moment: it ends with the one at the issuer that it came from, however
 * that ended. Read at each request; never from a token, a cookie or metadata. One statement.
 */
export async function getStanding(
  ctx: Context,
  { userId, sid }: { userId: string; sid: string },
): Promise<Standing> {
  const [standing] = await ctx.db.execute<Standing>(sql`
    select exists (select 1 from oidc_sessions where sid = ${sid} and user_id = ${userId}
        and expires_at > ${ctx.now().toISOString()}::timestamptz) as "isSignedIn",
      exists (select 1 from admins where user_id = ${userId} and role = 'admin') as "isAdmin"`);
  return standing ?? { isSignedIn: false, isAdmin: false };
}
