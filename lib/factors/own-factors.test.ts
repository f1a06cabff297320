import { generate } from 'otplib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { type TestContext, testDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import {
  beginOwnFactor,
  confirmOwnFactor,
  listOwnFactors,
  newOwnRecoveryCode,
  proveFactor,
  removeOwnFactors,
  resetFactors,
} from './index';

const database = testDatabase();
const password = 'Correct-Horse-9';
let system: TestContext;
let ada: TestContext;
let eve: TestContext;

beforeAll(async () => {
  system = database.context();
  await ensureConnection(system, defaultConnection);
  const self = async (email: string) => {
    const { user } = await createUser(system, { connection: defaultConnection, email, password });
    return database.context({ type: 'self', userId: user.user_id, scopes: selfScopes });
  };
  [ada, eve] = [await self('ada@example.com'), await self('eve@example.com')];
});

beforeEach(async () => {
  await database.sql`delete from authenticators`;
  await database.sql`delete from rate_limits`;
});

const userIdOf = ({ actor }: TestContext) => (actor.type === 'self' ? actor.userId : '');

const codeOf = (ctx: TestContext, secret: string) =>
  generate({ secret, epoch: Math.floor(ctx.now().getTime() / 1000) });

async function enrol(ctx = ada) {
  const { id, secret } = await beginOwnFactor(ctx, password);
  return { id, secret, ...(await confirmOwnFactor(ctx, { id, code: await codeOf(ctx, secret) })) };
}

describe('the second factor of who is signed in', () => {
  it('is set up with the password and the first code, is listed without its key, and is told in the log', async () => {
    const { secret, recoveryCode } = await enrol();
    const factors = await listOwnFactors(ada);
    expect(factors.map(({ type }) => type)).toEqual(['otp', 'recovery-code']);
    expect(JSON.stringify(factors)).not.toContain(secret);
    expect(await listOwnFactors(eve)).toEqual([]);
    const [log] = await database.sql`select * from logs where type = 'sapi' order by log_id desc limit 1`;
    expect(log?.user_id).toBe(userIdOf(ada));
    const told = JSON.stringify(log);
    for (const hidden of [secret, recoveryCode]) expect(told).not.toContain(hidden);
  });

  it('is not set up nor removed with a session alone, and after six wrong passwords with no other', async () => {
    const { secret } = await enrol();
    for (let index = 0; index < 6; index++) {
      await expect(removeOwnFactors(ada, 'wrong')).rejects.toMatchObject({
        fields: { proof: expect.any(String) },
      });
    }
    await expect(removeOwnFactors(ada, password)).rejects.toMatchObject({ code: 'limit_exceeded' });
    await expect(beginOwnFactor(ada, password)).rejects.toMatchObject({ code: 'limit_exceeded' });
    expect(await listOwnFactors(ada)).toHaveLength(2);
    ada.clock.advance(60);
    await removeOwnFactors(ada, await codeOf(ada, secret));
    expect(await listOwnFactors(ada)).toEqual([]);
  });

  it('is removed by a code once: a used one removes nothing', async () => {
    const { secret } = await enrol();
    ada.clock.advance(60);
    const code = await codeOf(ada, secret);
    await newOwnRecoveryCode(ada, code);
    await expect(removeOwnFactors(ada, code)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is one: who has one sets up no other, nor ends what was begun before', async () => {
    const begun = await beginOwnFactor(ada, password);
    await enrol();
    await expect(beginOwnFactor(ada, password)).rejects.toMatchObject({ code: 'conflict' });
    const late = confirmOwnFactor(ada, { id: begun.id, code: await codeOf(ada, begun.secret) });
    await expect(late).rejects.toMatchObject({ code: 'not_found' });
    expect(await listOwnFactors(ada)).toHaveLength(2);
  });

  it('is nobody else’s to confirm, and must be confirmed within the hour', async () => {
    const { id, secret } = await beginOwnFactor(ada, password);
    const code = await codeOf(ada, secret);
    await expect(confirmOwnFactor(eve, { id, code })).rejects.toMatchObject({ code: 'not_found' });
    ada.clock.advance(3601);
    const late = confirmOwnFactor(ada, { id, code: await codeOf(ada, secret) });
    await expect(late).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lets of two set-ups that end at one moment one stand', async () => {
    const begun = [await beginOwnFactor(ada, password), await beginOwnFactor(ada, password)];
    const ends = await Promise.allSettled(
      begun.map(async ({ id, secret }) => confirmOwnFactor(ada, { id, code: await codeOf(ada, secret) })),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listOwnFactors(ada)).toHaveLength(2);
  });

  it('has its recovery code replaced with proof: the old one is good no more', async () => {
    const { recoveryCode } = await enrol();
    const renewed = await newOwnRecoveryCode(ada, password);
    const prove = (code: string) => proveFactor(ada, userIdOf(ada), { recoveryCode: code });
    expect((await prove(recoveryCode)).kind).toBe('wrong');
    expect((await prove(renewed.recoveryCode)).kind).toBe('proven');
    await expect(newOwnRecoveryCode(eve, password)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is for who is signed in alone: a machine and an administrator set up nothing for others', async () => {
    for (const actor of [system.actor, { type: 'client' as const, clientId: 'c', scopes: selfScopes }]) {
      await expect(listOwnFactors(database.context(actor))).rejects.toThrow();
    }
    const machine = database.context({ type: 'self', userId: userIdOf(ada), scopes: [] });
    await expect(listOwnFactors(machine)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the second factor of an administrator', () => {
  it('is reset by another administrator, and by no machine', async () => {
    await enrol();
    await database.sql`insert into admins (user_id, role, created_at) values (${userIdOf(ada)}, 'admin', now())`;
    const machine = database.context({ type: 'client', clientId: 'c', scopes: ['update:users'] });
    const reset = (ctx: TestContext) => resetFactors(ctx, userIdOf(ada), { scope: 'update:users' });
    await expect(reset(machine)).rejects.toMatchObject({ code: 'forbidden' });
    await reset(database.context({ type: 'admin', userId: 'auth0|other', scopes: ['update:users'] }));
    expect(await listOwnFactors(ada)).toEqual([]);
    await database.sql`delete from admins`;
  });
});
