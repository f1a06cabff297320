import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { sweepLimits } from '@/lib/limits';
import { at } from './write-together';

const daySeconds = 86_400;
/** The longest that a JWT may live, and with it its way to `/userinfo`. */
const longestTokenSeconds = 31 * daySeconds;

/**
 * Removes what is over: transactions, sessions, codes (a day after, so that a replay is still known for one), opaque
 * and refresh tokens, requests for a second factor (a day after), grants that nothing can lead to any more, and counts of tries. Safe at any time and in many
 * processes; the server runs it every hour.
 */
export async function sweepExpired(ctx: Context): Promise<void> {
  const now = ctx.now();
  await sweepLimits(ctx);
  const ago = (seconds: number) => at(new Date(now.getTime() - seconds * 1000));
  await ctx.db.execute(sql`
    with transactions as (delete from oidc_transactions where expires_at <= ${at(now)}),
      sessions as (delete from oidc_sessions where expires_at <= ${at(now)} or idle_expires_at <= ${at(now)}),
      codes as (delete from oidc_codes where expires_at <= ${ago(daySeconds)}),
      opaque as (delete from oidc_access_tokens where expires_at <= ${at(now)}),
      refresh as (delete from oidc_refresh_tokens where expires_at <= ${at(now)} or idle_expires_at <= ${at(now)}),
      mfa as (delete from oidc_mfa_tokens where expires_at <= ${ago(daySeconds)}),
      assertions as (delete from oidc_used_assertions where expires_at <= ${at(now)})
    delete from oidc_grants g where g.created_at <= ${ago(longestTokenSeconds)}
      and not exists (select 1 from oidc_refresh_tokens r where r.grant_id = g.id
        and (r.expires_at is null or r.expires_at > ${at(now)})
        and (r.idle_expires_at is null or r.idle_expires_at > ${at(now)}))
      and not exists (select 1 from oidc_access_tokens t where t.grant_id = g.id and t.expires_at > ${at(now)})`);
}
