import { type SQL, sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { type RevokeAccessInput, revokeAccessInput } from './schemas';

/** Whose access ends: that of a user, or of one session. */
type Whom = { user_id: string } | { session_id: string };

const sessionsOf = (whom: Whom): SQL =>
  'user_id' in whom ? sql`user_id = ${whom.user_id}` : sql`sid = ${whom.session_id}`;

const deletion = (whom: Whom): SQL => sql`delete from oidc_sessions where ${sessionsOf(whom)} returning 1`;

const revocation = (ctx: Context, whom: Whom, which: SQL): SQL => sql`
  update oidc_grants set revoked_at = ${ctx.now().toISOString()}::timestamptz
  where ${sessionsOf(whom)} and revoked_at is null and ${which} returning 1`;

/** A revoked grant is the end of its refresh tokens, codes and access tokens. */
async function endAccess(
  ctx: Context,
  whom: Whom,
  what: { sessions: boolean; grants: SQL | null },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const sessions = what.sessions ? deletion(whom) : sql`select 1 where false`;
    const grants = what.grants ? revocation(tx, whom, what.grants) : sql`select 1 where false`;
    const [ended] = await tx.db.execute<{ sessions: number; grants: number }>(sql`
      with s as (${sessions}), g as (${grants})
      select (select count(*) from s)::int as sessions, (select count(*) from g)::int as grants`);
    if (!ended || ended.sessions + ended.grants === 0) return;
    const id = 'user_id' in whom ? whom.user_id : whom.session_id;
    await recordChange(tx, { kind: 'access', id, before: { ...ended }, after: null });
  });
}

const all = sql`true`;
const withRefreshToken = sql`exists (select 1 from oidc_refresh_tokens r where r.grant_id = oidc_grants.id)`;

const revoked = (preservesRefreshTokens: boolean) =>
  preservesRefreshTokens ? sql`not ${withRefreshToken}` : all;

/** The writes that end a session with what it led to, which may leave what has a refresh token. For the sign-in. */
export function endOfSession(ctx: Context, sid: string, preservesRefreshTokens: boolean): SQL[] {
  const whom = { session_id: sid };
  return [deletion(whom), revocation(ctx, whom, revoked(preservesRefreshTokens))];
}

/** Ends one session; the tokens that it led to stay good. Silent when there is none. */
export async function deleteSession(ctx: Context, sid: string): Promise<void> {
  authorize(ctx, 'delete:sessions');
  await endAccess(ctx, { session_id: sid }, { sessions: true, grants: null });
}

/** Ends one session and revokes what it led to. Silent when there is none. */
export async function revokeSession(ctx: Context, sid: string): Promise<void> {
  authorize(ctx, 'delete:sessions');
  await endAccess(ctx, { session_id: sid }, { sessions: true, grants: all });
}

/** Ends every session of a user, in every browser. */
export async function deleteUserSessions(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'delete:sessions');
  await endAccess(ctx, { user_id: userId }, { sessions: true, grants: null });
}

/** Revokes every refresh token of a user, with the access tokens made from them. */
export async function deleteUserRefreshTokens(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'delete:refresh_tokens');
  await endAccess(ctx, { user_id: userId }, { sessions: false, grants: withRefreshToken });
}

/**
 * Ends all that a user has open, or one session of theirs; what has a refresh token stays when the input says so.
 * Throws Invalid, and NotFound for a session that is not the user's.
 */
export async function revokeUserAccess(
  ctx: Context,
  userId: string,
  input: RevokeAccessInput,
): Promise<void> {
  authorize(ctx, 'delete:sessions', 'delete:refresh_tokens');
  const { session_id: sid, preserve_refresh_tokens: keeps = false } =
    parseInput(revokeAccessInput, input) ?? {};
  const grants = revoked(keeps);
  if (sid === undefined) return endAccess(ctx, { user_id: userId }, { sessions: true, grants });
  const [own] = await ctx.db.execute(sql`
    select 1 from oidc_sessions where sid = ${sid} and user_id = ${userId}`);
  if (!own) throw new NotFound('The session does not exist.');
  return endAccess(ctx, { session_id: sid }, { sessions: true, grants });
}
