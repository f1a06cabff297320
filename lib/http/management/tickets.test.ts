import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { asActor } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { hashSecret } from '@/lib/ids';
import { issuer } from '@/lib/oidc';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import {
  createPasswordTicket,
  createVerificationTicket,
  resetPassword,
  sweepTickets,
  verifyEmail,
  viewTicket,
} from '@/lib/tickets';
import { deleteUser, getUser, type UserView, updateUser } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let user: UserView;
beforeAll(async () => {
  tenant = await makeTenant(database);
  user = await tenant.makeUser();
});

const change = '/tickets/password-change';
const verification = '/tickets/email-verification';
const fresh = 'Other-Horse-8';
const tokenOf = (ticket: unknown) => new URL(String(ticket)).searchParams.get('ticket') ?? '';

async function make(path: string, body: object): Promise<string> {
  const answer = await tenant.call('POST', path, { body });
  expect([answer.status, answer.body]).toEqual([201, { ticket: expect.any(String) }]);
  return tokenOf(answer.body.ticket);
}

const makeFor = (who: UserView, body: object = {}) => make(change, { user_id: who.user_id, ...body });
const read = async (who: UserView) => (await getUser(tenant.ctx, who.user_id)).user;
const visitor = () => asActor(tenant.ctx, { type: 'self', userId: '', scopes: [] }, 'self');
const reset = (ticket: string, to = fresh) => resetPassword(visitor(), { ticket, password: to });

async function canSignIn(who: UserView, typed: string): Promise<boolean> {
  const { status } = await tenant.token({
    grant_type: 'password',
    username: who.email ?? '',
    password: typed,
  });
  return status === 200;
}

describe.each([change, verification])('%s', (path) => {
  it('is open to create:user_tickets alone', async () => {
    const body = { user_id: user.user_id };
    expect((await tenant.call('POST', path, { token: '', body })).status).toBe(401);
    const token = await tenant.machineToken('update:users', 'read:users', 'create:users');
    const refused = await tenant.call('POST', path, { token, body });
    expect([refused.status, refused.body.errorCode]).toEqual([403, 'insufficient_scope']);
    const enough = await tenant.machineToken('create:user_tickets');
    expect((await tenant.call('POST', path, { token: enough, body })).status).toBe(201);
  });

  it('gives an address of 256 bits, of which only the hash is kept, and says so in the log without it', async () => {
    const { body } = await tenant.call('POST', path, { body: { user_id: user.user_id } });
    const page = path === change ? 'reset-password' : 'email-verification';
    expect(body.ticket).toMatch(new RegExp(`^${issuer()}u/${page}\\?ticket=[\\w-]{43}#$`));
    const token = tokenOf(body.ticket);
    const [row] = await database.sql`select user_id from tickets where token_hash = ${hashSecret(token)}`;
    expect(row?.user_id).toBe(user.user_id);
    const kept = await database.sql`
      select to_jsonb(t)::text as text from tickets t union all select to_jsonb(l)::text from logs l`;
    expect(kept.length).toBeGreaterThan(1);
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(JSON.stringify(kept)).toContain(`Create ticket ${user.user_id}`);
  });

  it.each([
    ['nobody', { user_id: 'auth0|nobody' }, 404, 'inexistent_user'],
    ['no user', {}, 400, 'invalid_body'],
    ['a life that is no number', { ttl_sec: 'x' }, 400, 'invalid_body'],
    ['a life below nothing', { ttl_sec: -1 }, 400, 'invalid_body'],
    ['a result that runs script', { result_url: 'javascript:alert(1)' }, 400, 'invalid_body'],
    ['a result that is no address', { result_url: '/done' }, 400, 'invalid_body'],
    ['an application that is not there', { client_id: 'nobody' }, 404, 'inexistent_client'],
    [
      'an identity of another',
      { identity: { user_id: 'x', provider: 'auth0' } },
      400,
      'operation_not_supported',
    ],
    ['an organization', { organization_id: 'org_1' }, 400, 'invalid_body'],
  ])('refuses %s', async (name, fields, status, errorCode) => {
    const who = name === 'no user' ? {} : { user_id: user.user_id };
    const { body } = await tenant.call('POST', path, { body: { ...who, ...fields } });
    expect(body).toMatchObject({ statusCode: status, errorCode });
  });

  it('refuses a machine a way into an administrator’s account, and gives it to another administrator', async () => {
    const root = await tenant.makeUser();
    await grantAdmin(tenant.ctx, root.user_id);
    const { body } = await tenant.call('POST', path, { body: { user_id: root.user_id } });
    expect(body).toMatchObject({ statusCode: 403, errorCode: 'insufficient_scope' });
    const [{ count } = {}] = await database.sql`
      select count(*)::int from tickets where user_id = ${root.user_id}`;
    expect(count).toBe(0);
    const create = path === change ? createPasswordTicket : createVerificationTicket;
    expect(await create(tenant.ctx, { user_id: root.user_id })).toEqual({
      ticket: expect.stringContaining('?ticket='),
    });
  });
});

