import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';

/**
 * Makes several writes in one statement: all or none, one round trip. Each part is an INSERT, UPDATE or DELETE of its
 * own rows; parts do not see each other's effects.
 */
export async function writeTogether(ctx: Context, parts: readonly SQL[]): Promise<void> {
  const named = parts.map((part, index) => sql`${sql.raw(`w${index}`)} as (${part})`);
  await ctx.db.execute(sql`with ${sql.join(named, sql`, `)} select 1`);
}

/** A moment as a parameter of a hand-written statement. */
export function at(moment: Date): SQL {
  return sql`${moment.toISOString()}::timestamptz`;
}

/** A JSON value as a parameter; as text, because the driver would encode a string once more. */
export function json(value: object): SQL {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}
