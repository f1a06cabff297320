import { decodeJwt, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { ensureConnection, getConnection, updateConnectionClients } from '@/lib/connections';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { signingKey } from '@/lib/keys';
import { issuer, managementAudience } from '@/lib/oidc';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { restoreUser, type UserView } from '@/lib/users';
import { type Call, makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const staff = 'Staff';
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, staff, { requires_username: true });
  const { id } = await getConnection(tenant.ctx, staff);
  await updateConnectionClients(tenant.ctx, id, [{ client_id: tenant.web.client_id, status: true }]);
  await tenant.changesHeard();
});

const bare = (user: UserView) => user.user_id.replace('auth0|', '');
const named = (user: UserView) => ({ provider: 'auth0', user_id: user.user_id });
const link = (primary: UserView, body: unknown, call: Call = {}) =>
  tenant.call('POST', `${userPath(primary.user_id)}/identities`, { ...call, body });
const unlink = (primary: UserView, id: string, call: Call = {}, provider = 'auth0') =>
  tenant.call(
    'DELETE',
    `${userPath(primary.user_id)}/identities/${provider}/${encodeURIComponent(id)}`,
    call,
  );
const get = (user: UserView) => tenant.call('GET', userPath(user.user_id));
const find = async (q: string) =>
  (await tenant.call('GET', `/users?${new URLSearchParams({ q })}`)).body.map(
    (user: UserView) => user.user_id,
  );

/** Whom this name and password sign in, or why not. */
async function signsIn(username: string, typed = password, more: Record<string, string> = {}) {
  const { body } = await tenant.token({
    grant_type: 'password',
    username,
    password: typed,
    scope: 'openid',
    ...more,
  });
  return body.id_token === undefined ? body.error : decodeJwt(String(body.id_token)).sub;
}

async function idToken(user: UserView, client = tenant.web): Promise<string> {
  const asked = { grant_type: 'password', username: user.email ?? '', password, scope: 'openid' };
  return String((await tenant.token(asked, client)).body.id_token);
}

async function lastVersion(userId: string) {
  const [row] = await database.sql`
    select version, actor, cause, changes from user_versions where user_id = ${userId}
    order by version desc limit 1`;
  return row;
}

