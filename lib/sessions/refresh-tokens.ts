import { type SQL, sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import type { Part, Slice } from '@/lib/paging';
import {
  type RefreshTokenView,
  type RevokeRefreshTokensInput,
  revokeRefreshTokensInput,
  type UpdateRefreshTokenInput,
  updateRefreshTokenInput,
} from './schemas';

type Row = {
  id: string;
  user_id: string;
  client_id: string;
  sid: string | null;
  audience: string | null;
  scope: string;
  ip: string | null;
  user_agent: string | null;
  last_ip: string | null;
  last_user_agent: string | null;
  metadata: Record<string, string> | null;
  rotating: boolean;
  created: string;
  expires: string | null;
  idle_expires: string | null;
  exchanged: string | null;
};

/** The grant is the family: every token that was exchanged for another of it. Only what can still be used is shown. */
function livingFamilies(ctx: Context, where: SQL, limit: number): Promise<Row[]> {
  const now = ctx.now().toISOString();
  return ctx.db.execute<Row>(sql`
    select g.id, g.user_id, g.client_id, g.sid, g.audience, g.scope, g.ip, g.user_agent, g.last_ip, g.last_user_agent,
      g.refresh_token_metadata as metadata, f.rotating, f.created, f.expires, f.idle_expires,
      f.exchanged
    from oidc_grants g
    cross join lateral (
      select bool_or(r.rotating) as rotating, to_jsonb(min(r.created_at)) #>> '{}' as created,
        to_jsonb(max(r.expires_at)) #>> '{}' as expires, to_jsonb(max(r.last_exchanged_at)) #>> '{}' as exchanged,
        to_jsonb(max(r.idle_expires_at)) #>> '{}' as idle_expires
      from oidc_refresh_tokens r where r.grant_id = g.id
      having bool_or((not r.rotating or r.used_at is null)
        and (r.expires_at is null or r.expires_at > ${now}::timestamptz)
        and (r.idle_expires_at is null or r.idle_expires_at > ${now}::timestamptz))
    ) f
    where g.revoked_at is null and ${where}
    order by g.id limit ${limit}`);
}

const time = (text: string | null) => (text === null ? null : new Date(text).toISOString());

function present(row: Row): RefreshTokenView {
  return {
    id: row.id,
    user_id: row.user_id,
    created_at: new Date(row.created).toISOString(),
    idle_expires_at: time(row.idle_expires),
    expires_at: time(row.expires),
    device: {
      initial_ip: row.ip,
      initial_user_agent: row.user_agent,
      last_ip: row.last_ip ?? row.ip,
      last_user_agent: row.last_user_agent ?? row.user_agent,
    },
    client_id: row.client_id,
    session_id: row.sid,
    rotating: row.rotating,
    resource_servers: row.audience === null ? [] : [{ audience: row.audience, scopes: row.scope }],
    refresh_token_metadata: row.metadata,
    last_exchanged_at: time(row.exchanged),
  };
}

async function fetchFamily(ctx: Context, id: string): Promise<Row> {
  const [row] = await livingFamilies(ctx, sql`g.id = ${id}`, 1);
  if (!row) throw new NotFound('The refresh token does not exist.');
  return row;
}

/** One refresh token that can still be used. Throws NotFound. */
export async function getRefreshToken(ctx: Context, id: string): Promise<RefreshTokenView> {
  authorize(ctx, 'read:refresh_tokens');
  return present(await fetchFamily(ctx, id));
}

/** The refresh tokens of a user that can still be used, of one application when it is named. One statement. */
export async function listRefreshTokens(
  ctx: Context,
  { userId, clientId }: { userId: string; clientId?: string | undefined },
  slice: Extract<Slice, { by: 'id' }>,
): Promise<Part<RefreshTokenView>> {
  authorize(ctx, 'read:refresh_tokens');
  const where = [
    sql`g.user_id = ${userId}`,
    ...(clientId === undefined ? [] : [sql`g.client_id = ${clientId}`]),
    ...(slice.after === null ? [] : [sql`g.id > ${slice.after}`]),
  ];
  const rows = await livingFamilies(ctx, sql.join(where, sql` and `), slice.limit);
  return { items: rows.map(present) };
}

/** Replaces the metadata of a refresh token. Throws Invalid, NotFound. */
export async function updateRefreshToken(
  ctx: Context,
  id: string,
  input: UpdateRefreshTokenInput,
): Promise<RefreshTokenView> {
  authorize(ctx, 'update:refresh_tokens');
  const { refresh_token_metadata: next } = parseInput(updateRefreshTokenInput, input);
  return withTransaction(ctx, async (tx) => {
    const row = await fetchFamily(tx, id);
    if (next === undefined) return present(row);
    const value = next === null ? null : JSON.stringify(next);
    await tx.db.execute(sql`
      update oidc_grants set refresh_token_metadata = ${value}::text::jsonb where id = ${id}`);
    await recordChange(tx, {
      kind: 'refresh_token',
      id,
      before: { refresh_token_metadata: row.metadata },
      after: { refresh_token_metadata: next },
    });
    return present({ ...row, metadata: next });
  });
}

async function revokeWhere(ctx: Context, where: SQL, asked: Record<string, unknown>): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const revoked = await tx.db.execute(sql`
      update oidc_grants g set revoked_at = ${tx.now().toISOString()}::timestamptz
      where g.revoked_at is null and ${where}
        and exists (select 1 from oidc_refresh_tokens r where r.grant_id = g.id)
      returning 1`);
    if (revoked.length === 0) return;
    await recordChange(tx, {
      kind: 'refresh_token',
      id: Object.values(asked).flat().map(String).join(' ').slice(0, 255),
      before: { revoked: revoked.length },
      after: null,
    });
  });
}

/** Revokes a refresh token with the access tokens made from it. Silent when there is none. */
export async function deleteRefreshToken(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:refresh_tokens');
  await revokeWhere(ctx, sql`g.id = ${id}`, { id });
}

/** Revokes refresh tokens by id, user, application or API; each part that is named narrows the choice. */
export async function revokeRefreshTokens(ctx: Context, input: RevokeRefreshTokensInput): Promise<void> {
  authorize(ctx, 'delete:refresh_tokens');
  const asked = parseInput(revokeRefreshTokensInput, input);
  const where = [
    ...(asked.ids
      ? [
          sql`g.id in (${sql.join(
            asked.ids.map((id) => sql`${id}`),
            sql`, `,
          )})`,
        ]
      : []),
    ...(asked.user_id === undefined ? [] : [sql`g.user_id = ${asked.user_id}`]),
    ...(asked.client_id === undefined ? [] : [sql`g.client_id = ${asked.client_id}`]),
    ...(asked.audience === undefined ? [] : [sql`g.audience = ${asked.audience}`]),
  ];
  await revokeWhere(ctx, sql.join(where, sql` and `), asked);
}
