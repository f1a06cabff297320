import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RefreshTokenPolicy } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { type ClientWithSecret, createClient, updateClient } from '@/lib/clients';
import { buildExecutor } from '@/lib/rules/runner/build';
import { getRefreshToken, updateRefreshToken } from '@/lib/sessions';
import { testDatabase } from '@/lib/testing';
import { actionsOf } from './actions.fixture';
import { codeOf } from './factors.fixture';
import { type Answer, callback, form, makeScenario, password, type Scenario } from './scenario.fixture';

const otpGrant = 'http://auth0.com/oauth/grant-type/mfa-otp';

const database = testDatabase();
let tenant: Scenario;
let app: ClientWithSecret;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
  app = await createClient(tenant.ctx, { name: 'App', grant_types: ['password', 'refresh_token', otpGrant] });
});
afterEach(async () => {
  await clear();
  await database.sql`delete from logs`;
});

const policy: RefreshTokenPolicy = {
  rotation_type: 'non-rotating',
  expiration_type: 'expiring',
  token_lifetime: 1000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 500,
  infinite_idle_token_lifetime: false,
  leeway: 0,
};

async function use(change: Partial<RefreshTokenPolicy> = {}, client = tenant.web): Promise<void> {
  await updateClient(tenant.ctx, client.client_id, { refresh_token: { ...policy, ...change } });
  await tenant.changesHeard();
}

const iso = (seconds = 0) => new Date(tenant.ctx.now().getTime() + seconds * 1000).toISOString();
const inSeconds = (seconds: number) => tenant.ctx.now().getTime() + seconds * 1000;

async function signIn(scope = 'openid offline_access') {
  const code = (await tenant.browser().logIn({ scope })).get('code') ?? '';
  return (await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback })).body;
}

const refresh = (tokens: Answer['body'], client = tenant.web) =>
  tenant.token({ grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }, client);

/** The token's family, as the Management API shows it. */
async function shown({ id_token }: Answer['body']) {
  const sid = String(decodeJwt(String(id_token)).sid);
  const [row] = await database.sql<{ id: string }[]>`select id from oidc_grants where sid = ${sid}`;
  return getRefreshToken(tenant.ctx, String(row?.id));
}

const logged = async (type: string) =>
  database.sql<{ description: string | null; details: JsonObject }[]>`
    select description, details from logs where type = ${type}`;

describe('a refresh token that is yet to be made', () => {
  it('ends when Actions of the sign-in want it to, and holds their metadata', async () => {
    await use();
    await bind('post-login', [
      `api.refreshToken.setExpiresAt(${inSeconds(300)}).refreshToken.setIdleExpiresAt(${inSeconds(100)})
         .refreshToken.setMetadata('device', 'Laptop');`,
      `api.refreshToken.setExpiresAt(${inSeconds(200)}); api.refreshToken.setMetadata('gone', 'x').refreshToken.setMetadata('gone', null);`,
    ]);
    const tokens = await signIn();
    expect(await shown(tokens)).toMatchObject({
      expires_at: iso(200),
      idle_expires_at: iso(100),
      refresh_token_metadata: { device: 'Laptop' },
    });
    await clear();
    tenant.ctx.clock.advance(99);
    expect((await refresh(tokens)).status).toBe(200);
    expect(await shown(tokens)).toMatchObject({ expires_at: iso(101), idle_expires_at: iso(500) });
    tenant.ctx.clock.advance(101);
    expect((await refresh(tokens)).body.error).toBe('invalid_grant');
  });

  it('ends when the client says at the latest, which the log says; one without an end gets one', async () => {
    await use();
    await bind('post-login', [`api.refreshToken.setExpiresAt(1e300).refreshToken.setIdleExpiresAt(1e300);`]);
    expect(await shown(await signIn())).toMatchObject({ expires_at: iso(1000), idle_expires_at: iso(500) });
    expect(await logged('w')).toMatchObject([{ description: expect.stringContaining('was cut to that') }]);
    await use({ expiration_type: 'non-expiring', infinite_token_lifetime: true });
    await bind('post-login', [`api.refreshToken.setExpiresAt(${inSeconds(2000)});`]);
    expect(await shown(await signIn())).toMatchObject({ expires_at: iso(1000), idle_expires_at: null });
  });

  it('in the past is over at once; without offline_access there is none', async () => {
    await use();
    await bind('post-login', [`api.refreshToken.setExpiresAt(-1e300).refreshToken.setMetadata('a', '1');`]);
    const tokens = await signIn();
    expect(tokens.access_token).toEqual(expect.any(String));
    expect((await refresh(tokens)).status).toBe(403);
    expect(await signIn('openid')).not.toHaveProperty('refresh_token');
  });

  it('of a password grant, too', async () => {
    await use();
    await bind('post-login', [
      `api.refreshToken.setExpiresAt(${inSeconds(60)}).refreshToken.setMetadata('a', '1');`,
    ]);
    const scope = 'openid offline_access';
    const { body } = await tenant.token({
      grant_type: 'password',
      username: 'ada@example.com',
      password,
      scope,
    });
    const look = `api.idToken.setCustomClaim('token', event.refresh_token);`;
    await bind('post-login', [look]);
    const token = decodeJwt(String((await refresh(body)).body.id_token)).token;
    expect(token).toMatchObject({ expires_at: iso(60), metadata: { a: '1' } });
    tenant.ctx.clock.advance(60);
    expect((await refresh(body)).status).toBe(403);
  });
});

