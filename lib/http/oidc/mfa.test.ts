import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientWithSecret, createClient } from '@/lib/clients';
import { defaultConnection } from '@/lib/connections';
import { rememberBrowser, resetFactors } from '@/lib/factors';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { cookieNames, issuer } from '@/lib/oidc';
import { createResourceServer } from '@/lib/resource-servers';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, updateUser } from '@/lib/users';
import { actionsOf } from './actions.fixture';
import { codeOf, factorPageOf, nextCode, otherThan } from './factors.fixture';
import {
  type Answer,
  answered,
  api,
  asJson,
  callback,
  form,
  makeScenario,
  password,
  type Scenario,
} from './scenario.fixture';

const otpGrant = 'http://auth0.com/oauth/grant-type/mfa-otp';
const recoveryGrant = 'http://auth0.com/oauth/grant-type/mfa-recovery-code';

const database = testDatabase();
let tenant: Scenario;
let app: ClientWithSecret;
let other: ClientWithSecret;
beforeAll(async () => {
  tenant = await makeScenario(database);
  const grant_types = ['password', 'refresh_token', otpGrant, recoveryGrant];
  app = await createClient(tenant.ctx, { name: 'App', grant_types });
  other = await createClient(tenant.ctx, { name: 'Other', grant_types });
});
const { bind, clear } = actionsOf(() => tenant);

afterEach(async () => {
  for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
  await clear();
  await database.sql`delete from authenticators`;
  await database.sql`delete from rate_limits`;
});

async function ruled(body = `context.multifactor = { provider: 'any' };`): Promise<void> {
  const script = `function (user, context, callback) { ${body} callback(null, user, context); }`;
  await createRule(tenant.ctx, { name: `Rule ${crypto.randomUUID()}`, script });
  await tenant.changesHeard();
}

const byPassword = (fields = {}, client = app) =>
  tenant.token(
    { grant_type: 'password', username: 'ada@example.com', password, scope: 'openid', ...fields },
    client,
  );

async function mfaToken(fields = {}): Promise<string> {
  const { status, body } = await byPassword(fields);
  expect([status, body.error]).toEqual([403, 'mfa_required']);
  return String(body.mfa_token);
}

async function send(path: string, init: RequestInit): Promise<Answer> {
  const response = await tenant.request(path, init);
  return { status: response.status, body: await response.json() };
}

const bearing = (token: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...Object(init.headers), authorization: `Bearer ${token}` },
});

const associate = (token: string, fields = {}, client = app) =>
  send(
    '/mfa/associate',
    bearing(token, asJson({ ...tenant.credentials(client), authenticator_types: ['otp'], ...fields })),
  );

const challenge = (token: string, fields = {}, client = app) =>
  send(
    '/mfa/challenge',
    asJson({ ...tenant.credentials(client), mfa_token: token, challenge_type: 'otp', ...fields }),
  );

const byOtp = (token: string, otp: string, client = app) =>
  tenant.token({ grant_type: otpGrant, mfa_token: token, otp }, client);

/** Ada with an app of her own, by the grants alone. */
async function enrol(): Promise<{ secret: string; recoveryCode: string; tokens: Answer['body'] }> {
  await ruled();
  const token = await mfaToken({ scope: 'openid offline_access' });
  const { body } = await associate(token);
  const secret = String(body.secret);
  const { status, body: tokens } = await byOtp(token, await codeOf(tenant.ctx, secret));
  expect(status).toBe(200);
  const [recoveryCode] = body.recovery_codes as string[];
  return { secret, recoveryCode: recoveryCode ?? '', tokens };
}

