import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';

/** So many tries in a window that begins with the first one. */
export type Limit = { name: string; points: number; windowSeconds: number };

export const limits = {
  /** Wrong passwords for one name from one address. */
  signInByName: { name: 'sign-in name', points: 10, windowSeconds: 900 },
  /** Wrong passwords from one address, whatever the name. */
  signInByIp: { name: 'sign-in ip', points: 100, windowSeconds: 900 },
  signUpByIp: { name: 'sign-up ip', points: 50, windowSeconds: 900 },
  /** Mails with a way to a new password to one address, whoever asks. */
  passwordMailByName: { name: 'password mail name', points: 5, windowSeconds: 900 },
  /** Passwords that somebody who is signed in gives again. */
  ownPassword: { name: 'own password', points: 6, windowSeconds: 900 },
  /** Wrong second factors of one person, whatever the address: whoever tries knows the password. */
  factorByUser: { name: 'factor user', points: 6, windowSeconds: 900 },
  factorByDay: { name: 'factor user day', points: 60, windowSeconds: 86_400 },
  passwordMailByIp: { name: 'password mail ip', points: 50, windowSeconds: 900 },
} as const satisfies Record<string, Limit>;

/** One count: a limit and what it counts. */
export type Counter = { limit: Limit; of: readonly string[] };

type Row = { key: string; points: number };

/** Names and addresses are kept as a digest only. */
export function keyOf({ limit, of }: Counter): string {
  return createHash('sha256')
    .update(JSON.stringify([limit.name, ...of]))
    .digest('base64url');
}

/** Removes counts whose window is over, and the blocks by them; they count for nothing already. */
export async function sweepLimits(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    with b as (delete from sign_in_blocks where expires_at <= ${ctx.now().toISOString()}::timestamptz)
    delete from rate_limits where expire <= ${ctx.now().getTime()}`);
}

/**
 * Counts one try on each counter, before it is made, and names the limits that are exceeded: so many tries at the
 * same moment as one likes get no more than the limit. One statement. `forgive` takes the try back when it was good.
 */
export async function spend(ctx: Context, counters: readonly Counter[]): Promise<Limit[]> {
  const now = ctx.now().getTime();
  // In one order for all callers, so that two statements never wait for each other.
  const keyed = counters
    .map((counter) => ({ key: keyOf(counter), limit: counter.limit }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const values = keyed.map(({ key, limit }) => sql`(${key}, 1, ${now + limit.windowSeconds * 1000}::bigint)`);
  const rows = await ctx.db.execute<Row>(sql`
    insert into rate_limits (key, points, expire) values ${sql.join(values, sql`, `)}
    on conflict (key) do update set
      points = case when rate_limits.expire <= ${now}::bigint then 1
        else least(rate_limits.points + 1, 1000000) end,
      expire = case when rate_limits.expire <= ${now}::bigint then excluded.expire else rate_limits.expire end
    returning key, points`);
  const points = new Map(rows.map((row) => [row.key, row.points]));
  return keyed.filter(({ key, limit }) => (points.get(key) ?? 0) > limit.points).map(({ limit }) => limit);
}

/** Writes to ride in a statement that is made anyway: clear the first counter, take one try back from the others. */
export function forgive(cleared: Counter, ...lowered: Counter[]): SQL[] {
  const keys = lowered.map((counter) => sql`${keyOf(counter)}`);
  const clear = sql`delete from rate_limits where key = ${keyOf(cleared)}`;
  if (keys.length === 0) return [clear];
  return [
    clear,
    sql`update rate_limits set points = greatest(points - 1, 0) where key in (${sql.join(keys, sql`, `)})`,
  ];
}
