import { type SQL, sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { type DailyStats, type DailyStatsInput, dailyStatsInput } from './schemas';

const dayMs = 86_400_000;
const defaultDays = 30;

/** Types of log events that count as one or the other (`reference/management-api.md` 7). */
const counted = {
  logins: ['s', 'sepft'],
  signups: ['ss'],
  leaked_passwords: ['pwd_leak', 'signup_pwd_leak', 'reset_pwd_leak'],
} as const;

function invalidDay(property: string, reason: string): Invalid {
  return new Invalid(`Query validation error: '${reason}' on property ${property}.`, {
    errorCode: 'invalid_query_string',
    fields: { [property]: reason },
  });
}

/** The first moment of a day `YYYYMMDD` of UTC. */
function startOf(property: string, day: string): number {
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const start = Date.parse(`${iso}T00:00:00.000Z`);
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(iso)) {
    throw invalidDay(property, 'No calendar has this day');
  }
  return start;
}

const oneOf = (types: readonly string[]): SQL =>
  sql`type in (${sql.join(
    types.map((type) => sql`${type}`),
    sql`, `,
  )})`;

const count = (types: readonly string[]): SQL => sql`count(*) filter (where ${oneOf(types)})::int`;

type Row = { day: string; logins: number; signups: number; leaked: number; first: string; last: string };

/**
 * Logins and sign-ups by day of UTC, the oldest first; days without any are left out. From 30 days ago to today when
 * the days are not named. One statement, by the index on type and date. Throws Invalid.
 */
export async function getDailyStats(ctx: Context, input: DailyStatsInput): Promise<DailyStats[]> {
  authorize(ctx, 'read:stats');
  const { from, to } = parseInput(dailyStatsInput, input, 'query');
  const today = Math.floor(ctx.now().getTime() / dayMs) * dayMs;
  const last = to === undefined ? today : startOf('to', to);
  const first = from === undefined ? last - defaultDays * dayMs : startOf('from', from);
  if (first > last) throw invalidDay('from', 'It is after to');
  const at = (milliseconds: number) => sql`${new Date(milliseconds).toISOString()}::timestamptz`;
  const utc = sql`date at time zone 'UTC'`;
  const iso = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const rows = await ctx.db.execute<Row>(sql`
    select to_char(date_trunc('day', ${utc}), 'YYYY-MM-DD') as day, ${count(counted.logins)} as logins,
      ${count(counted.signups)} as signups, ${count(counted.leaked_passwords)} as leaked,
      ${iso(sql`min(date)`)} as first, ${iso(sql`max(date)`)} as last
    from logs
    where ${oneOf(Object.values(counted).flat())} and date >= ${at(first)} and date < ${at(last + dayMs)}
    group by date_trunc('day', ${utc}) order by 1`);
  return rows.map((row) => ({
    date: `${row.day}T00:00:00.000Z`,
    logins: row.logins,
    signups: row.signups,
    leaked_passwords: row.leaked,
    created_at: row.first,
    updated_at: row.last,
  }));
}
