import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { users } from '@/db/schema';

/** What a user is and may do, at the moment of a sign-in. */
export type Held = {
  /** Names of their roles. */
  roles: string[];
  /** Their permissions of the API that the sign-in is for; null when there is none or it does not enforce them. */
  permissions: string[] | null;
};

/**
 * Columns of a select over `users` that give a Held for an API, so that a sign-in needs no statement more. The
 * Management API never enforces: of it a person's token carries only the scopes over themselves.
 */
export function heldColumns(audience: AnyColumn | string | null) {
  const roles: SQL<string[]> = sql`(
    select coalesce(jsonb_agg(r.name order by r.name), '[]'::jsonb)
    from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${users.userId})`;
  const permissions: SQL<string[] | null> = sql`(
    select (
      select coalesce(jsonb_agg(p.permission order by p.permission), '[]'::jsonb) from (
        select up.permission from user_permissions up
        where up.user_id = ${users.userId} and up.audience = a.identifier
        union
        select rp.permission from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
        where ur.user_id = ${users.userId} and rp.audience = a.identifier) p)
    from resource_servers a
    where a.identifier = ${audience}::text and a.enforce_policies and not a.is_system)`;
  return { roles: roles.as('held_roles'), permissions: permissions.as('held_permissions') };
}
