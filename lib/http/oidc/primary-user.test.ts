import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildExecutor } from '@/lib/rules/runner/build';
import { deleteUserSessions, revokeSession } from '@/lib/sessions';
import { testDatabase } from '@/lib/testing';
import { createUser, linkIdentity, type UserView, updateUser } from '@/lib/users';
import { actionsOf } from './actions.fixture';
import { heldSignIns } from './held-sign-ins.fixture';
import { answered, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
const connection = 'Username-Password-Authentication';
let tenant: Scenario;
let count = 0;
const { bind, clear } = actionsOf(() => tenant);
const held = heldSignIns(database, () => tenant);
const { rule, during } = held;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
});
afterEach(async () => {
  await held.clear();
  await clear();
  await database.sql`truncate logs, rate_limits`;
});

async function makeUser(fields: { user_metadata?: Record<string, boolean> } = {}): Promise<UserView> {
  const email = `person${++count}@example.com`;
  return (await createUser(tenant.ctx, { connection, email, password, name: `Person ${count}`, ...fields }))
    .user;
}

const link = (primary: UserView, secondary: UserView) => () =>
  linkIdentity(tenant.ctx, primary.user_id, { userId: secondary.user_id });

async function logInAs(user: UserView, browser = tenant.browser()): Promise<URLSearchParams> {
  const state = answered(await browser.authorize({ scope: 'openid profile email' })).get('state') ?? '';
  const { redirectTo } = await browser.fillIn(state, { identifier: user.email ?? '' });
  return answered(redirectTo ?? '');
}

const claimsOf = async (answer: URLSearchParams) => {
  const code = answer.get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return { ...decodeJwt<{ sid: string }>(String(body.id_token)), accessToken: body.access_token };
};

type Ended = { sid: string; userId: string };

const silently = async (browser: ReturnType<Scenario['browser']>) =>
  claimsOf(answered(await browser.authorize({ prompt: 'none' })));

describe('a rule that names the user to whom the login was linked meanwhile', () => {
  it('has the sign-in go on as that user: tokens, session, counter and log; the profile is what the rule left', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    await rule(`context.primaryUser = '${primary.user_id}'; user.nickname = 'from the rule';`);
    const browser = tenant.browser();
    const answer = await during(() => logInAs(secondary, browser), link(primary, secondary));
    const claims = await claimsOf(answer);
    expect(claims).toMatchObject({
      sub: primary.user_id,
      name: secondary.name,
      email: secondary.email,
      nickname: 'from the rule',
    });
    expect((await tenant.userinfo(claims.accessToken)).body.sub).toBe(primary.user_id);
    const [activity] = await database.sql`
      select logins_count::int from user_activity where user_id = ${primary.user_id}`;
    expect(activity).toEqual({ logins_count: 1 });
    expect(await database.sql`select user_id from logs where type = 's'`).toEqual([
      { user_id: primary.user_id },
    ]);
    expect((await silently(browser)).sub).toBe(primary.user_id);
  });

  it('does so for a session that ended with the account, and the session begins again as the user’s', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    const browser = tenant.browser();
    const before = await claimsOf(await logInAs(secondary, browser));
    await rule(`context.primaryUser = '${primary.user_id}';`);
    const answer = await during(
      async () => answered(await browser.authorize({ prompt: 'none' })),
      link(primary, secondary),
    );
    const after = await claimsOf(answer);
    expect([before.sub, after.sub, after.sid]).toEqual([secondary.user_id, primary.user_id, before.sid]);
    expect((await silently(browser)).sub).toBe(primary.user_id);
  });

  it.each([
    ['by its id', ({ sid }: Ended) => revokeSession(tenant.ctx, sid)],
    ['with all of the user’s', ({ userId }: Ended) => deleteUserSessions(tenant.ctx, userId)],
  ])('never brings a session back that was revoked meanwhile, %s', async (_, end) => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    const browser = tenant.browser();
    const { sid } = await claimsOf(await logInAs(secondary, browser));
    await rule(`context.primaryUser = '${primary.user_id}';`);
    const answer = await during(
      async () => answered(await browser.authorize({ prompt: 'none' })),
      async () => {
        await link(primary, secondary)();
        await end({ sid, userId: primary.user_id });
      },
    );
    const code = answer.get('code') ?? '';
    const bought = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
    expect(bought.body.error).toBe('invalid_grant');
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('is needed: a session that was linked meanwhile is over for who it was, and for who has it', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    const browser = tenant.browser();
    await logInAs(secondary, browser);
    await rule();
    await bind('post-login', [`api.session.setExpiresAt(Date.now() + 3_600_000);`]);
    const answer = await during(
      async () => answered(await browser.authorize({ prompt: 'none' })),
      link(primary, secondary),
    );
    const code = answer.get('code') ?? '';
    const bought = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
    expect(bought.body.error).toBe('invalid_grant');
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('does so at the password grant', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    await rule(`context.primaryUser = '${primary.user_id}';`);
    const fields = { grant_type: 'password', username: secondary.email ?? '', password, scope: 'openid' };
    const { body } = await during(() => tenant.token(fields), link(primary, secondary));
    expect(decodeJwt(String(body.id_token)).sub).toBe(primary.user_id);
  });

  it('does so when it sends the person away too: they come back as that user', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    await rule(`if (context.protocol !== 'redirect-callback') {
        context.primaryUser = '${primary.user_id}';
        context.redirect = { url: 'https://rule.example/' };
      }`);
    const browser = tenant.browser();
    const away = await during(() => logInAs(secondary, browser), link(primary, secondary));
    const back = await browser.request(`/continue?state=${away.get('state')}`);
    expect((await claimsOf(answered(back))).sub).toBe(primary.user_id);
  });

  it('has Actions see that user, write to them, and name no other', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser({ user_metadata: { old: true } })];
    await rule(
      `context.primaryUser = '${primary.user_id}'; await auth0.users.updateUserMetadata(user.user_id, { x: 1 }).catch(() => {});`,
    );
    await bind('post-login', [
      `api.user.setAppMetadata('seen', event.user.user_id);
       api.idToken.setCustomClaim('metadata', event.user.user_metadata);`,
    ]);
    const answer = await during(() => logInAs(secondary), link(primary, secondary));
    expect(await claimsOf(answer)).toMatchObject({ sub: primary.user_id, metadata: {} });
    const [row] = await database.sql`select app_metadata from users where user_id = ${primary.user_id}`;
    expect(row).toEqual({ app_metadata: { seen: primary.user_id } });
    await bind('post-login', [`api.authentication.setPrimaryUser('${secondary.user_id}');`]);
    expect((await logInAs(primary)).get('error_description')).toContain('set already');
  });
});