describe('a password grant whose rules ask for a second factor', () => {
  it('answers 403 mfa_required with a token, of which a hash is kept', async () => {
    await ruled();
    const { status, body } = await byPassword();
    expect([status, body]).toEqual([
      403,
      {
        error: 'mfa_required',
        error_description: 'Multifactor authentication required',
        mfa_token: expect.stringMatching(/^[\w-]{43}$/),
        mfa_requirements: { enroll: [{ type: 'otp' }] },
      },
    ]);
    const kept = JSON.stringify(await database.sql`select * from oidc_mfa_tokens`);
    expect(kept).not.toContain(body.mfa_token);
    expect(kept).not.toContain(password);
  });

  it('enrols an app by /mfa/associate and its first code, and then asks for its code', async () => {
    await ruled();
    const token = await mfaToken();
    expect((await challenge(token)).body.error).toBe('association_required');
    const { status, body } = await associate(token);
    expect([status, body]).toEqual([
      200,
      {
        authenticator_type: 'otp',
        secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        barcode_uri: expect.stringContaining('otpauth://totp/'),
        recovery_codes: [expect.stringMatching(/^[A-Z2-9]{24}$/)],
      },
    ]);
    const secret = String(body.secret);
    const first = await byOtp(token, await codeOf(tenant.ctx, secret));
    expect(first.status).toBe(200);
    expect(decodeJwt(String(first.body.id_token)).sub).toBe(tenant.ada.user_id);
    const next = await byPassword();
    expect(next.body.mfa_requirements).toEqual({ challenge: [{ type: 'otp' }] });
    const again = String(next.body.mfa_token);
    expect(await challenge(again)).toEqual({ status: 200, body: { challenge_type: 'otp' } });
    const listed = await send('/mfa/authenticators', bearing(again));
    expect(listed.body).toEqual([
      { id: expect.stringMatching(/^totp\|dev_\w{16}$/), authenticator_type: 'otp', active: true },
      {
        id: expect.stringMatching(/^recovery-code\|dev_/),
        authenticator_type: 'recovery-code',
        active: true,
      },
    ]);
    expect((await byOtp(again, await nextCode(tenant.ctx, secret))).status).toBe(200);
  });

  it('runs the rules once, and issues what they decided', async () => {
    await ruled(`context.multifactor = { provider: 'any' }; context.idToken.at = String(Math.random());`);
    const token = await mfaToken({ audience: api, scope: 'openid read:orders' });
    const { body } = await associate(token);
    const { body: tokens } = await byOtp(token, await codeOf(tenant.ctx, String(body.secret)));
    expect(tokens).toMatchObject({ scope: 'openid read:orders', expires_in: 7200, token_type: 'Bearer' });
    expect(decodeJwt(String(tokens.id_token)).at).toMatch(/^0\./);
  });

  it('takes a recovery code once, and answers with the one that replaces it', async () => {
    const { recoveryCode } = await enrol();
    const use = async (recovery_code: string) =>
      tenant.token({ grant_type: recoveryGrant, mfa_token: await mfaToken(), recovery_code }, app);
    const { status, body } = await use(recoveryCode);
    expect([status, body.recovery_code]).toEqual([200, expect.stringMatching(/^[A-Z2-9]{24}$/)]);
    expect((await use(recoveryCode)).body.error).toBe('invalid_grant');
    expect((await use(String(body.recovery_code))).status).toBe(200);
  });

  it('lets the Actions after challengeWith have their turn once the factor is proven', async () => {
    await bind('post-login', [
      `api.authentication.challengeWith({ type: 'otp' });`,
      `api.idToken.setCustomClaim('methods', event.authentication.methods.map(({ name }) => name));`,
    ]);
    const token = await mfaToken();
    const { body } = await associate(token);
    const { body: tokens } = await byOtp(token, await codeOf(tenant.ctx, String(body.secret)));
    expect(decodeJwt(String(tokens.id_token)).methods).toEqual(['pwd', 'mfa']);
  });
});

describe('a refresh', () => {
  it('whose rules ask for a factor answers mfa_required and leaves the token good', async () => {
    const { tokens, secret } = await enrol();
    const refresh = () =>
      tenant.token(
        { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token), scope: 'openid' },
        app,
      );
    const { status, body } = await refresh();
    expect([status, body.error]).toEqual([403, 'mfa_required']);
    const answer = await byOtp(String(body.mfa_token), await nextCode(tenant.ctx, secret));
    expect([answer.status, answer.body.scope, answer.body.refresh_token]).toEqual([200, 'openid', undefined]);
    for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
    await ruled(`context.idToken.methods = context.authentication.methods.map(({ name }) => name);`);
    const after = await refresh();
    expect(decodeJwt(String(after.body.id_token)).methods).toEqual(['pwd', 'mfa']);
  });
});

