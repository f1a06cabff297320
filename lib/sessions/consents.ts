import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { newId } from '@/lib/ids';

/** What somebody lets an application have; `audience` is null where it asked for no API. */
export type Consent = { userId: string; clientId: string; audience: string | null };

/** The condition on `consents c` that names one. */
export function isConsentOf({ userId, clientId, audience }: Consent): SQL {
  return sql`c.user_id = ${userId} and c.client_id = ${clientId} and c.audience = ${audience ?? ''}`;
}

/** Whether the person lets the application have all of these. For the sign-in. One statement. */
export async function hasConsented(
  ctx: Context,
  consent: Consent,
  scope: readonly string[],
): Promise<boolean> {
  const [row] = await ctx.db.execute<{ scope: string }>(
    sql`select c.scope from consents c where ${isConsentOf(consent)}`,
  );
  if (!row) return false;
  const given = new Set(row.scope.split(' '));
  return scope.every((name) => given.has(name));
}

/** The write that keeps a consent, beside what was given before. For the sign-in. */
export function keepConsent(ctx: Context, consent: Consent, scope: readonly string[]): SQL {
  const { userId, clientId, audience } = consent;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return sql`
    insert into consents (user_id, client_id, audience, id, scope, created_at, updated_at)
    values (${userId}, ${clientId}, ${audience ?? ''}, ${newId('cns')}, ${scope.join(' ')}, ${now}, ${now})
    on conflict (user_id, client_id, audience) do update set updated_at = excluded.updated_at, scope = array_to_string(
      array(select distinct unnest(string_to_array(consents.scope || ' ' || excluded.scope, ' ')) order by 1), ' ')`;
}
