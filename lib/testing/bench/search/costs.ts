import { sql } from 'drizzle-orm';
import type { Connection } from '@/db/client';
import type { Context } from '@/lib/context';
import { searchUsers } from '@/lib/search';
import { formatCursor } from '@/lib/search/cursor';
import { keyText, parseSort, sortColumn } from '@/lib/search/sort';
import { updateUser } from '@/lib/users';
import { timed, timedList } from './measure';
import { benchUser } from './population';
import type { Sample } from './report';

const rights = { userMetadata: true, appMetadata: true, roles: true };

export type KeysetPages = { found: Sample[]; loaded: Sample[] };

/** Pages of 50 after a cursor, at four depths of the order: found, and with all that their users hold. */
export async function keysetPages(ctx: Context, sort: string, count: number): Promise<KeysetPages> {
  const read = parseSort(sort, { rights, sortKeys: [] });
  const { value, type, table } = sortColumn(read);
  const from = table === 'activity' ? sql`user_activity` : sql`user_search`;
  const pages: KeysetPages = { found: [], loaded: [] };
  for (const part of [0.01, 0.3, 0.6, 0.79]) {
    const [row] = await ctx.db.execute<{ key: string | null; id: string }>(sql`
      select ${keyText(value, type)} as key, user_id as id from ${from}
      order by ${value} ${sql.raw(read.direction)} nulls last, user_id ${sql.raw(read.direction)}
      offset ${Math.floor(count * part)} limit 1`);
    const cursor = formatCursor(read, { key: row?.key ?? null, userId: row?.id ?? '' });
    const asked = { sort, from: cursor, take: 50 };
    const find = () => timed(() => searchUsers(ctx, { ...asked, rights }));
    const load = () => timedList(ctx, asked);
    await Promise.all([find(), load()]);
    for (let n = 0; n < 25; n++) pages.found.push(await find());
    for (let n = 0; n < 25; n++) pages.loaded.push(await load());
  }
  return pages;
}

/** Names and megabytes of what search keeps, beside the users themselves. */
export async function sizes({ db }: Connection): Promise<{ name: string; megabytes: number }[]> {
  const rows = await db.execute<{ name: string; bytes: string }>(sql`
    select c.relname as name, pg_relation_size(c.oid) as bytes from pg_class c
    where c.relname in ('users', 'user_search', 'user_activity', 'metadata_keys')
      or c.oid in (select indexrelid from pg_index where indrelid in ('user_search'::regclass, 'user_activity'::regclass))
    order by pg_relation_size(c.oid) desc`);
  return rows.map(({ name, bytes }) => ({ name, megabytes: Number(bytes) / 2 ** 20 }));
}

async function each(
  count: number,
  tries: number,
  work: (userId: string, n: number) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  for (let n = 0; n < tries; n++) await work(benchUser((n * 7919) % count).userId, n);
  return (performance.now() - started) / tries;
}

/** Milliseconds a write, of a PATCH as the API makes it, and of the row of search alone with and without its indexes. */
export async function writeCosts(ctx: Context, connection: Connection, count: number) {
  const { db } = connection;
  await db.execute(sql`drop table if exists bench_bare`);
  await db.execute(sql`create table bench_bare as select * from user_search`);
  await db.execute(sql`alter table bench_bare add primary key (user_id)`);
  const touch = (table: 'user_search' | 'bench_bare') => (userId: string, n: number) =>
    db.execute(sql`update ${sql.identifier(table)}
      set terms = terms || ${`'u.bench\u001f${n}'`}::text::tsvector where user_id = ${userId}`);
  const tries = 500;
  const indexed = await each(count, tries, touch('user_search'));
  const bare = await each(count, tries, touch('bench_bare'));
  const patch = await each(count, tries, (userId, n) =>
    updateUser(ctx, userId, { user_metadata: { bench: `value ${n}` } }, { metadata: 'merge' }),
  );
  await each(count, tries, (userId) =>
    updateUser(ctx, userId, { user_metadata: { bench: null } }, { metadata: 'merge' }),
  );
  await db.execute(sql`drop table bench_bare`);
  return { indexed, bare, patch };
}
