import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { asActor } from '@/lib/context';
import { inheritedEnvironment } from '@/lib/env';
import { rememberBrowser } from '@/lib/factors';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { limits, noteSignInBlock, spend } from '@/lib/limits';
import { grantAdmin } from '@/lib/setup';
import { bundled, type TestContext, testDatabase } from '@/lib/testing';
import { resetPassword } from '@/lib/tickets';
import { createUser, updateUser } from '@/lib/users';
import { readAdminOptions } from './admin-options';
import { recoverAdmin } from './recover-admin';

const database = testDatabase();
const program = bundled('lib/cli/admin.ts');
let ctx: TestContext;
let folder: string;
beforeAll(async () => {
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  folder = await mkdtemp(join(tmpdir(), 'annex-admin-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function somebody({ admin = true } = {}) {
  const email = `${crypto.randomUUID()}@example.com`;
  const { user } = await createUser(ctx, {
    connection: defaultConnection,
    email,
    password: 'Correct-Horse-9',
  });
  if (admin) await grantAdmin(ctx, user.user_id);
  const factor = await enrolFor(ctx, user.user_id);
  return { email, userId: user.user_id, ...factor };
}

const factorsOf = (userId: string) => database.sql`select type from authenticators where user_id = ${userId}`;

describe('an administrator who has lost their second factor', () => {
  it('is let in by the command that the operator runs, which says what it did and no secret', async () => {
    const { email, userId, secret, recoveryCode } = await somebody();
    const env = { ...inheritedEnvironment(), DATABASE_URL: database.url, ANNEX_DATA_DIR: folder };
    const { promise, resolve } = Promise.withResolvers<{ failed: boolean; stdout: string; stderr: string }>();
    const args = [program, email.toUpperCase()];
    execFile(process.execPath, args, { env: { ...env, NODE_ENV: 'test' } }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, stdout, stderr }),
    );
    const { failed, stdout, stderr } = await promise;
    expect([failed, stderr]).toEqual([false, '']);
    expect(stdout).toContain(`The second factors of ${userId} are removed: otp, recovery-code.`);
    for (const hidden of [secret, recoveryCode, 'ticket=']) expect(stdout).not.toContain(hidden);
    expect(await factorsOf(userId)).toEqual([]);
  });

  it('has an audit row of it, and no browser and no token that stays', async () => {
    const { userId, secret, recoveryCode } = await somebody();
    await ctx.db.execute(rememberBrowser(ctx, userId).insert);
    await database.sql`
      insert into oidc_grants (id, user_id, client_id, scope, claims, authenticated_at, created_at)
      values (${crypto.randomUUID()}, ${userId}, 'c', 'openid', '{}', now(), now())`;
    const operator = asActor(ctx, { type: 'system', reason: 'test' }, 'system');
    await recoverAdmin(operator, { name: userId, newPassword: false });
    const rows = await database.sql`select description, details from logs where user_id = ${userId}
      and type = 'sapi' and details ->> 'kind' = 'user' order by log_id desc limit 1`;
    expect(rows[0]).toMatchObject({
      description: `Update user ${userId}`,
      details: { actor: { type: 'system' }, after: { authenticators: [] } },
    });
    const told = JSON.stringify(rows);
    for (const hidden of [secret, recoveryCode]) expect(told).not.toContain(hidden);
    expect(await database.sql`select 1 from remembered_browsers where user_id = ${userId}`).toEqual([]);
    expect(
      await database.sql`select 1 from oidc_grants where user_id = ${userId} and revoked_at is null`,
    ).toEqual([]);
  });

  it('gets a link for a new password when that is asked for, good once and for an hour', async () => {
    const { email } = await somebody();
    const link = async () => {
      const url = (await recoverAdmin(ctx, { name: email, newPassword: true })).at(-1) ?? '';
      return new URL(url).searchParams.get('ticket') ?? '';
    };
    const use = (ticket: string) => resetPassword(ctx, { ticket, password: 'Another-Horse-8' });
    const ticket = await link();
    expect(ticket).toMatch(/^[\w-]{20,}$/);
    expect((await use(ticket)).state).toBe('done');
    expect((await use(ticket)).state).not.toBe('done');
    const late = await link();
    ctx.clock.advance(3601);
    expect((await use(late)).state).not.toBe('done');
  });

  it('may try passwords again after too many wrong ones, and is told from where; who is blocked stays so', async () => {
    const [tried, other] = [await somebody(), await somebody()];
    const connection = defaultConnection;
    const counterOf = (identifier: string, ip: string) => ({
      limit: limits.signInByName,
      of: [connection, identifier, ip],
    });
    for (const [{ email: identifier }, ip] of [
      [tried, '203.0.113.9'],
      [tried, '203.0.113.10'],
      [other, '203.0.113.9'],
    ] as const) {
      const counter = counterOf(identifier, ip);
      for (let tries = 0; tries <= limits.signInByName.points; tries++) await spend(ctx, [counter]);
      await noteSignInBlock(ctx, counter, { identifier, connection, ip });
    }
    await updateUser(ctx, tried.userId, { blocked: true }, { metadata: 'merge' });
    const told = (await recoverAdmin(ctx, { name: tried.email, newPassword: false })).join('\n');
    expect(told).toMatch(/too many wrong ones from 203\.0\.113\.(9, 203\.0\.113\.10|10, 203\.0\.113\.9)\./);
    expect(told).toContain('They are blocked, and stay so');
    expect(await spend(ctx, [counterOf(tried.email, '203.0.113.9')])).toEqual([]);
    expect(await spend(ctx, [counterOf(other.email, '203.0.113.9')])).toEqual([limits.signInByName]);
    const lifted = await database.sql`select 1 from logs where type = 'ublkdu' and user_id = ${tried.userId}`;
    expect(lifted).toHaveLength(2);
    const again = (await recoverAdmin(ctx, { name: other.userId, newPassword: false })).join('\n');
    expect(again).not.toContain('stay so');
  });

  it('is an administrator: nobody else is let in by it, and nothing changes', async () => {
    const { email, userId } = await somebody({ admin: false });
    for (const name of [email, userId, 'nobody@example.com', '']) {
      await expect(recoverAdmin(ctx, { name, newPassword: true })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect(await factorsOf(userId)).toHaveLength(2);
  });
});

it('the command line names one administrator, or is told how', () => {
  expect(readAdminOptions(['a@example.com'])).toEqual({ name: 'a@example.com', newPassword: false });
  expect(readAdminOptions(['a@example.com', '--new-password'])?.newPassword).toBe(true);
  expect(readAdminOptions(['--help'])).toBeNull();
  for (const wrong of [[], ['a', 'b'], ['a', '--force']]) {
    expect(() => readAdminOptions(wrong)).toThrow(/administrator|options/);
  }
});
