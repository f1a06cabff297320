import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { userActivity, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { searchRow } from '@/lib/search';
import { storedUserColumns, type UserState } from './state';

/** How what is searched of a user differs from the user: which columns, or the whole row. */
export type SearchDifference = {
  userId: string;
  kind: 'missing' | 'stale' | 'orphan' | 'no_activity';
  /** Columns of `user_search` that are not what they should be. */
  columns: string[];
};

export type SearchBatch = { users: UserState[]; last: string | undefined; differences: SearchDifference[] };

/** Columns of `user_search` beside its key and its terms. */
export const searchColumns = [
  'email',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'username',
  'phone',
  'connection',
  'created_at',
] as const;

/** Users by id after `after`, with activity or without. */
function load(ctx: Context, after: string, size: number, lock: boolean) {
  const query = ctx.db
    .select(storedUserColumns)
    .from(users)
    // Said of both tables: a merge join would read the other one from its start for each batch.
    .leftJoin(userActivity, and(eq(userActivity.userId, users.userId), gt(userActivity.userId, after)))
    .where(gt(users.userId, after))
    .orderBy(asc(users.userId))
    .limit(size);
  return lock ? query.for('share', { of: users }) : query;
}

/** The rows that users should have, as a table that SQL can read. */
export function expectedRows(states: readonly UserState[]) {
  const rows = states.map((state) => {
    const { userId, givenName, familyName, createdAt, ...rest } = searchRow(state);
    return {
      ...rest,
      user_id: userId,
      given_name: givenName,
      family_name: familyName,
      created_at: createdAt,
    };
  });
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(user_id text, email text, name text,
    given_name text, family_name text, nickname text, username text, phone text, connection text,
    created_at timestamptz, terms text)`;
}

/**
 * The next users by id and how their search rows differ from what they should be; rows of nobody among them. `lock`
 * keeps the users as they are until the transaction ends. In a transaction of one snapshot, or with the lock.
 */
export async function nextSearchBatch(
  ctx: Context,
  { after, size, lock }: { after: string; size: number; lock: boolean },
): Promise<SearchBatch> {
  const found = await load(ctx, after, size, lock);
  const last = found.length < size ? undefined : found.at(-1)?.userId;
  const differs = searchColumns.map(
    (name) =>
      sql`case when s.${sql.identifier(name)} is distinct from x.${sql.identifier(name)} then ${name} end`,
  );
  const upTo = last === undefined ? sql`true` : sql`s.user_id <= ${last}`;
  const differences = await ctx.db.execute<{
    userId: string;
    kind: SearchDifference['kind'];
    columns: string[];
  }>(sql`
    select * from (
      select x.user_id as "userId",
        case when s.user_id is null then 'missing' when a.user_id is null then 'no_activity' else 'stale' end as kind,
        array_remove(array[${sql.join(differs, sql`, `)},
          case when s.terms is distinct from x.terms::tsvector then 'terms' end]::text[], null) as columns
      from ${expectedRows(found)}
      left join user_search s on s.user_id = x.user_id
      left join user_activity a on a.user_id = x.user_id) d
    where kind <> 'stale' or cardinality(columns) > 0
    union all
    select s.user_id, 'orphan', '{}' from user_search s
    where s.user_id > ${after} and ${upTo} and not exists (select 1 from users u where u.user_id = s.user_id)`);
  return { users: found, last, differences: [...differences] };
}
