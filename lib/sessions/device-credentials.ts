import { type SQL, sql } from 'drizzle-orm';
import { deviceCredentials } from '@/db/schema';
import { authorize, holds } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import type { Part, Slice } from '@/lib/paging';
import {
  type CreateDeviceCredentialInput,
  createDeviceCredentialInput,
  type DeviceCredentialView,
} from './schemas';

export type DeviceFilter = {
  userId?: string | undefined;
  clientId?: string | undefined;
  type?: DeviceCredentialView['type'] | undefined;
};

type Row = {
  id: string;
  type: DeviceCredentialView['type'];
  user_id: string;
  client_id: string;
  device_id: string | null;
  device_name: string | null;
  total: number;
};

/** Public keys, and the refresh tokens that can still be used: one a family, under the id of its grant. */
function everyCredential(ctx: Context): SQL {
  const now = ctx.now().toISOString();
  return sql`
    select id, 'public_key' as type, user_id, client_id, device_id, device_name, created_at from device_credentials
    union all
    select g.id, case when bool_or(r.rotating) then 'rotating_refresh_token' else 'refresh_token' end, g.user_id,
      g.client_id, null, null, min(r.created_at)
    from oidc_grants g join oidc_refresh_tokens r on r.grant_id = g.id
    where g.revoked_at is null and (not r.rotating or r.used_at is null)
      and (r.expires_at is null or r.expires_at > ${now}::timestamptz)
    group by g.id`;
}

/** What devices hold of users: public keys and refresh tokens (`reference/management-api.md` 8.3). One statement. */
export async function listDeviceCredentials(
  ctx: Context,
  { userId, clientId, type }: DeviceFilter,
  slice: Extract<Slice, { by: 'number' }>,
): Promise<Part<DeviceCredentialView>> {
  authorize(ctx, 'read:device_credentials');
  const parts = [
    sql`true`,
    ...(userId === undefined ? [] : [sql`user_id = ${userId}`]),
    ...(clientId === undefined ? [] : [sql`client_id = ${clientId}`]),
    ...(type === undefined ? [] : [sql`type = ${type}`]),
  ];
  const rows = await ctx.db.execute<Row>(sql`
    with found as (select * from (${everyCredential(ctx)}) c where ${sql.join(parts, sql` and `)})
    select p.*, t.total from (select count(*)::int as total from found) t
    left join lateral (select * from found order by created_at, id limit ${slice.limit} offset ${slice.offset}) p
      on true`);
  const items = rows
    .filter(({ id }) => id !== null)
    .map(({ id, type: kind, user_id, client_id, device_id, device_name }) => ({
      id,
      ...(device_name === null ? {} : { device_name }),
      ...(device_id === null ? {} : { device_id }),
      type: kind,
      user_id,
      client_id,
    }));
  return { items, total: rows[0]?.total ?? 0 };
}

/**
 * Keeps a public key of the signed-in user's device. Annex stores and shows it; no grant of this version signs in with
 * one. Throws Invalid, Forbidden.
 */
export async function createDeviceCredential(
  ctx: Context,
  input: CreateDeviceCredentialInput,
): Promise<{ id: string }> {
  authorize(ctx, 'create:current_user_device_credentials');
  const parsed = parseInput(createDeviceCredentialInput, input);
  const { actor } = ctx;
  if (actor.type !== 'self') throw new Forbidden('A device credential is made with a token of its user.');
  return withTransaction(ctx, async (tx) => {
    const row = {
      id: newId('dcr'),
      userId: actor.userId,
      clientId: parsed.client_id,
      deviceId: parsed.device_id,
      deviceName: parsed.device_name,
      value: parsed.value,
      createdAt: tx.now(),
    };
    await tx.db.insert(deviceCredentials).values(row);
    const { device_id, device_name, client_id } = parsed;
    const after = { user_id: actor.userId, device_id, device_name, client_id };
    await recordChange(tx, { kind: 'device_credential', id: row.id, before: null, after });
    return { id: row.id };
  });
}

/** Deletes a public key, or revokes the refresh token of this id; a user only their own. Silent when there is none. */
export async function deleteDeviceCredential(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:device_credentials', 'delete:current_user_device_credentials');
  const { actor } = ctx;
  const mine =
    !holds(actor, 'delete:device_credentials') && actor.type === 'self'
      ? sql`user_id = ${actor.userId}`
      : sql`true`;
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.db.execute(sql`
      with k as (delete from device_credentials where id = ${id} and ${mine} returning 1),
        g as (update oidc_grants set revoked_at = ${tx.now().toISOString()}::timestamptz
          where id = ${id} and revoked_at is null and ${mine}
            and exists (select 1 from oidc_refresh_tokens r where r.grant_id = oidc_grants.id) returning 1)
      select 1 from k union all select 1 from g`);
    if (gone.length === 0) return;
    await recordChange(tx, { kind: 'device_credential', id, before: { id }, after: null });
  });
}
