import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { connect } from './client';

const database = testDatabase();

/** How many statements of these tests the connection keeps prepared. */
const kept = sql<number>`select count(*)::int n from pg_prepared_statements where strpos(statement, '+ 4') > 0
  and strpos(statement, 'pg_prepared') = 0`;

it('a statement that comes again is prepared, in a transaction and a savepoint too', async () => {
  const { db, close } = connect(database.url, { max: 1 });
  const ask = (on: Pick<typeof db, 'execute'>) => on.execute<{ v: number }>(sql`select ${1}::int + 41 as v`);
  for (let i = 0; i < 3; i++) expect((await ask(db))[0]?.v).toBe(42);
  expect((await db.execute<{ n: number }>(kept))[0]?.n).toBe(0);
  await db.transaction(async (tx) => {
    expect((await ask(tx))[0]?.v).toBe(42);
    await tx.transaction(async (inner) => expect((await ask(inner))[0]?.v).toBe(42));
  });
  expect((await db.execute<{ n: number }>(kept))[0]?.n).toBe(1);
  await close();
});

it('texts without end do not fill the server', async () => {
  const { db, close } = connect(database.url, { max: 1 });
  for (let i = 0; i < 500; i++) await db.execute(sql`select ${1}::int + ${sql.raw(`4${i}`)}`);
  const [row] = await db.execute<{ n: number }>(kept);
  expect(row?.n).toBe(0);
  await close();
});
