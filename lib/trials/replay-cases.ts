import { eq, sql } from 'drizzle-orm';
import { replayCases } from '@/db/schema';
import type { Context } from '@/lib/context';
import { storableText } from '@/lib/storable-json';
import type { ReplayCase, ReplaySide } from './schemas';

/** Most cases of a replay that can be looked at; the others are only counted. */
export const maxCases = 1_000;
const maxSideBytes = 16 * 1024;

/** One side as text that PostgreSQL holds; one that is too large without its claims, metadata and session. */
function sideText(side: ReplaySide): string {
  const text = JSON.stringify(side);
  if (Buffer.byteLength(text) <= maxSideBytes) return storableText(text);
  const { error, session: _, refresh_token: __, ...rest } = side;
  return storableText(
    JSON.stringify({
      ...rest,
      ...(error ? { error: { ...error, message: error.message.slice(0, 2_000) } } : {}),
      id_token: null,
      access_token: null,
      user_metadata: {},
      app_metadata: {},
      is_cut: true,
    }),
  );
}

/** Stores cases of a replay, in the transaction of its progress. */
export async function storeCases(
  ctx: Context,
  replayId: string,
  cases: readonly ReplayCase[],
): Promise<void> {
  if (cases.length === 0) return;
  const rows = cases.map(
    ({ position, user_id, user_name, sign_in_id, changes, before, after }) => sql`(
      ${replayId}, ${position}::int, ${user_id}, ${user_name ?? null}, ${sign_in_id ?? null},
      ${JSON.stringify(changes)}::text::jsonb, ${sideText(before)}::text::json, ${sideText(after)}::text::json)`,
  );
  await ctx.db.execute(sql`
    insert into replay_cases (replay_id, position, user_id, user_name, sign_in_id, changes, before, after)
    values ${sql.join(rows, sql`, `)}`);
}

export async function removeCases(ctx: Context, replayId: string): Promise<void> {
  await ctx.db.delete(replayCases).where(eq(replayCases.replayId, replayId));
}

/** Removes the cases of replays whose job is gone. Safe at any time and in many processes. */
export async function sweepReplays(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    delete from replay_cases c where not exists (select 1 from jobs j where j.id = c.replay_id)`);
}
