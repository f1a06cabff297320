import { sql } from 'drizzle-orm';
import type { Connection } from '@/db/client';
import { searchRow } from '@/lib/search';
import { benchUser } from './population';

const together = 2000;

/** One statement for so many users, through the row builder of the product. */
async function insert({ db }: Connection, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, index) => {
    const user = benchUser(from + index);
    const { terms, ...search } = searchRow(user);
    return { ...user, search, terms, identity: user.identities[0] };
  });
  await db.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x("userId" text, connection text,
        email text, "emailVerified" boolean, username text, "phoneNumber" text, name text, nickname text,
        "givenName" text, "familyName" text, blocked boolean, "userMetadata" jsonb, "appMetadata" jsonb,
        "createdAt" timestamptz, "updatedAt" timestamptz, "lastLogin" timestamptz, "loginsCount" bigint,
        "lastIp" text, search jsonb, terms text, identity jsonb)
    ), a as (
      insert into user_activity (user_id, updated_at, last_login, logins_count, last_ip)
      select "userId", "updatedAt", "lastLogin", "loginsCount", "lastIp" from r
    ), s as (
      insert into user_search (user_id, email, name, given_name, family_name, nickname, username, phone, connection,
        created_at, terms)
      select "userId", search->>'email', search->>'name', search->>'givenName', search->>'familyName',
        search->>'nickname', search->>'username', search->>'phone', connection, "createdAt", terms::tsvector from r
    ), i as (
      insert into identities (user_id, provider, identity_user_id, connection, is_social, position)
      select "userId", identity->>'provider', identity->>'identityUserId', connection,
        (identity->>'isSocial')::boolean, 0 from r
    )
    insert into users (user_id, connection, email, email_verified, username, phone_number, name, nickname, given_name,
      family_name, blocked, user_metadata, app_metadata, created_at, version)
    select "userId", connection, email, "emailVerified", username, "phoneNumber", name, nickname, "givenName",
      "familyName", blocked, "userMetadata", "appMetadata", "createdAt", 1 from r`);
}

/** Loading is several times faster without the indexes; their text is kept in a table, so that a kill loses none. */
async function setIndexesAside({ db }: Connection): Promise<void> {
  await db.execute(sql`create table if not exists bench_indexes (name text primary key, text text not null)`);
  await db.execute(sql`
    insert into bench_indexes select indexname, indexdef from pg_indexes
    where schemaname = 'public' and tablename in ('user_search', 'user_activity') and indexname not like '%_pkey'
    on conflict do nothing`);
  const kept = await db.execute<{ name: string }>(sql`select name from bench_indexes`);
  for (const { name } of kept) await db.execute(sql`drop index if exists ${sql.identifier(name)}`);
}

async function makeIndexes({ db }: Connection): Promise<void> {
  const kept = await db.execute<{ text: string }>(sql`
    select text from bench_indexes where to_regclass(quote_ident(name)) is null order by name`);
  await db.execute(sql`set maintenance_work_mem = '1GB'`);
  for (const { text } of kept) {
    await db.execute(sql.raw(text));
    console.log(`  ${text.split(' ')[2]}`);
  }
  await db.execute(sql`drop table bench_indexes`);
  await db.execute(sql`vacuum (analyze) users, user_search, user_activity, identities`);
}

/** Fills the database up to `count` users; goes on where an earlier run was stopped. */
export async function fill(connection: Connection, count: number): Promise<void> {
  const [row] = await connection.db.execute<{ n: string; aside: boolean }>(
    sql`select (select count(*) from users) as n, to_regclass('bench_indexes') is not null as aside`,
  );
  const have = Number(row?.n ?? 0);
  if (have > count)
    throw new Error(`The cache holds ${have} users already; name another folder for ${count}.`);
  if (have === count && !row?.aside) return;
  const started = performance.now();
  await setIndexesAside(connection);
  for (let from = have; from < count; from += together) {
    await insert(connection, from, Math.min(from + together, count));
    if ((from / together) % 25 === 0) console.log(`  ${from.toLocaleString('en')} users`);
  }
  console.log('Making the indexes.');
  await makeIndexes(connection);
  console.log(`Filled in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}
