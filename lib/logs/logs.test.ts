import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { listUserLogs, logEvent } from '.';

const database = testDatabase();

it('events that come together share statements, each is stored when its write resolves, none is lost', async () => {
  const ctx = database.context(undefined, { ip: '192.0.2.7', userAgent: 'test' });
  const types = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const statements = await database.queries.during(() =>
    Promise.all(types.map((type) => logEvent(ctx, { type, userId: 'auth0|many', details: { type } }))),
  );
  expect(statements.length).toBeLessThanOrEqual(2);
  const stored = await listUserLogs(ctx, 'auth0|many');
  expect(stored.map((row) => row.type).sort()).toEqual([...types].sort());
  expect(stored[0]).toMatchObject({ ip: '192.0.2.7', user_agent: 'test' });
});

it('an event of a transaction goes with it', async () => {
  const ctx = database.context();
  const undone = ctx.db.transaction(async (tx) => {
    await logEvent({ ...ctx, db: tx }, { type: 's', userId: 'auth0|undone' });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await listUserLogs(ctx, 'auth0|undone')).toEqual([]);
});

it('a failed write is the failure of those who waited for it, and the next one works', async () => {
  const ctx = database.context();
  const tooLate = { ...ctx, now: () => new Date(8.64e15) };
  await expect(logEvent(tooLate, { type: 's', userId: 'auth0|late' })).rejects.toThrow();
  await logEvent(ctx, { type: 's', userId: 'auth0|late' });
  expect(await listUserLogs(ctx, 'auth0|late')).toHaveLength(1);
});

it('text that PostgreSQL cannot hold is stored with a mark in its place', async () => {
  const ctx = database.context();
  await logEvent(ctx, {
    type: 'fu',
    userId: 'auth0|odd',
    description: 'a\0b\ud800',
    details: { name: 'x\0' },
  });
  expect((await listUserLogs(ctx, 'auth0|odd'))[0]?.description).toBe('a\ufffdb\ufffd');
});
