import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import { changesBetween } from './changes';
import { mayDelete, type Target } from './gate';
import { fetchUser } from './internal';

function assertMayDelete(ctx: Context, target: Target): void {
  if (mayDelete(ctx.actor, target)) return;
  const message = target.isAdmin
    ? 'Only an administrator may delete an administrator.'
    : 'You may delete no user but yourself.';
  throw new Forbidden(message, { errorCode: 'insufficient_scope' });
}

/**
 * Deletes a user with everything that signs them in: sessions, grants and tokens too. Silent when there is none
 * (`reference/management-api.md` 2.6). History is kept, with a last row that holds what was deleted.
 */
export async function deleteUser(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'delete:users', 'delete:current_user');
  // Before anything is looked up, so that a refusal tells nobody who exists.
  assertMayDelete(ctx, { userId, isAdmin: false });
  await withTransaction(ctx, async (tx) => {
    const found = await fetchUser(tx, userId, { lock: true }).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!found) return;
    const { isAdmin, ...stored } = found;
    assertMayDelete(ctx, { userId, isAdmin });
    await tx.db.execute(sql`
      with u as (delete from users where user_id = ${userId}),
        a as (delete from user_activity where user_id = ${userId}),
        s as (delete from user_search where user_id = ${userId}),
        i as (delete from identities where user_id = ${userId}),
        c as (delete from credentials where user_id = ${userId}),
        k as (delete from login_keys where user_id = ${userId}),
        d as (delete from admins where user_id = ${userId}),
        o as (delete from oidc_sessions where user_id = ${userId}),
        r as (delete from oidc_refresh_tokens where user_id = ${userId}),
        t as (delete from oidc_access_tokens where grant_id in
          (select id from oidc_grants where user_id = ${userId})),
        e as (delete from oidc_codes where grant_id in (select id from oidc_grants where user_id = ${userId})),
        g as (delete from oidc_grants where user_id = ${userId})
      insert into user_versions (user_id, version, at, actor, cause, request_id, changes)
      values (${userId}, ${stored.version + 1}, ${tx.now().toISOString()}::timestamptz,
        ${JSON.stringify(ctx.actor)}::text::jsonb, ${ctx.cause}, ${ctx.requestId},
        ${JSON.stringify(changesBetween(stored, null))}::text::jsonb)`);
  });
}