describe.each(['rotating', 'non-rotating'] as const)(
  'a %s refresh token that is exchanged',
  (rotation_type) => {
    it('ends earlier where Actions want it, and never later than before', async () => {
      await use({ rotation_type });
      const first = await signIn();
      await bind('post-login', [`api.refreshToken.setExpiresAt(${inSeconds(300)});`]);
      const second = { ...first, ...(await refresh(first)).body };
      expect(await shown(first)).toMatchObject({ idle_expires_at: iso(500) });
      await bind('post-login', [`api.refreshToken.setExpiresAt(${inSeconds(900)});`]);
      const third = { ...second, ...(await refresh(second)).body };
      expect(await logged('w')).toHaveLength(1);
      await clear();
      tenant.ctx.clock.advance(299);
      const fourth = await refresh(third);
      expect(fourth.status).toBe(200);
      tenant.ctx.clock.advance(1);
      expect((await refresh({ ...third, ...fourth.body })).status).toBe(403);
    });

    it('keeps its metadata, which Actions and the Management API change', async () => {
      await use({ rotation_type });
      const first = await signIn();
      const { id } = await shown(first);
      await updateRefreshToken(tenant.ctx, id, { refresh_token_metadata: { byApi: '1' } });
      await bind('post-login', [
        `api.refreshToken.setMetadata('byAction', '2');`,
        `api.idToken.setCustomClaim('seen', event.refresh_token.metadata);`,
      ]);
      const second = (await refresh(first)).body;
      expect(decodeJwt(String(second.id_token)).seen).toEqual({ byApi: '1', byAction: '2' });
      expect((await shown(first)).refresh_token_metadata).toEqual({ byApi: '1', byAction: '2' });
      await bind('post-login', [`api.refreshToken.evictMetadata();`]);
      await refresh({ ...first, ...second });
      expect((await shown(first)).refresh_token_metadata).toEqual({});
    });

    it('that Actions revoke is denied with their reason, and ends with all of its family', async () => {
      await use({ rotation_type });
      const first = await signIn();
      const second = { ...first, ...(await refresh(first)).body };
      await bind('post-login', [`api.refreshToken.revoke('Another address.');`, `throw new Error('never');`]);
      const { status, body } = await refresh(second);
      expect([status, body]).toEqual([
        403,
        { error: 'access_denied', error_description: 'Another address.' },
      ]);
      await clear();
      expect((await refresh(second)).body.error).toBe('invalid_grant');
      expect((await tenant.userinfo(second.access_token)).status).toBe(401);
      const { sid } = decodeJwt(String(first.id_token));
      expect(await logged('srrt')).toEqual([{ description: null, details: { session_id: sid } }]);
      // Rows of one moment have no order between them.
      const refusals = (await logged('fertft')).map(({ description }) => description).sort();
      expect(refusals).toEqual(['Another address.', 'The refresh token: revoked.']);
    });
  },
);

describe('steering a refresh token costs no statement', () => {
  it('more than the exchange has', async () => {
    await use();
    const [tokens, other] = [await signIn(), await signIn()];
    await bind('post-login', [
      `api.refreshToken.setExpiresAt(${inSeconds(9e9)}).refreshToken.setMetadata('a', '1');`,
    ]);
    await refresh(tokens);
    expect(await database.queries.during(() => refresh(tokens))).toHaveLength(2);
    await bind('post-login', [`api.refreshToken.revoke('no');`]);
    expect((await refresh(tokens)).status).toBe(403);
    expect(await database.queries.during(() => refresh(other))).toHaveLength(2);
  });
});

describe('a refresh whose Actions wait for a second factor', () => {
  it('knows its token when they go on: to revoke it ends that one', async () => {
    await use({}, app);
    const scope = 'openid offline_access';
    const grant = { grant_type: 'password', username: 'ada@example.com', password, scope };
    const { body: tokens } = await tenant.token(grant, app);
    await bind('post-login', [
      `api.refreshToken.setMetadata('asked', '1').authentication.challengeWith({ type: 'otp' });`,
      `if (event.refresh_token.metadata.asked) api.refreshToken.revoke('Moved.');`,
    ]);
    const { body } = await refresh(tokens, app);
    const mfa_token = String(body.mfa_token);
    const associated = await tenant.request('/mfa/associate', {
      ...form({ ...tenant.credentials(app), authenticator_types: 'otp' }),
      headers: { authorization: `Bearer ${mfa_token}`, 'content-type': 'application/x-www-form-urlencoded' },
    });
    const { secret } = (await associated.json()) as { secret: string };
    const otp = await codeOf(tenant.ctx, secret);
    const answer = await tenant.token({ grant_type: otpGrant, mfa_token, otp }, app);
    expect(answer).toEqual({
      status: 403,
      body: { error: 'access_denied', error_description: 'Moved.' },
    });
    await clear();
    expect((await refresh(tokens, app)).body.error).toBe('invalid_grant');
  });
});
