import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import type { PermissionList, PermissionView } from './schemas';

export type Permissions = PermissionList['permissions'];

/** Permissions as a table expression `w(audience, permission)` of a hand-written statement, each once. */
export function wantedRows(permissions: Permissions): SQL {
  const rows = permissions.map((each) => ({
    audience: each.resource_server_identifier,
    permission: each.permission_name,
  }));
  return sql`(select distinct audience, permission
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(audience text, permission text)) as w`;
}

/** Throws NotFound `inexistent_resource_server_permission` for the first that is no scope of its API. */
export async function assertPermissions(ctx: Context, permissions: Permissions): Promise<void> {
  const [unknown] = await ctx.db.execute<{ audience: string; permission: string }>(sql`
    with wanted as (select * from ${wantedRows(permissions)}),
      known as (
        select r.identifier as audience, s->>'value' as permission
        from resource_servers r, jsonb_array_elements(r.scopes) s
        where r.identifier in (select audience from wanted))
    select * from wanted except select * from known order by 1, 2 limit 1`);
  if (!unknown) return;
  throw new NotFound(`The permission ${unknown.permission} of ${unknown.audience} does not exist.`, {
    errorCode: 'inexistent_resource_server_permission',
  });
}

export type PermissionRow = { audience: string; permission: string; api: string; description: string | null };

/** Name of the API and description of the scope, for rows `p(audience, permission)` joined with `resource_servers a`. */
export const permissionColumns = sql`p.audience, p.permission, a.name as api, (
  select s->>'description' from jsonb_array_elements(a.scopes) s where s->>'value' = p.permission) as description`;

/** The contract's shape. */
export function presentPermission(row: PermissionRow): PermissionView {
  return {
    permission_name: row.permission,
    ...(row.description === null ? {} : { description: row.description }),
    resource_server_name: row.api,
    resource_server_identifier: row.audience,
  };
}

/** How an audit row names permissions. */
export function namePermissions(rows: readonly { audience: string; permission: string }[]): string[] {
  return rows.map(({ audience, permission }) => `${audience} ${permission}`).toSorted();
}
