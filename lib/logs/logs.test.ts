import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { listLogs, logEvent } from '.';

const database = testDatabase();

const everything = { by: 'number', offset: 0, limit: 100, withTotal: false } as const;
const logsOf = async (userId: string) => (await listLogs(database.context(), {}, everything, userId)).items;

it('events that come together share statements, each is stored when its write resolves, none is lost', async () => {
  const ctx = database.context(undefined, { ip: '192.0.2.7', userAgent: 'test' });
  const types = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const statements = await database.queries.during(() =>
    Promise.all(types.map((type) => logEvent(ctx, { type, userId: 'auth0|many', details: { type } }))),
  );
  expect(statements.length).toBeLessThanOrEqual(2);
  const stored = await logsOf('auth0|many');
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
  expect(await logsOf('auth0|undone')).toEqual([]);
});

it('a failed write is the failure of those who waited for it, and the next one works', async () => {
  const ctx = database.context();
  const tooLate = { ...ctx, now: () => new Date(8.64e15) };
  await expect(logEvent(tooLate, { type: 's', userId: 'auth0|late' })).rejects.toThrow();
  await logEvent(ctx, { type: 's', userId: 'auth0|late' });
  expect(await logsOf('auth0|late')).toHaveLength(1);
});

it('text that PostgreSQL cannot hold is stored with a mark in its place', async () => {
  const ctx = database.context();
  await logEvent(ctx, {
    type: 'fu',
    userId: 'auth0|odd',
    description: 'a\0b\ud800',
    details: { name: 'x\0', 'k\0': { inner: '\udc00' } },
  });
  expect((await logsOf('auth0|odd'))[0]).toMatchObject({
    description: 'a\ufffdb\ufffd',
    details: { name: 'x\ufffd', 'k\ufffd': { inner: '\ufffd' } },
  });
});

it('an event has the shape of the contract: what is known of it and of the request, and no more', async () => {
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148';
  const ctx = database.context(undefined, {
    ip: '192.0.2.7',
    userAgent: phone,
    correlationId: 'mine-1',
    auth0Client: Buffer.from('{"name":"auth0-react","version":"2","env":{"react":"19"},"x":1}').toString(
      'base64',
    ),
  });
  await logEvent(ctx, {
    type: 's',
    clientId: 'c1',
    clientName: 'Shop',
    connection: 'Staff',
    connectionId: 'con_1',
    strategy: 'samlp',
    userId: 'auth0|shape',
    userName: 'ada@example.com',
    audience: 'https://api.example/',
    scope: ['openid', 'email'],
    details: { login_id: 'x' },
  });
  await logEvent(database.context(), { type: 'fu', userId: 'auth0|bare' });
  const [full] = await logsOf('auth0|shape');
  const [bare] = await logsOf('auth0|bare');
  const id = expect.stringMatching(/^90020260504100000000\d{36}$/);
  const common = { _id: id, log_id: id, date: '2026-05-04T10:00:00.000Z', hostname: 'localhost:3000' };
  expect(full).toEqual({
    ...common,
    type: 's',
    description: null,
    client_id: 'c1',
    client_name: 'Shop',
    connection: 'Staff',
    connection_id: 'con_1',
    strategy: 'samlp',
    strategy_type: 'enterprise',
    user_id: 'auth0|shape',
    user_name: 'ada@example.com',
    audience: 'https://api.example/',
    scope: 'openid email',
    ip: '192.0.2.7',
    user_agent: phone,
    isMobile: true,
    auth0_client: { name: 'auth0-react', version: '2', env: { react: '19' } },
    references: { correlation_id: 'mine-1' },
    details: { login_id: 'x' },
  });
  expect(bare).toEqual({
    ...common,
    type: 'fu',
    description: null,
    user_id: 'auth0|bare',
    isMobile: false,
    details: {},
  });
});

it.each([
  'x',
  '%%%',
  'e30=',
  Buffer.from('{"name":"a\\u0000"}').toString('base64'),
  Buffer.from('{"name":"\\ud800"}').toString('base64'),
  Buffer.from(`{"name":"${'x'.repeat(2000)}"}`).toString('base64'),
  Buffer.from('[1]').toString('base64'),
])('an Auth0-Client header that is none (%s) is left out', async (auth0Client) => {
  await logEvent(database.context(undefined, { auth0Client }), { type: 's', userId: 'auth0|header' });
  const [row] = await logsOf('auth0|header');
  expect(row).not.toHaveProperty('auth0_client');
});
