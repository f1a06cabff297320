import { sql } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import type { AuthenticatorRow } from './authenticators';

const shown = (rows: readonly AuthenticatorRow[]): JsonObject => ({
  authenticators: rows.map(
    ({ id, type, name }): JsonObject => ({ id, type, ...(name === null ? {} : { name }) }),
  ),
});

/** The audit row of a change of somebody's factors: which there are, and nothing secret. */
export function recordFactors(
  ctx: Context,
  userId: string,
  { before, after }: { before: readonly AuthenticatorRow[]; after: readonly AuthenticatorRow[] },
): Promise<void> {
  return recordChange(ctx, { kind: 'user', id: userId, before: shown(before), after: shown(after) });
}

/** Removes these rows of a person, and has browsers that were remembered asked again. Is not recorded by itself. */
export async function removeFactors(
  ctx: Context,
  userId: string,
  gone: readonly AuthenticatorRow[],
): Promise<void> {
  const ids = JSON.stringify(gone.map(({ id }) => id));
  await ctx.db.execute(sql`
    with b as (delete from remembered_browsers where user_id = ${userId})
    delete from authenticators where user_id = ${userId}
      and id in (select jsonb_array_elements_text(${ids}::text::jsonb))`);
}

/**
 * Removes these factors of a person, and with the last app all of them: a recovery code stands for an app. Browsers that
 * were remembered are asked again. The caller has passed the gate, and holds a transaction.
 */
export async function deleteFactors(
  ctx: Context,
  userId: string,
  { all, gone }: { all: readonly AuthenticatorRow[]; gone: readonly AuthenticatorRow[] },
): Promise<void> {
  const removed = gone.some(({ type }) => type === 'otp') ? all : gone;
  if (removed.length === 0) return;
  await removeFactors(ctx, userId, removed);
  const after = all.filter((row) => !removed.includes(row));
  await recordFactors(ctx, userId, { before: all, after });
}
