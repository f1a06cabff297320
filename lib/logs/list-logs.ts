import { and, asc, desc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { logs } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Unavailable } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import type { Part, Slice } from '@/lib/paging';
import { isOutOfTime, withinBudget, withSearchSlot } from '@/lib/search';
import { compileLogQuery } from './compile-query';
import { compileLogSearch } from './compile-search';
import { presentLog } from './present-log';
import { type LogFilter, type LogView, logFilter } from './schemas';

const timeoutMs = 2000;

/** A page so deep, or one that has to be looked for, may take long; any other is read off an index. */
const quickOffset = 10_000;

/** How long a row may be on its way to the database after its id was made. */
const lagMs = 5000;

/**
 * What a reader by checkpoint may see: nothing that an event could still come before. An id is made before its row is
 * committed, so rows end where the oldest writing transaction began; one that hangs for minutes holds nobody up.
 */
function settled(ctx: Context): SQL {
  const now = new Date(ctx.now().getTime() - lagMs).toISOString();
  return sql`${logs.date} <= least(${now}::timestamptz, (
    select min(xact_start) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and backend_xid is not null
      and xact_start > clock_timestamp() - interval '5 minutes') - ${String(lagMs)}::numeric * interval '1 millisecond')`;
}

type Selection = { where: SQL | undefined; order: SQL[]; limit: number; offset: number };

function select(db: Database | Transaction, { where, order, limit, offset }: Selection) {
  return db
    .select()
    .from(logs)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset);
}

async function withinTwoSeconds<T>(
  ctx: Context,
  work: (db: Database | Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await withSearchSlot(() => withinBudget(ctx.db, { timeoutMs }, work));
  } catch (error) {
    if (!isOutOfTime(error)) throw error;
    throw new Unavailable(
      'The search took longer than 2 seconds. Narrow it, such as by date:[2025-11-01 TO *], type or user_id.',
      { errorCode: 'search_timeout', cause: error },
    );
  }
}

function filterOf({ q, search }: LogFilter, userId: string | undefined): SQL[] {
  return [
    ...(userId === undefined ? [] : [eq(logs.userId, userId)]),
    ...(q === undefined ? [] : [compileLogQuery(q)]),
    ...(search === undefined ? [] : [compileLogSearch(search)]),
  ];
}

/**
 * A part of the events (`reference/management-api.md` 7). By number: filtered, sorted, without an end at record 1,000;
 * the total is the length of the page, as at Auth0 now. By id: all events in the order of ids from the oldest, each
 * exactly once whatever is written meanwhile, for which the newest appear some seconds late; filters do not count.
 * One statement; where a search needs a time limit, a short transaction. Throws Invalid, Unavailable after 2 s.
 */
export async function listLogs(
  ctx: Context,
  filter: LogFilter,
  slice: Slice,
  /** Whose events; everybody's when left out. */
  userId?: string,
): Promise<Part<LogView>> {
  authorize(ctx, 'read:logs', 'read:logs_users');
  const { limit } = slice;
  if (slice.by === 'id') {
    const after = slice.after === null ? undefined : gt(logs.logId, slice.after);
    const where = and(after, settled(ctx));
    const rows = await select(ctx.db, { where, order: [asc(logs.logId)], limit, offset: 0 });
    return { items: rows.map(presentLog) };
  }
  const { sort, ...conditions } = parseInput(logFilter, filter, 'query');
  const filters = filterOf(conditions, userId);
  const direction = sort.endsWith(':-1') ? desc : asc;
  const order = [direction(logs.date), direction(logs.logId)];
  const selection = { where: and(...filters), order, limit, offset: slice.offset };
  const isQuick = filters.length === (userId === undefined ? 0 : 1) && slice.offset <= quickOffset;
  const rows = isQuick
    ? await select(ctx.db, selection)
    : await withinTwoSeconds(ctx, (db) => select(db, selection));
  return { items: rows.map(presentLog), total: rows.length };
}
