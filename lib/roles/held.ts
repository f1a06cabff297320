import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { FactorType } from '@/lib/factors/factors.types';

/** What a user is, has and may do, at the moment of a sign-in. */
export type Held = {
  /** Names of their roles. */
  roles: string[];
  /** Their permissions of the API that the sign-in is for; null when there is none or it does not enforce them. */
  permissions: string[] | null;
  /** Second factors that they have confirmed. */
  factors: FactorType[];
  /** When they confirmed the app that they have, in milliseconds; null when they have none. */
  appSinceMs: number | null;
};

/**
 * Columns of a select over `users` that give a Held for an API, so that a sign-in needs no statement more. The
 * Management API never enforces: of it a person's token carries only the scopes over themselves.
 */
export function heldColumns(audience: AnyColumn | SQL | string | null) {
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
  const factors: SQL<FactorType[]> = sql`(
    select coalesce(jsonb_agg(f.type order by f.type), '[]'::jsonb)
    from authenticators f where f.user_id = ${users.userId} and f.confirmed_at is not null)`;
  const appSinceMs: SQL<number | null> = sql`(
    select (extract(epoch from f.confirmed_at) * 1000)::float8
    from authenticators f where f.user_id = ${users.userId} and f.type = 'otp' and f.confirmed_at is not null)`;
  return {
    roles: roles.as('held_roles'),
    permissions: permissions.as('held_permissions'),
    factors: factors.as('held_factors'),
    appSinceMs: appSinceMs.as('held_app_since_ms'),
  };
}
