import { type SQL, sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import type { Part, Slice } from '@/lib/paging';
import type { UserGrantView } from './schemas';

export type GrantFilter = {
  userId?: string | undefined;
  clientId?: string | undefined;
  audience?: string | undefined;
};

type Row = {
  id: string;
  user_id: string;
  client_id: string;
  audience: string;
  scope: string[];
  total: number;
};

/** Sign-ins that stand, and consents, which stay when those are over: each a piece of one grant. */
function pieces({ userId, clientId, audience }: GrantFilter): SQL {
  const parts = [
    sql`not exists (select 1 from clients c where c.client_id = p.client_id and c.internal)`,
    ...(userId === undefined ? [] : [sql`p.user_id = ${userId}`]),
    ...(clientId === undefined ? [] : [sql`p.client_id = ${clientId}`]),
    ...(audience === undefined ? [] : [sql`p.audience = ${audience}`]),
  ];
  return sql`(
    select * from (
      select 1 as rank, id, user_id, client_id, coalesce(audience, '') as audience, scope, created_at
      from oidc_grants where revoked_at is null
      union all
      select 0, id, user_id, client_id, audience, scope, created_at from consents) p
    where ${sql.join(parts, sql` and `)})`;
}

/**
 * What users let applications have: one item for each user, application and API, with all scopes that stand. Its id is
 * that of the consent, or where none was needed of the oldest sign-in behind it. One statement.
 */
export async function listUserGrants(
  ctx: Context,
  filter: GrantFilter,
  slice: Extract<Slice, { by: 'number' }>,
): Promise<Part<UserGrantView>> {
  authorize(ctx, 'read:grants');
  const rows = await ctx.db.execute<Row>(sql`
    select (array_agg(g.id order by g.rank, g.created_at, g.id))[1] as id, g.user_id, g.client_id, g.audience,
      array(select distinct unnest(string_to_array(string_agg(g.scope, ' '), ' ')) order by 1) as scope,
      (count(*) over ())::int as total
    from ${pieces(filter)} g
    group by g.user_id, g.client_id, g.audience
    order by min(g.created_at), 1 limit ${slice.limit} offset ${slice.offset}`);
  const items = rows.map(({ id, user_id, client_id, audience, scope }) => ({
    id,
    clientID: client_id,
    user_id,
    ...(audience === '' ? {} : { audience }),
    scope: scope.filter(Boolean),
  }));
  if (!slice.withTotal) return { items };
  return { items, total: rows[0]?.total ?? (await countUserGrants(ctx, filter)) };
}

/** Beside a page that is past the end. */
async function countUserGrants(ctx: Context, filter: GrantFilter): Promise<number> {
  const [row] = await ctx.db.execute<{ total: number }>(sql`
    select count(distinct (g.user_id, g.client_id, g.audience))::int as total from ${pieces(filter)} g`);
  return row?.total ?? 0;
}

async function revoke(ctx: Context, which: SQL, id: string): Promise<void> {
  authorize(ctx, 'delete:grants');
  await withTransaction(ctx, async (tx) => {
    const [ended] = await tx.db.execute<{ sign_ins: number; consents: number }>(sql`
      with c as (
        delete from consents g where ${which} returning 1),
      s as (
        update oidc_grants g set revoked_at = ${tx.now().toISOString()}::timestamptz
        where g.revoked_at is null and ${which} returning 1)
      select (select count(*) from s)::int as sign_ins, (select count(*) from c)::int as consents`);
    if (!ended || ended.sign_ins + ended.consents === 0) return;
    await recordChange(tx, { kind: 'grant', id, before: { ...ended }, after: null });
  });
}

/** Ends a grant: the consent, and every token that the application has of the user for that API. Silent when there is none. */
export async function deleteUserGrant(ctx: Context, id: string): Promise<void> {
  const same = sql`(g.user_id, g.client_id, coalesce(g.audience, '')) in (
    select user_id, client_id, coalesce(audience, '') from oidc_grants where id = ${id}
    union all select user_id, client_id, audience from consents where id = ${id})`;
  await revoke(ctx, same, id);
}

/** Ends every grant of a user. */
export async function deleteGrantsOfUser(ctx: Context, userId: string): Promise<void> {
  await revoke(ctx, sql`g.user_id = ${userId}`, userId);
}