describe('who a password ticket is for', () => {
  it('may be named by connection and address', async () => {
    const [{ id } = {}] = await database.sql`select id from connections where name = ${defaultConnection}`;
    const token = await make(change, { connection_id: id, email: user.email?.toUpperCase() });
    expect(await viewTicket(visitor(), 'password', token)).toEqual({ state: 'open', email: user.email });
    const refused = async (body: object) => (await tenant.call('POST', change, { body })).body;
    expect(await refused({ connection_id: id, email: 'nobody@example.com' })).toMatchObject({
      errorCode: 'inexistent_user',
    });
    expect(await refused({ connection_id: 'con_x', email: user.email })).toMatchObject({
      errorCode: 'inexistent_connection',
    });
    for (const body of [
      { email: user.email },
      { connection_id: id },
      { user_id: user.user_id, email: user.email },
      { user_id: user.user_id, connection_id: id },
    ]) {
      expect(await refused(body)).toMatchObject({ statusCode: 400, errorCode: 'invalid_body' });
    }
  });
});

describe('a password ticket', () => {
  it('sets the password once, ends what was open, and leaves a row in history and log', async () => {
    const ben = await tenant.makeUser();
    const browser = tenant.browser();
    await browser.fillIn(
      new URL((await browser.authorize()).headers.get('location') ?? '', issuer()).searchParams.get(
        'state',
      ) ?? '',
      { identifier: ben.email ?? '' },
    );
    const token = await makeFor(ben);
    expect(await viewTicket(visitor(), 'password', token)).toEqual({ state: 'open', email: ben.email });
    expect(await canSignIn(ben, fresh)).toBe(false);
    expect(await reset(token)).toEqual({ state: 'done', goTo: null });
    expect(await canSignIn(ben, fresh)).toBe(true);
    expect(await canSignIn(ben, password)).toBe(false);
    expect(await database.sql`select 1 from oidc_sessions where user_id = ${ben.user_id}`).toHaveLength(0);
    expect(await reset(token, 'Third-Horse-7')).toEqual({ state: 'used', goTo: null });
    expect(await canSignIn(ben, fresh)).toBe(true);
    const types = await database.sql`
      select type from logs where user_id = ${ben.user_id} and type in ('scp', 'fcp') order by type`;
    expect(types.map(({ type }) => type)).toEqual(['fcp', 'scp']);
    expect((await read(ben)).email_verified).toBe(false);
  });

  it('is used by one of many who come at once', async () => {
    const ben = await tenant.makeUser();
    const token = await makeFor(ben);
    const outcomes = await Promise.all(['A', 'B', 'C'].map((letter) => reset(token, `Horse-${letter}-1234`)));
    expect(outcomes.map(({ state }) => state).sort()).toEqual(['done', 'used', 'used']);
  });

  it('stays open when the policy refuses the password, and says which rules it breaks', async () => {
    const token = await makeFor(await tenant.makeUser());
    const refused = await reset(token, 'weak').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Invalid);
    const { data } = refused as Invalid;
    expect(data?.rules).toEqual(
      expect.arrayContaining([expect.objectContaining({ message: expect.any(String), verified: false })]),
    );
    expect((await reset(token)).state).toBe('done');
  });

  it.each([
    ['is used', async (_: UserView, other: string) => void (await reset(other))],
    [
      'the password changes in another way',
      async (who: UserView) =>
        void (await updateUser(
          tenant.ctx,
          who.user_id,
          { password: 'Set-By-Admin-1' },
          { metadata: 'merge' },
        )),
    ],
    [
      'the user is blocked',
      async (who: UserView) =>
        void (await updateUser(tenant.ctx, who.user_id, { blocked: true }, { metadata: 'merge' })),
    ],
    ['the user is deleted', async (who: UserView) => void (await deleteUser(tenant.ctx, who.user_id))],
    [
      'the address changes',
      async (who: UserView) =>
        void (await updateUser(tenant.ctx, who.user_id, { email: 'n@example.com' }, { metadata: 'merge' })),
    ],
  ])('opens nothing any more once another one %s', async (_, act) => {
    const ben = await tenant.makeUser();
    const [one, two] = [await makeFor(ben), await makeFor(ben)];
    await act(ben, two);
    expect((await reset(one, 'Never-Set-99')).state).toMatch(/^(none|expired)$/);
  });

  it('is gone with its user', async () => {
    const ben = await tenant.makeUser();
    await makeFor(ben);
    await tenant.call('DELETE', userPath(ben.user_id));
    expect(await database.sql`select 1 from tickets where user_id = ${ben.user_id}`).toHaveLength(0);
  });

  it('lives as long as it says, five days by default, and its end is told for a day', async () => {
    const ben = await tenant.makeUser();
    const [short, usual] = [await makeFor(ben, { ttl_sec: 60 }), await makeFor(ben, { ttl_sec: 0 })];
    tenant.ctx.clock.advance(59);
    expect((await viewTicket(visitor(), 'password', short)).state).toBe('open');
    tenant.ctx.clock.advance(1);
    expect(await reset(short)).toEqual({ state: 'expired', goTo: null });
    tenant.ctx.clock.advance(432_000 - 61);
    expect((await viewTicket(visitor(), 'password', usual)).state).toBe('open');
    await sweepTickets(tenant.ctx);
    expect((await viewTicket(visitor(), 'password', short)).state).toBe('none');
    tenant.ctx.clock.advance(-432_000);
  });

  it('opens no other door, and made-up ones open none', async () => {
    const token = await makeFor(user);
    expect(await verifyEmail(visitor(), token)).toEqual({ state: 'none' });
    for (const guess of ['', 'x', 'x'.repeat(43), `${token}x`, '\0', token.toLowerCase()]) {
      expect(await reset(guess)).toEqual({ state: 'none' });
    }
  });

  it('marks the address as verified when it says so, and sends the person on', async () => {
    const ben = await tenant.makeUser();
    const result_url = 'https://shop.example.com/done?a=1';
    const token = await makeFor(ben, { result_url, mark_email_as_verified: true });
    const { goTo } = (await reset(token)) as { goTo: string };
    expect(goTo.startsWith(`${result_url}&email=`)).toBe(true);
    expect(Object.fromEntries(new URL(goTo).searchParams)).toEqual({
      a: '1',
      email: ben.email,
      success: 'true',
      code: 'success',
      message: 'You can now login to the application with the new password.',
    });
    expect((await read(ben)).email_verified).toBe(true);
    const again = (await reset(token)) as { goTo: string };
    expect(new URL(again.goTo).searchParams.get('success')).toBe('false');
  });
});

