import { type SQL, sql } from 'drizzle-orm';
import type { Changes } from '@/db/schema';
import { recordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import type { LogEvent } from '@/lib/logs';
import { historyFields } from './changes';
import { logPart } from './write';

const before = (column: SQL) => sql`case when ${column} is null then null
  else jsonb_build_object('before', ${column}) end`;

/** `changesBetween(user, null)` of lib/users/changes.ts, for the row at hand. */
const whatIsLost: SQL = sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(
  historyFields.map((name) => sql`${sql.raw(`'${name}'`)}, ${before(sql`${sql.identifier(name)}`)}`),
  sql`, `,
)}))
  || coalesce((select jsonb_object_agg('user_metadata.' || key, jsonb_build_object('before', value))
    from jsonb_each(user_metadata)), '{}')
  || coalesce((select jsonb_object_agg('app_metadata.' || key, jsonb_build_object('before', value))
    from jsonb_each(app_metadata)), '{}')`;

/**
 * Sessions of who is linked to another user are over, and that user's: a sign-in that is under way in one may begin it
 * again as theirs, unless somebody has ended it for good meanwhile.
 */
function endSessions(ctx: Context, ids: SQL, linkedTo: string | undefined): SQL {
  if (linkedTo === undefined) return sql`delete from oidc_sessions where user_id in ${ids}`;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return sql`update oidc_sessions set user_id = ${linkedTo}, expires_at = least(expires_at, ${now})
    where user_id in ${ids}`;
}

/**
 * Deletes the users that `which` (a condition on `users`) names, with everything that signs them in, in one statement.
 * History is kept, with a last row that holds what was deleted and, with `linkedTo`, whose they are now; `events` are
 * log rows that go with it. The caller has passed the gate for each of them.
 */
export async function eraseUsers(
  ctx: Context,
  which: SQL,
  { linkedTo, events = [] }: { linkedTo?: string | undefined; events?: readonly LogEvent[] } = {},
): Promise<void> {
  const noted: Changes = linkedTo === undefined ? {} : { linked_to: { after: linkedTo } };
  const ids = sql`(select user_id from gone)`;
  const grants = sql`(select id from oidc_grants where user_id in ${ids})`;
  await ctx.db.execute(sql`
    with gone as materialized (select * from users where ${which}),
      u as (delete from users where user_id in ${ids}),
      a as (delete from user_activity where user_id in ${ids}),
      s as (delete from user_search where user_id in ${ids}),
      i as (delete from identities where user_id in ${ids}),
      c as (delete from credentials where user_id in ${ids}),
      k as (delete from login_keys where user_id in ${ids}),
      d as (delete from admins where user_id in ${ids}),
      ur as (delete from user_roles where user_id in ${ids}),
      up as (delete from user_permissions where user_id in ${ids}),
      co as (delete from consents where user_id in ${ids}),
      dc as (delete from device_credentials where user_id in ${ids}),
      o as (${endSessions(ctx, ids, linkedTo)}),
      r as (delete from oidc_refresh_tokens where user_id in ${ids}),
      t as (delete from oidc_access_tokens where grant_id in ${grants}),
      e as (delete from oidc_codes where grant_id in ${grants}),
      si as (delete from sign_ins where user_id in ${ids}),
      rc as (delete from replay_cases where user_id in ${ids}),
      rt as (delete from rule_tests where user_id in ${ids}),
      f as (delete from authenticators where user_id in ${ids}),
      rb as (delete from remembered_browsers where user_id in ${ids}),
      mt as (delete from oidc_mfa_tokens where user_id in ${ids}),
      tk as (delete from tickets where user_id in ${ids}),
      ss as (delete from saved_searches where owner_id in ${ids} and not is_shared),
      g as (delete from oidc_grants where user_id in ${ids})${logPart(ctx, events)}
    insert into user_versions (user_id, version, at, actor, cause, request_id, changes)
    select user_id, version + 1, ${ctx.now().toISOString()}::timestamptz, ${JSON.stringify(recordedActor(ctx.actor))}::text::jsonb,
      ${ctx.cause}, ${ctx.requestId}, ${whatIsLost} || ${JSON.stringify(noted)}::text::jsonb from gone`);
}