describe('POST /users/{id}/identities', () => {
  it('makes the other account part of the user: attributes stay as profileData, metadata goes', async () => {
    const primary = await tenant.makeUser({ user_metadata: { kept: 1 }, app_metadata: { plan: 'gold' } });
    const secondary = await tenant.makeUser({
      name: 'Second',
      user_metadata: { lost: 1 },
      app_metadata: { lost: 1 },
    });
    const { status, body } = await link(primary, { provider: 'auth0', user_id: bare(secondary) });
    const profileOf = ({ email, email_verified, name, nickname, picture }: UserView) => ({
      email,
      email_verified,
      name,
      nickname,
      picture,
    });
    const identity = { connection: 'Username-Password-Authentication', provider: 'auth0', isSocial: false };
    const second = { ...identity, user_id: bare(secondary), profileData: profileOf(secondary) };
    expect([status, body]).toEqual([
      201,
      [{ ...identity, user_id: bare(primary), profileData: profileOf(primary) }, second],
    ]);
    const stored = (await get(primary)).body;
    expect(stored).toEqual({
      ...primary,
      identities: [...primary.identities, second],
      updated_at: stored.updated_at,
    });
    expect((await get(secondary)).body.errorCode).toBe('inexistent_user');
  });

  it('shows in the next search, and in the history of both with who did it', async () => {
    const [primary, secondary] = [await tenant.makeUser(), await tenant.makeUser()];
    await link(primary, named(secondary));
    expect(await find(`identities.user_id:"${bare(secondary)}"`)).toEqual([primary.user_id]);
    expect(await find(`identities.profileData.email:"${secondary.email}"`)).toEqual([primary.user_id]);
    expect(await find(`email:"${secondary.email}"`)).toEqual([]);
    const actor = { type: 'client', clientId: tenant.machine.client_id };
    expect(await lastVersion(primary.user_id)).toMatchObject({
      version: '2',
      actor,
      cause: 'api',
      changes: {
        identities: { before: [primary.user_id], after: [primary.user_id, secondary.user_id] },
      },
    });
    expect(await lastVersion(secondary.user_id)).toMatchObject({
      version: '2',
      actor,
      changes: { linked_to: { after: primary.user_id }, email: { before: secondary.email } },
    });
  });

  it('lets the linked name and its own password sign the user in, and ends what it had open', async () => {
    const primary = await tenant.makeUser();
    const secondary = await tenant.makeUser({
      connection: staff,
      username: 'second',
      password: 'Second-Horse-9',
    });
    const staffRealm = { realm: staff };
    const before = await tenant.token({
      grant_type: 'password',
      username: 'second',
      password: 'Second-Horse-9',
      scope: 'openid offline_access',
      ...staffRealm,
    });
    await link(primary, named(secondary));
    for (const name of ['second', secondary.email ?? '']) {
      expect(await signsIn(name, 'Second-Horse-9', staffRealm)).toBe(primary.user_id);
      expect(await signsIn(name, password, staffRealm)).toBe('invalid_grant');
    }
    expect(await signsIn(primary.email ?? '')).toBe(primary.user_id);
    expect(await signsIn(primary.email ?? '', 'Second-Horse-9')).toBe('invalid_grant');
    const refresh = { grant_type: 'refresh_token', refresh_token: String(before.body.refresh_token) };
    expect((await tenant.token(refresh)).body.error).toBe('invalid_grant');
    expect((await tenant.userinfo(before.body.access_token)).status).toBe(401);
    expect(await database.sql`select 1 from oidc_grants where user_id = ${secondary.user_id}`).toEqual([]);
  });

  it('goes on where the linked account signed in: sessions and refreshes know its connection', async () => {
    const [primary, secondary] = [
      await tenant.makeUser(),
      await tenant.makeUser({ connection: staff, username: 'goeson' }),
    ];
    await link(primary, named(secondary));
    // As when the main identity is of a provider that is configured no more.
    await database.sql`update users set connection = 'gone' where user_id = ${primary.user_id}`;
    const first = await tenant.token({
      grant_type: 'password',
      username: 'goeson',
      password,
      realm: staff,
      scope: 'openid offline_access',
    });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    const again = await tenant.token(refresh);
    expect([again.status, decodeJwt(String(again.body.id_token)).sub]).toEqual([200, primary.user_id]);
    const browser = tenant.browser();
    const state = new URL(
      (await browser.authorize({ connection: staff })).headers.get('location') ?? '',
      issuer(),
    );
    await browser.fillIn(state.searchParams.get('state') ?? '', { identifier: 'goeson' });
    const silent = await browser.authorize({ prompt: 'none' });
    expect(silent.headers.get('location')).toContain('code=');
    const [session] = await database.sql`
      select connection from oidc_sessions where user_id = ${primary.user_id}`;
    expect(session).toEqual({ connection: staff });
  });

  it('takes along what was linked to the account before', async () => {
    const [first, second, third] = [
      await tenant.makeUser(),
      await tenant.makeUser({ password: 'Second-Horse-9' }),
      await tenant.makeUser({ password: 'Third-Horse-9' }),
    ];
    await link(second, named(third));
    const { body } = await link(first, named(second));
    expect(body.map((identity: { user_id: string }) => identity.user_id)).toEqual(
      [first, second, third].map(bare),
    );
    expect(await signsIn(second.email ?? '', 'Second-Horse-9')).toBe(first.user_id);
    expect(await signsIn(third.email ?? '', 'Third-Horse-9')).toBe(first.user_id);
  });

  it('refuses the account itself, nobody, another connection and a blocked account', async () => {
    const [primary, secondary, blocked] = [
      await tenant.makeUser(),
      await tenant.makeUser(),
      await tenant.makeUser({ blocked: true }),
    ];
    const { id } = await getConnection(tenant.ctx, staff);
    const bad: [unknown, string][] = [
      [named(primary), 'An account cannot be linked to itself.'],
      [{ provider: 'auth0', user_id: 'nobody' }, 'The account to link does not exist.'],
      [{ provider: 'google-oauth2', user_id: bare(secondary) }, 'The account to link does not exist.'],
      [{ ...named(secondary), connection_id: id }, 'The account to link does not exist in this connection.'],
      [
        { ...named(secondary), connection_id: 'con_x' },
        'The account to link does not exist in this connection.',
      ],
      [named(blocked), 'The account to link is blocked.'],
      [{}, "Payload validation error: 'Missing required property: provider'."],
      [{ provider: 'auth0' }, "Payload validation error: 'Missing required property: user_id'."],
      [
        { ...named(secondary), link_with: 'x' },
        "Payload validation error: 'It does not go together with link_with' on property provider.",
      ],
      [
        { ...named(secondary), admin: true },
        "Payload validation error: 'Additional properties not allowed: admin'.",
      ],
    ];
    for (const [body, message] of bad) {
      const answer = await link(primary, body);
      expect([body, answer.status, answer.body.message]).toEqual([body, 400, message]);
    }
    expect((await get(primary)).body).toEqual(primary);
    expect((await get(secondary)).body).toEqual(secondary);
    const nobody = await tenant.call('POST', '/users/auth0%7Cnobody/identities', { body: named(secondary) });
    expect([nobody.status, nobody.body.errorCode]).toEqual([404, 'inexistent_user']);
    const { id: own } = await getConnection(tenant.ctx, 'Username-Password-Authentication');
    expect((await link(primary, { ...named(secondary), connection_id: own })).status).toBe(201);
  });

  it('answers 409 for an account that is linked already, to whomever', async () => {
    const [primary, other, secondary] = [
      await tenant.makeUser(),
      await tenant.makeUser(),
      await tenant.makeUser(),
    ];
    await link(primary, named(secondary));
    for (const user of [primary, other]) expect((await link(user, named(secondary))).status).toBe(409);
  });

  it('keeps the id of a linked account for it', async () => {
    const [primary, secondary] = [await tenant.makeUser(), await tenant.makeUser({ user_id: 'kept' })];
    await link(primary, named(secondary));
    const body = {
      connection: staff,
      username: 'kept',
      email: 'kept@example.com',
      password,
      user_id: 'kept',
    };
    const taken = await tenant.call('POST', '/users', { body });
    expect([taken.status, taken.body.errorCode]).toEqual([409, 'auth0_idp_error']);
    const address = { connection: 'Username-Password-Authentication', email: secondary.email, password };
    expect((await tenant.call('POST', '/users', { body: address })).status).toBe(409);
    expect(
      (await tenant.call('PATCH', userPath(primary.user_id), { body: { email: secondary.email } })).status,
    ).toBe(409);
    await tenant.call('DELETE', userPath(primary.user_id));
    expect((await tenant.call('POST', '/users', { body: address })).status).toBe(201);
    const again = await tenant.call('POST', '/users', { body });
    expect([again.status, again.headers.get('etag')]).toEqual([201, '"3"']);
  });

  it('two that link each other at once leave one user of both', async () => {
    const [one, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const answers = await Promise.all([link(one, named(other)), link(other, named(one))]);
    expect(answers.map(({ status }) => status).sort()).not.toContain(500);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(
      await database.sql`select 1 from users where user_id in (${one.user_id}, ${other.user_id})`,
    ).toHaveLength(1);
  });
});

describe('a person links what they can prove to be theirs', () => {
  it('by the ID token of the other account, at the same application, and nothing else of it', async () => {
    const [mine, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const token = await tenant.userToken(mine, ['update:current_user_identities']);
    const body = { link_with: await idToken(other) };
    const { status, body: identities } = await link(mine, body, { token });
    expect([status, identities.length]).toEqual([201, 2]);
    expect(await lastVersion(mine.user_id)).toMatchObject({
      actor: { type: 'self', userId: mine.user_id, clientId: tenant.web.client_id },
    });
    expect((await unlink(mine, bare(other), { token })).status).toBe(200);
  });

  it('refuses every token that proves nothing', async () => {
    const [mine, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const token = await tenant.userToken(mine);
    const good = await idToken(other);
    const [header = '', payload = '', signature = ''] = good.split('.');
    const claims = decodeJwt(good);
    const { key, kid } = await signingKey(tenant.ctx);
    const signed = (changes: object) =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
    const access = await tenant.token({
      grant_type: 'password',
      username: other.email ?? '',
      password,
      audience: managementAudience(),
      scope: 'openid',
    });
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const bad = {
      rubbish: 'x',
      'an access token': String(access.body.access_token),
      'an access token whose audience is the application': await signed({ azp: tenant.web.client_id }),
      'another application’s': await signed({ aud: tenant.spa.client_id }),
      'many applications’': await signed({ aud: [tenant.web.client_id, tenant.spa.client_id] }),
      'another issuer’s': await signed({ iss: 'https://evil.example/' }),
      expired: await signed({ exp: Math.floor(tenant.ctx.now().getTime() / 1000) - 1 }),
      unsigned: `${unsigned}.${payload}.`,
      tampered: `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      'a client’s secret as key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(new TextEncoder().encode(tenant.web.client_secret ?? '')),
      'their own': await idToken(mine),
      'of nobody': await signed({ sub: 'auth0|nobody' }),
    };
    for (const [name, link_with] of Object.entries(bad)) {
      const { status } = await link(mine, { link_with }, { token });
      expect([name, status]).toEqual([name, 400]);
    }
    tenant.ctx.clock.advance(5);
    await tenant.call('PATCH', userPath(other.user_id), { body: { password: 'Fresh-Horse-9' } });
    const stale = await link(mine, { link_with: good }, { token });
    expect([stale.status, stale.body.message]).toEqual([
      400,
      'The ID token is from before the last change of the password.',
    ]);
    await tenant.call('PATCH', userPath(other.user_id), { body: { blocked: true } });
    expect((await link(mine, { link_with: good }, { token })).body.message).toBe(
      'The account to link is blocked.',
    );
    expect((await get(mine)).body.identities).toHaveLength(1);
  });

  it('takes no word for it, and reaches nobody else’s account, there or not (security lessons 6 and 26)', async () => {
    const [mine, other, third] = [await tenant.makeUser(), await tenant.makeUser(), await tenant.makeUser()];
    await link(other, named(third));
    const token = await tenant.userToken(mine);
    const proof = { link_with: await idToken(mine) };
    const nobody = { ...mine, user_id: 'auth0|nobody' };
    const refusals = [
      await link(mine, named(other), { token }),
      await link(other, proof, { token }),
      await link(nobody, proof, { token }),
      await link(other, { link_with: 'rubbish' }, { token }),
      await unlink(other, bare(third), { token }),
      await unlink(nobody, bare(third), { token }),
    ];
    expect(new Set(refusals.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(refusals[0]?.status).toBe(403);
    expect((await get(other)).body.identities).toHaveLength(2);
  });

  it('needs the scope for it (security lesson 27)', async () => {
    const [mine, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const scopes = selfScopes.filter((scope) => scope !== 'update:current_user_identities');
    const token = await tenant.userToken(mine, scopes);
    expect((await link(mine, { link_with: await idToken(other) }, { token })).status).toBe(403);
    expect((await unlink(mine, 'x', { token })).status).toBe(403);
    expect((await link(mine, named(other), { token: '' })).status).toBe(401);
    const machine = await tenant.machineToken('read:users', 'create:users', 'update:users_app_metadata');
    expect((await link(mine, named(other), { token: machine })).status).toBe(403);
  });
});

it('what signs an administrator in is linked and unlinked by no token (security lesson 2)', async () => {
  const [admin, user, linked] = [await tenant.makeUser(), await tenant.makeUser(), await tenant.makeUser()];
  await link(admin, named(linked));
  await grantAdmin(tenant.ctx, admin.user_id);
  const own = await tenant.userToken(admin);
  const users = await tenant.userToken(user);
  const answers = [
    await link(admin, named(user)),
    await link(user, named(admin)),
    await unlink(admin, bare(linked)),
    await link(admin, { link_with: await idToken(user) }, { token: own }),
    await link(user, { link_with: await idToken(admin) }, { token: users }),
    await unlink(admin, bare(linked), { token: own }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  expect((await get(admin)).body.identities).toHaveLength(2);
});

describe('DELETE /users/{id}/identities/{provider}/{user_id}', () => {
  const join = async (input: Parameters<Tenant['makeUser']>[0] = {}) => {
    const [primary, secondary] = [
      await tenant.makeUser({ user_metadata: { kept: 1 } }),
      await tenant.makeUser({ password: 'Second-Horse-9', ...input }),
    ];
    await link(primary, named(secondary));
    return { primary, secondary };
  };

  it('makes the account a user of its own again, with its attributes and no metadata', async () => {
    const { primary, secondary } = await join({ given_name: 'Grace', user_metadata: { a: 1 } });
    const { status, body } = await unlink(primary, bare(secondary));
    expect([status, body]).toEqual([200, primary.identities]);
    const { user_metadata: _, ...kept } = secondary;
    const { body: again, headers } = await get(secondary);
    expect(again).toEqual({ ...kept, created_at: again.created_at, updated_at: again.updated_at });
    expect(headers.get('etag')).toBe('"3"');
    expect((await get(primary)).body).toMatchObject({
      identities: primary.identities,
      user_metadata: { kept: 1 },
    });
  });

  it('gives its names, its password and its place in the search back', async () => {
    const { primary, secondary } = await join();
    await unlink(primary, bare(secondary));
    expect(await signsIn(secondary.email ?? '', 'Second-Horse-9')).toBe(secondary.user_id);
    expect(await signsIn(primary.email ?? '')).toBe(primary.user_id);
    expect(await find(`identities.user_id:"${bare(secondary)}"`)).toEqual([secondary.user_id]);
    expect(await lastVersion(secondary.user_id)).toMatchObject({
      version: '3',
      changes: { linked_to: { before: primary.user_id }, email: { after: secondary.email } },
    });
    expect(await lastVersion(primary.user_id)).toMatchObject({
      changes: { identities: { before: [primary.user_id, secondary.user_id], after: [primary.user_id] } },
    });
    expect((await link(primary, named(secondary))).status).toBe(201);
  });

  it('takes the id with its prefix too, and refuses the main identity and one that is not there', async () => {
    const { primary, secondary } = await join();
    for (const id of [bare(primary), primary.user_id, 'nobody', `${bare(secondary)} `]) {
      const { status, body } = await unlink(primary, id);
      expect([id, status, body.errorCode]).toEqual([id, 400, 'invalid_uri']);
    }
    expect((await unlink(primary, bare(secondary), {}, 'google-oauth2')).status).toBe(400);
    expect((await unlink({ ...primary, user_id: 'auth0|nobody' }, 'x')).status).toBe(404);
    expect((await unlink(primary, secondary.user_id)).status).toBe(200);
    expect((await unlink(primary, secondary.user_id)).status).toBe(400);
  });

  it('is no way round what history says: each can be restored to before, none to when it was not there', async () => {
    const { primary, secondary } = await join({ user_metadata: { was: 'here' } });
    await tenant.call('PATCH', userPath(primary.user_id), { body: { user_metadata: { kept: 2 } } });
    const back = await restoreUser(tenant.ctx, primary.user_id, 1);
    expect(back.user).toMatchObject({ user_metadata: { kept: 1 }, identities: [{}, {}] });
    await unlink(primary, bare(secondary));
    const restored = await restoreUser(tenant.ctx, secondary.user_id, 1);
    expect(restored.user).toMatchObject({ email: secondary.email, user_metadata: { was: 'here' } });
    await expect(restoreUser(tenant.ctx, secondary.user_id, 2)).rejects.toMatchObject({ code: 'invalid' });
    expect(await signsIn(secondary.email ?? '', 'Second-Horse-9')).toBe(secondary.user_id);
  });
});
