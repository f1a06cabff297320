import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { quickRows } from './quick-rows';
import { users } from './schema';

const database = testDatabase();

it('rows that are read quickly are those that drizzle reads, nulls, dates, JSON and numbers among them', async () => {
  await database.sql`insert into users (user_id, connection, email, user_metadata, created_at, version) values
    ('auth0|a', 'c', 'a@example.com', '{"a": [1, null]}', '2026-01-02T03:04:05.678Z', 1),
    ('auth0|b', 'c', null, null, '2026-01-02T03:04:05Z', 9007199254740991)`;
  const { db } = database;
  const flat = {
    id: users.userId,
    email: users.email,
    verified: users.emailVerified,
    metadata: users.userMetadata,
    createdAt: users.createdAt,
    version: users.version,
    count: sql<number>`count(*) over ()`.mapWith(Number).as('count'),
    array: sql<unknown>`jsonb_build_array(1, '2')`,
  };
  const query = () => db.select(flat).from(users).orderBy(users.userId);
  const rows = await quickRows(query().prepare('quick')).execute();
  expect(rows).toEqual(await query());
  expect(rows[0]?.createdAt).toBeInstanceOf(Date);
  expect(rows).toHaveLength(2);
});

it('a query of nested rows is refused rather than read wrongly', () => {
  const nested = database.db
    .select({ user: users })
    .from(users)
    .where(eq(users.userId, 'x'))
    .prepare('nested');
  expect(() => quickRows(nested)).toThrow('flat');
});
