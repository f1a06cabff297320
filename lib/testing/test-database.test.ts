import { sql as text } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { withTransaction } from '@/lib/context';
import { testDatabase, testStart } from './index';

const database = testDatabase();

describe('a test database', () => {
  it('has every table of the newest schema and none of its rows', async () => {
    const [row] = await database.sql`select count(*)::int as n from users`;
    expect(row?.n).toBe(0);
  });

  it('gives each file another database', async () => {
    const [row] = await database.sql`select current_database() as name`;
    expect(row?.name).toMatch(/^test_[0-9a-f]{16}$/);
  });

  it('counts what goes through the context', async () => {
    const ctx = database.context();
    const statements = await database.queries.during(() => ctx.db.execute(text`select 1`));
    expect(statements).toEqual(['select 1']);
  });

  it('gives a context whose clock the test moves', () => {
    const ctx = database.context();
    expect(ctx.now()).toEqual(testStart);
    ctx.clock.advance(90);
    expect(ctx.now().toISOString()).toBe('2026-05-04T10:01:30.000Z');
    expect(database.context().now()).toEqual(testStart);
  });

  it('rolls a failed transaction back', async () => {
    const ctx = database.context();
    const work = withTransaction(ctx, async (tx) => {
      await tx.db.execute(text`insert into login_keys values ('k', 'u')`);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await database.sql`select * from login_keys`).toEqual([]);
  });
});
