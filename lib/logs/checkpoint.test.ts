import { beforeAll, expect, it } from 'vitest';
import { type TestContext, testDatabase } from '@/lib/testing';
import { listLogs, logEvent } from '.';

const database = testDatabase();
let ctx: TestContext;
beforeAll(() => {
  ctx = database.context();
  // PostgreSQL tells by its own clock when a transaction began.
  ctx.clock.now = new Date();
});

/** Somebody who reads on from where they are, as a log shipper does. */
function makeReader(take: number) {
  const seen: string[] = [];
  const readOn = async () => {
    for (;;) {
      const { items } = await listLogs(ctx, {}, { by: 'id', after: seen.at(-1) ?? null, limit: take });
      seen.push(...items.map((item) => item.log_id));
      if (items.length < take) return;
    }
  };
  return { seen, readOn };
}

const stored = async () =>
  (await database.sql`select log_id from logs order by log_id collate "C"`).map((row) => String(row.log_id));
const write = (
  type: string,
  on = ctx.db as TestContext['db'] | Parameters<Parameters<TestContext['db']['transaction']>[0]>[0],
) => logEvent({ ...ctx, db: on }, { type });

it('a reader by checkpoint passes no event by that is committed late, and sees each exactly once', async () => {
  const reader = makeReader(7);
  for (let index = 0; index < 20; index++) await write('before');
  ctx.clock.advance(10);
  await reader.readOn();
  expect(reader.seen).toEqual(await stored());
  const gate = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  ctx.clock.now = new Date();
  const slow = ctx.db.transaction(async (tx) => {
    await write('slow', tx);
    written.resolve();
    await gate.promise;
  });
  await written.promise;
  for (let index = 0; index < 20; index++) {
    ctx.clock.advance(0.01);
    await write('quick');
  }
  ctx.clock.advance(60);
  await reader.readOn();
  expect(reader.seen).toHaveLength(20);
  gate.resolve();
  await slow;
  await reader.readOn();
  expect(reader.seen).toHaveLength(41);
  expect(reader.seen).toEqual(await stored());
});

it('reading while many write loses and repeats nothing', async () => {
  const reader = makeReader(5);
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let index = 0; index < 25; index++) {
      ctx.clock.advance(0.5);
      if (index % 5 === 0) await ctx.db.transaction((tx) => write(`tx${writer}`, tx));
      else await write(`w${writer}`);
    }
  });
  const reading = (async () => {
    for (let round = 0; round < 10; round++) await reader.readOn();
  })();
  await Promise.all([...writers, reading]);
  ctx.clock.advance(60);
  await reader.readOn();
  expect(reader.seen).toEqual(await stored());
  expect(new Set(reader.seen).size).toBe(reader.seen.length);
});

it('takes one statement a page, and the newest events wait some seconds', async () => {
  await write('new');
  const page = () => listLogs(ctx, {}, { by: 'id', after: null, limit: 1000 });
  expect(await database.queries.during(page)).toHaveLength(1);
  expect((await page()).items.map((item) => item.type)).not.toContain('new');
  ctx.clock.advance(6);
  expect((await page()).items.at(-1)?.type).toBe('new');
});