describe('a verification ticket', () => {
  it('marks the address as verified, once', async () => {
    const ben = await tenant.makeUser();
    const result_url = 'https://shop.example.com/';
    const token = await make(verification, {
      user_id: ben.user_id,
      result_url,
      includeEmailInRedirect: false,
    });
    expect(await viewTicket(visitor(), 'email', token)).toEqual({ state: 'open', email: ben.email });
    expect((await read(ben)).email_verified).toBe(false);
    const done = (await verifyEmail(visitor(), token)) as { goTo: string };
    expect(done.goTo).toMatch(/^https:\/\/shop\.example\.com\/\?success=true&code=success&message=Your/);
    expect((await read(ben)).email_verified).toBe(true);
    expect((await verifyEmail(visitor(), token)).state).toBe('used');
  });

  it('proves no address but the one it was made for', async () => {
    const ben = await tenant.makeUser();
    const token = await make(verification, { user_id: ben.user_id });
    await tenant.call('PATCH', userPath(ben.user_id), { body: { email: 'someone-else@example.com' } });
    expect((await verifyEmail(visitor(), token)).state).toBe('expired');
    expect((await read(ben)).email_verified).toBe(false);
  });

  it('takes a result address or an application, not both', async () => {
    const body = { user_id: user.user_id, client_id: tenant.web.client_id, result_url: 'https://x.example' };
    expect((await tenant.call('POST', verification, { body })).status).toBe(400);
  });
});
