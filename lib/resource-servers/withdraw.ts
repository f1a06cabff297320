import { sql } from 'drizzle-orm';
import { announce } from '@/lib/announce';
import type { Context } from '@/lib/context';

/**
 * Takes scopes that an API loses from every role, user, application and consent that holds them, so that a scope made later
 * under the same name starts with nobody. In the caller's transaction.
 */
export async function withdrawScopes(ctx: Context, identifier: string, scopes: string[]): Promise<void> {
  await ctx.db.execute(sql`
    with gone as (select jsonb_array_elements_text(${JSON.stringify(scopes)}::text::jsonb) as scope),
      r as (delete from role_permissions where audience = ${identifier} and permission in (select scope from gone)),
      u as (delete from user_permissions where audience = ${identifier} and permission in (select scope from gone)),
      n as (update consents set scope = array_to_string(
        array(select unnest(string_to_array(scope, ' ')) except select scope from gone order by 1), ' ')
        where audience = ${identifier})
    update client_grants set scope = (
      select coalesce(jsonb_agg(s.scope order by s.place), '[]'::jsonb)
      from jsonb_array_elements_text(client_grants.scope) with ordinality s(scope, place)
      where s.scope not in (select scope from gone))
    where audience = ${identifier}`);
  await announce(ctx, 'clients');
}

/** Deletes an API with all that anybody was granted of it. In the caller's transaction. */
export async function withdrawApi(ctx: Context, identifier: string): Promise<void> {
  await ctx.db.execute(sql`
    with r as (delete from role_permissions where audience = ${identifier}),
      u as (delete from user_permissions where audience = ${identifier}),
      n as (delete from consents where audience = ${identifier}),
      c as (delete from client_grants where audience = ${identifier})
    delete from resource_servers where identifier = ${identifier}`);
  await announce(ctx, 'clients');
}