it('a refresh token that a proof brings ends no later than the one it comes from', async () => {
  const { tokens, secret } = await enrol();
  const end = new Date(tenant.ctx.now().getTime() + 3_600_000);
  await database.sql`update oidc_refresh_tokens set expires_at = ${end.toISOString()}`;
  const given = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) };
  const { body } = await tenant.token(given, app);
  const { body: answer } = await byOtp(String(body.mfa_token), await nextCode(tenant.ctx, secret));
  expect(answer.refresh_token).not.toBe(tokens.refresh_token);
  const ends = await database.sql`select distinct expires_at as end from oidc_refresh_tokens`;
  expect(ends.map((row) => new Date(row.end))).toEqual([end]);
});

describe('an mfa_token', () => {
  it('is good for ten minutes', async () => {
    const { secret } = await enrol();
    const token = await mfaToken();
    tenant.ctx.clock.advance(600);
    const { status, body } = await byOtp(token, await codeOf(tenant.ctx, secret));
    expect([status, body.error]).toEqual([401, 'expired_token']);
  });

  it('is good once, also for two who come together', async () => {
    const { secret, recoveryCode } = await enrol();
    const token = await mfaToken();
    const otp = await nextCode(tenant.ctx, secret);
    const both = await Promise.all([
      byOtp(token, otp),
      tenant.token({ grant_type: recoveryGrant, mfa_token: token, recovery_code: recoveryCode }, app),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('ends with the password that it was got by', async () => {
    const { secret } = await enrol();
    const token = await mfaToken();
    const [before] = await database.sql`select * from credentials where user_id = ${tenant.ada.user_id}`;
    await updateUser(tenant.ctx, tenant.ada.user_id, { password: 'Another-Horse-8' }, { metadata: 'merge' });
    const { body } = await byOtp(token, await nextCode(tenant.ctx, secret));
    expect(body.error).toBe('invalid_grant');
    await database.sql`
      update credentials set password_hash = ${String(before?.password_hash)} where user_id = ${tenant.ada.user_id}`;
  });

  it('of another client opens nothing', async () => {
    const { secret } = await enrol();
    const token = await mfaToken();
    const code = await nextCode(tenant.ctx, secret);
    expect((await byOtp(token, code, other)).body.error).toBe('invalid_grant');
    expect((await challenge(token, {}, other)).body.error).toBe('invalid_grant');
    expect((await associate(token, {}, other)).body.error).toBe('invalid_grant');
    expect((await byOtp(token, code)).status).toBe(200);
  });

  it('of a stolen password enrols nothing beside the factor that is there', async () => {
    await enrol();
    const { status, body } = await associate(await mfaToken());
    expect([status, body.error]).toEqual([403, 'access_denied']);
    expect(await database.sql`select 1 from authenticators`).toHaveLength(2);
  });

  it('takes no code of another person, and none that was used', async () => {
    const { secret } = await enrol();
    const otp = await nextCode(tenant.ctx, secret);
    expect((await byOtp(await mfaToken(), otp)).status).toBe(200);
    const replay = await byOtp(await mfaToken(), otp);
    expect([replay.status, replay.body]).toEqual([
      403,
      { error: 'invalid_grant', error_description: 'Invalid otp_code.' },
    ]);
  });

  it('lets six codes be tried, whatever number of tokens there are', async () => {
    const { secret } = await enrol();
    const code = await nextCode(tenant.ctx, secret);
    for (let index = 0; index < 6; index++) {
      expect((await byOtp(await mfaToken(), otherThan(code))).status).toBe(403);
    }
    const { status, body } = await byOtp(await mfaToken(), code);
    expect([status, body.error]).toEqual([429, 'too_many_attempts']);
  });
});

describe('/mfa', () => {
  it.each([
    ['GET', '/mfa/challenge', 405],
    ['GET', '/mfa/associate', 405],
    ['POST', '/mfa/authenticators', 405],
    ['GET', '/mfa/authenticators', 403],
    ['GET', '/mfa/authenticators/x', 405],
    ['DELETE', '/mfa/authenticators', 405],
    ['DELETE', '/mfa/authenticators/x', 401],
  ])('%s %s without anything is %i', async (method, path, status) => {
    expect((await tenant.request(path, { method })).status).toBe(status);
  });

  it('refuses a client that is not proven, and kinds of factors that it has not', async () => {
    await ruled();
    const token = await mfaToken();
    const wrong = { client_id: app.client_id, client_secret: 'wrong' };
    expect((await challenge(token, wrong)).status).toBe(401);
    expect((await associate(token, wrong)).status).toBe(401);
    expect((await associate(token, { authenticator_types: ['oob'], oob_channels: ['sms'] })).status).toBe(
      400,
    );
    expect((await associate(token, { authenticator_types: [1] })).status).toBe(400);
    expect((await challenge('x'.repeat(43))).body.error).toBe('invalid_grant');
    await enrol();
    const enrolled = await mfaToken();
    expect((await challenge(enrolled, { challenge_type: 'oob' })).body.error).toBe(
      'unsupported_challenge_type',
    );
    expect((await challenge(enrolled, { authenticator_id: 'totp|dev_x' })).status).toBe(400);
    const asForm = form({ ...tenant.credentials(app), mfa_token: enrolled, challenge_type: 'oob otp' });
    expect((await send('/mfa/challenge', asForm)).status).toBe(200);
  });

  it('may be called by scripts of any origin, also to remove', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'DELETE' };
    const preflight = await tenant.request('/mfa/authenticators/x', { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  it('is in discovery, with its grants', async () => {
    const { body } = await send('/.well-known/openid-configuration', {});
    expect(body.mfa_challenge_endpoint).toMatch(/\/mfa\/challenge$/);
    expect(body.grant_types_supported).toEqual(expect.arrayContaining([otpGrant, recoveryGrant]));
  });
});

describe('an access token of the MFA API', () => {
  const audience = `${issuer()}mfa/`;
  const all = 'enroll read:authenticators remove:authenticators';

  /** Of Ada, who proves her factor when she has one. */
  async function ofAda(scope = all, secret?: string): Promise<string> {
    if (secret === undefined) return String((await byPassword({ audience, scope })).body.access_token);
    const token = await mfaToken({ audience, scope });
    return String((await byOtp(token, await nextCode(tenant.ctx, secret))).body.access_token);
  }
  const list = (token: string) => send('/mfa/authenticators', bearing(token));
  const idsOf = async (token: string) =>
    ((await list(token)).body as unknown as { id: string }[]).map(({ id }) => id);
  const remove = async (token: string, id: string) => {
    const path = `/mfa/authenticators/${encodeURIComponent(id)}`;
    const response = await tenant.request(path, bearing(token, { method: 'DELETE' }));
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  const withoutRules = async () => {
    for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
    await tenant.changesHeard();
  };
  const notFound = { status: 404, body: expect.objectContaining({ error: 'not_found' }) };

  it('enrols an app, lists it and removes it, and lasts ten minutes', async () => {
    const { body: tokens } = await byPassword({ audience, scope: all });
    expect(tokens).toMatchObject({ expires_in: 600, scope: all });
    const token = String(tokens.access_token);
    expect((await list(token)).body).toEqual([]);
    const { body: first } = await associate(token);
    const { body } = await associate(token);
    const begun = { id: expect.any(String), authenticator_type: 'otp', active: false };
    expect((await list(token)).body).toEqual([begun]);
    expect((await byOtp(token, await codeOf(tenant.ctx, String(first.secret)))).status).toBe(403);
    const ended = await byOtp(token, await codeOf(tenant.ctx, String(body.secret)));
    expect([ended.status, ended.body.scope]).toEqual([200, all]);
    const proven = String(ended.body.access_token);
    const [app = '', code = ''] = await idsOf(proven);
    expect([app, code]).toEqual([
      expect.stringMatching(/^totp\|/),
      expect.stringMatching(/^recovery-code\|/),
    ]);
    expect((await associate(proven)).body.error).toBe('access_denied');
    expect(await remove(proven, app)).toEqual({ status: 204, body: null });
    expect(await idsOf(proven)).toEqual([]);
    expect(await remove(proven, app)).toEqual(notFound);
    const [log] = await database.sql`
      select * from logs where type = 'sapi' and description like 'Update user%' order by log_id desc limit 1`;
    expect(log).toMatchObject({ user_id: tenant.ada.user_id });
    expect(JSON.stringify(log)).not.toContain(String(body.secret));
    tenant.ctx.clock.advance(600);
    expect((await list(proven)).status).toBe(401);
  });

  it('takes the last factor away also where rules ask for one, which is then enrolled again', async () => {
    const { secret } = await enrol();
    const token = await ofAda(all, secret);
    for (const id of await idsOf(token)) await remove(token, id);
    expect((await byPassword()).body.mfa_requirements).toEqual({ enroll: [{ type: 'otp' }] });
  });

  it('is got by proof alone once there is a factor, also by session, remembered browser and silently', async () => {
    const { secret } = await enrol();
    await withoutRules();
    expect((await byPassword()).status).toBe(200);
    expect((await byPassword({ audience, scope: all })).body.error).toBe('mfa_required');
    const browser = tenant.browser();
    await browser.logIn();
    const { cookie, insert } = rememberBrowser(tenant.ctx, tenant.ada.user_id);
    await tenant.ctx.db.execute(insert);
    browser.cookies.set(cookieNames().remembered, cookie);
    for (let round = 0; round < 2; round++) {
      const asked = await browser.authorize({ audience, scope: all });
      expect(new URL(asked.headers.get('location') ?? '', issuer()).pathname).toBe('/u/mfa');
      const page = factorPageOf(tenant.ctx, browser);
      const code = await nextCode(tenant.ctx, secret);
      const given = await page.give(answered(asked).get('state') ?? '', { code });
      expect(answered(given.redirectTo ?? '').get('code')).toMatch(/./);
    }
    const silent = answered(await browser.authorize({ audience, scope: all, prompt: 'none' }));
    expect(silent.get('error')).toBe('interaction_required');
  });

  it('is refreshed without proof only where its sign-in had it', async () => {
    const scope = `${all} offline_access`;
    const { body: before } = await byPassword({ audience, scope });
    const refresh = (body: Answer['body']) =>
      tenant.token({ grant_type: 'refresh_token', refresh_token: String(body.refresh_token) }, app);
    const { secret } = await enrol();
    await withoutRules();
    expect((await refresh(before)).body.error).toBe('mfa_required');
    const token = await mfaToken({ audience, scope });
    const { body: after } = await byOtp(token, await nextCode(tenant.ctx, secret));
    expect((await refresh(after)).status).toBe(200);
  });

  it('has what was proven by an app that is gone asked for again, by refresh and for removal', async () => {
    const scope = `openid ${all} offline_access`;
    const { secret } = await enrol();
    const token = await mfaToken({ audience, scope });
    const { body } = await byOtp(token, await nextCode(tenant.ctx, secret));
    const refresh = () =>
      tenant.token({ grant_type: 'refresh_token', refresh_token: String(body.refresh_token) }, app);
    await withoutRules();
    expect((await refresh()).status).toBe(200);
    tenant.ctx.clock.advance(1);
    await resetFactors(tenant.ctx, tenant.ada.user_id, { scope: 'update:users' });
    const unproven = decodeJwt(String((await refresh()).body.id_token));
    expect([unproven.sub, unproven.amr]).toEqual([tenant.ada.user_id, undefined]);
    const { id } = await enrolFor(tenant.ctx, tenant.ada.user_id);
    expect((await refresh()).body.error).toBe('mfa_required');
    expect((await remove(String(body.access_token), id)).body.error).toBe('access_denied');
    expect(await database.sql`select 1 from authenticators`).toHaveLength(2);
  });

  it('says how it was got also once an app is enrolled by it, and the ID token that a factor was proven', async () => {
    const client = await createClient(tenant.ctx, {
      name: 'Web',
      callbacks: [callback],
      grant_types: ['authorization_code', 'password', otpGrant],
    });
    const scope = `openid ${all}`;
    const answer = await tenant.browser().logIn({ client_id: client.client_id, audience, scope });
    const code = answer.get('code') ?? '';
    const byCode = { grant_type: 'authorization_code', code, redirect_uri: callback };
    for (const [got, gty] of [
      [await tenant.token(byCode, client), undefined],
      [await byPassword({ audience, scope }, client), 'password'],
    ] as const) {
      const token = String(got.body.access_token);
      expect(decodeJwt(String(got.body.id_token)).amr).toBeUndefined();
      await database.sql`delete from logs`;
      const { body: begun } = await associate(token, {}, client);
      const ended = await byOtp(token, await codeOf(tenant.ctx, String(begun.secret)), client);
      expect([ended.status, decodeJwt(String(ended.body.access_token)).gty]).toEqual([200, gty]);
      expect(decodeJwt(String(ended.body.id_token)).amr).toEqual(['mfa']);
      const exchanges = await database.sql`select type from logs where type like '%ft'`;
      expect(exchanges).toEqual([{ type: 'seotpft' }]);
      await database.sql`delete from authenticators`;
    }
  });

  it('does what its scopes say and no more', async () => {
    const { secret } = await enrol();
    const reader = await ofAda('read:authenticators', secret);
    const [id = ''] = await idsOf(reader);
    const scopeless = { status: 403, body: expect.objectContaining({ error: 'insufficient_scope' }) };
    expect(await remove(reader, id)).toEqual(scopeless);
    expect(await associate(reader)).toEqual(scopeless);
    expect(await list(await ofAda('enroll', secret))).toEqual(scopeless);
    expect(await database.sql`select 1 from authenticators`).toHaveLength(2);
  });

  it('is no token of another audience, no mfa_token, no machine and none that was revoked', async () => {
    const { secret, tokens } = await enrol();
    const good = await ofAda(all, secret);
    const [id = ''] = await idsOf(good);
    const { body: ofApi } = await byOtp(
      await mfaToken({ audience: api, scope: 'openid' }),
      await nextCode(tenant.ctx, secret),
    );
    const machine = await tenant.token({ grant_type: 'client_credentials', audience });
    expect(machine.status).toBe(403);
    await expect(
      createResourceServer(tenant.ctx, { identifier: audience, scopes: [{ value: 'enroll' }] }),
    ).rejects.toMatchObject({ code: 'conflict' });
    for (const token of [String(ofApi.access_token), String(tokens.id_token), await mfaToken(), 'a.b.c']) {
      expect((await remove(token, id)).status).toBe(401);
    }
    await database.sql`update oidc_grants set revoked_at = now()`;
    expect((await remove(good, id)).status).toBe(401);
    expect((await list(good)).status).toBe(401);
    expect((await associate(good)).status).toBe(401);
    expect(await database.sql`select 1 from authenticators`).toHaveLength(2);
  });

  it('of a password alone, from before there was a factor, takes none away', async () => {
    const before = await ofAda();
    await associate(before);
    const [begun = ''] = await idsOf(before);
    const { secret } = await enrol();
    const proven = await ofAda(all, secret);
    const ids = (await idsOf(proven)).filter((id) => id !== begun);
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      expect(await remove(before, id)).toEqual({
        status: 403,
        body: { error: 'access_denied', error_description: 'Multifactor authentication required' },
      });
    }
    expect((await remove(before, begun)).status).toBe(204);
    expect(await idsOf(proven)).toEqual(ids);
    for (const id of ids.toReversed()) expect((await remove(proven, id)).status).toBe(204);
  });

  it('tells nothing of the factor of somebody else, and takes none away', async () => {
    const token = await ofAda();
    const email = 'ben@example.com';
    const { user: ben } = await createUser(tenant.ctx, { connection: defaultConnection, email, password });
    const { id } = await enrolFor(tenant.ctx, ben.user_id);
    expect(await remove(token, id)).toEqual(notFound);
    expect(await remove(token, 'totp|dev_0000000000000000')).toEqual(notFound);
    expect(await database.sql`select 1 from authenticators where user_id = ${ben.user_id}`).toHaveLength(2);
  });

  it('of another client enrols nothing', async () => {
    const token = await ofAda();
    expect((await associate(token, {}, other)).body.error).toBe('invalid_grant');
    const { body } = await associate(token);
    const code = await codeOf(tenant.ctx, String(body.secret));
    expect((await byOtp(token, code, other)).body.error).toBe('invalid_grant');
  });

  it('of an administrator changes none of their factors', async () => {
    const token = await ofAda();
    await grantAdmin(tenant.ctx, tenant.ada.user_id);
    const refused = { status: 403, body: expect.objectContaining({ error: 'access_denied' }) };
    expect(await associate(token)).toEqual(refused);
    expect(await remove(token, 'totp|dev_x')).toEqual(refused);
    await database.sql`delete from admins`;
  });
});