describe('an Action that names the user to whom the login was linked meanwhile', () => {
  it('has the sign-in go on as that user, with their profile; metadata set with it is lost', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    await rule(`user.nickname = 'from the rule';`);
    await bind('post-login', [
      `api.authentication.setPrimaryUser('${primary.user_id}');
       api.user.setAppMetadata('lost', true); api.idToken.setCustomClaim('by', 'action');`,
    ]);
    const browser = tenant.browser();
    const answer = await during(() => logInAs(secondary, browser), link(primary, secondary));
    expect(await claimsOf(answer)).toMatchObject({
      sub: primary.user_id,
      name: primary.name,
      email: primary.email,
      nickname: 'from the rule',
      by: 'action',
    });
    const [row] = await database.sql`select app_metadata from users where user_id = ${primary.user_id}`;
    expect(row).toEqual({ app_metadata: null });
    await clear();
    expect((await silently(browser)).sub).toBe(primary.user_id);
  });
});

describe('a primary user', () => {
  const refusal = async (answer: URLSearchParams) => [answer.get('error'), answer.get('error_description')];
  const notHeld = ['access_denied', 'The primary user that was set does not hold this login.'];

  it('who does not hold the login is refused: a stranger, nobody, a user of another account', async () => {
    const [user, stranger, other] = [await makeUser(), await makeUser(), await makeUser()];
    await link(stranger, other)();
    for (const id of [stranger.user_id, 'auth0|nobody', other.user_id, '\\u0000', '\\ud800']) {
      await rule(`context.primaryUser = '${id}';`);
      expect(await refusal(await logInAs(user))).toEqual(notHeld);
      await held.clear();
    }
    await bind('post-login', [`api.authentication.setPrimaryUser('${stranger.user_id}');`]);
    expect(await refusal(await logInAs(user))).toEqual(notHeld);
  });

  it('who is blocked does not sign in by what was linked to them', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    await rule(`context.primaryUser = '${primary.user_id}';`);
    const answer = await during(
      () => logInAs(secondary),
      async () => {
        await link(primary, secondary)();
        await updateUser(tenant.ctx, primary.user_id, { blocked: true }, { metadata: 'merge' });
      },
    );
    expect(await refusal(answer)).toEqual(['unauthorized', 'user is blocked']);
  });

  it('of a refresh is nobody else: the token was ended by linking', async () => {
    const [primary, secondary] = [await makeUser(), await makeUser()];
    const scope = 'openid offline_access';
    const fields = {
      grant_type: 'password',
      username: secondary.email ?? '',
      password,
      scope,
      audience: 'https://api.example/',
    };
    const { refresh_token } = (await tenant.token(fields)).body;
    await rule(`context.primaryUser = '${primary.user_id}';`);
    const refreshed = await during(
      () => tenant.token({ grant_type: 'refresh_token', refresh_token: String(refresh_token) }),
      link(primary, secondary),
    );
    expect(refreshed).toMatchObject({ status: 403, body: { error: 'access_denied' } });
  });
});
