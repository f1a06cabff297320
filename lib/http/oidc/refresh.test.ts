import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RefreshTokenPolicy } from '@/db/schema';
import { updateClient } from '@/lib/clients';
import { testDatabase } from '@/lib/testing';
import { api, callback, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const policy: RefreshTokenPolicy = {
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  token_lifetime: 1000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 1000,
  infinite_idle_token_lifetime: true,
  leeway: 0,
};

/** Sets the policy and waits until the server has heard of it. */
async function use(change: Partial<RefreshTokenPolicy>): Promise<void> {
  const refresh_token = { ...policy, ...change };
  await updateClient(tenant.ctx, tenant.web.client_id, { refresh_token });
  await tenant.changesHeard();
}

async function firstTokens(fields: Record<string, string> = {}) {
  const code = (
    await tenant.browser().logIn({ scope: 'openid profile email offline_access', ...fields })
  ).get('code');
  const grant = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback };
  return (await tenant.token(grant)).body;
}

const refresh = (token: unknown, fields: Record<string, string> = {}, client = tenant.web) =>
  tenant.token({ grant_type: 'refresh_token', refresh_token: String(token), ...fields }, client);

const unknown = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
};

describe('a rotating refresh token', () => {
  it('is exchanged for another, with an ID token of the same sign-in and no nonce', async () => {
    await use({});
    const first = await firstTokens({ nonce: 'n' });
    tenant.ctx.clock.advance(30);
    const { status, body } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first.refresh_token);
    const [before, after] = [decodeJwt(String(first.id_token)), decodeJwt(String(body.id_token))];
    expect([after.sub, after.auth_time, after.sid, after.nonce]).toEqual([
      before.sub,
      before.auth_time,
      before.sid,
      undefined,
    ]);
    expect(Number(after.iat) - Number(before.iat)).toBe(30);
    expect((await tenant.userinfo(body.access_token)).body).toMatchObject({ name: 'Ada' });
  });

  it('used again ends the whole family and is logged', async () => {
    await use({});
    const first = await firstTokens();
    const second = (await refresh(first.refresh_token)).body;
    expect(await refresh(first.refresh_token)).toEqual(unknown);
    expect(await refresh(second.refresh_token)).toEqual(unknown);
    expect((await tenant.userinfo(second.access_token)).status).toBe(401);
    const [row] =
      await database.sql`select user_id from logs where type = 'ferrt' order by log_id desc limit 1`;
    expect(row?.user_id).toBe(tenant.ada.user_id);
  });

  it('exchanged by two at one moment gives tokens to one and then to none', async () => {
    await use({});
    const first = await firstTokens();
    const answers = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token)]);
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(await refresh(winners[0]?.body.refresh_token)).toEqual(unknown);
  });

  it('may be sent again within the leeway, but not once its successor was used, nor later', async () => {
    await use({ leeway: 10 });
    const first = await firstTokens();
    tenant.ctx.clock.advance(1);
    const second = (await refresh(first.refresh_token)).body;
    tenant.ctx.clock.advance(5);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    expect((await refresh(second.refresh_token)).status).toBe(200);
    expect(await refresh(first.refresh_token)).toEqual(unknown);

    const other = await firstTokens();
    await refresh(other.refresh_token);
    tenant.ctx.clock.advance(11);
    expect(await refresh(other.refresh_token)).toEqual(unknown);
  });

  it('and its successors end together, at the lifetime of the first', async () => {
    await use({});
    const first = await firstTokens();
    tenant.ctx.clock.advance(600);
    const second = (await refresh(first.refresh_token)).body;
    tenant.ctx.clock.advance(400);
    expect(await refresh(second.refresh_token)).toEqual(unknown);
  });
});

describe('the idle lifetime', () => {
  it.each(['rotating', 'non-rotating'] as const)(
    'ends a %s token that is not used, and each use begins it anew',
    async (rotation_type) => {
      await use({ rotation_type, infinite_idle_token_lifetime: false, idle_token_lifetime: 100 });
      let token = (await firstTokens()).refresh_token;
      for (const wait of [99, 99]) {
        tenant.ctx.clock.advance(wait);
        const { status, body } = await refresh(token);
        expect(status).toBe(200);
        token = body.refresh_token ?? token;
      }
      tenant.ctx.clock.advance(100);
      expect(await refresh(token)).toEqual(unknown);
      await use({});
    },
  );

  it('and the whole one stand back where they are infinite', async () => {
    await use({ infinite_token_lifetime: true, infinite_idle_token_lifetime: true, idle_token_lifetime: 1 });
    const first = await firstTokens();
    tenant.ctx.clock.advance(10_000_000);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    await use({});
  });
});

describe('a refresh token', () => {
  it('that does not rotate stays good and is not repeated', async () => {
    await use({ rotation_type: 'non-rotating', expiration_type: 'non-expiring' });
    const first = await firstTokens();
    tenant.ctx.clock.advance(10_000_000);
    for (const answer of [await refresh(first.refresh_token), await refresh(first.refresh_token)]) {
      expect([answer.status, answer.body.refresh_token]).toEqual([200, undefined]);
    }
    await use({});
  });

  it('is good for its own client only', async () => {
    const first = await firstTokens();
    expect(await refresh(first.refresh_token, {}, tenant.spa)).toEqual(unknown);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    expect(await refresh('v1.nonsense')).toEqual(unknown);
    expect(await refresh('x'.repeat(300))).toEqual(unknown);
  });

  it('gives fewer scopes when asked, at userinfo too, and never more', async () => {
    const first = await firstTokens();
    const less = (await refresh(first.refresh_token, { scope: 'openid email' })).body;
    expect(less.scope).toBe('openid email');
    expect(decodeJwt(String(less.id_token)).name).toBeUndefined();
    const info = await tenant.userinfo(less.access_token);
    expect(info.body).toEqual({ sub: tenant.ada.user_id, email: 'ada@example.com', email_verified: false });
    const whole = (await refresh(less.refresh_token)).body;
    expect(whole.scope).toBe('openid profile email offline_access');
    expect((await tenant.userinfo(whole.access_token)).body.name).toBe('Ada');
    const more = await refresh(whole.refresh_token, { scope: 'openid address' });
    expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
    expect((await refresh(whole.refresh_token, { audience: api })).body.error).toBe('invalid_request');
  });

  it('keeps its audience and says how the token was got', async () => {
    const first = await firstTokens({ audience: api, scope: 'openid offline_access read:orders' });
    const { body } = await refresh(first.refresh_token);
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      aud: [api, 'http://localhost:3000/userinfo'],
      gty: 'refresh_token',
      scope: 'openid offline_access read:orders',
    });
  });

  it('carries what the profile says now', async () => {
    const first = await firstTokens();
    await database.sql`update users set name = 'Ada L.' where user_id = ${tenant.ada.user_id}`;
    const { body } = await refresh(first.refresh_token);
    await database.sql`update users set name = 'Ada' where user_id = ${tenant.ada.user_id}`;
    expect(decodeJwt(String(body.id_token)).name).toBe('Ada L.');
    expect((await tenant.userinfo(body.access_token)).body.name).toBe('Ada L.');
  });

  it('of a blocked user is refused and stays unspent; of a deleted one it is unknown', async () => {
    const first = await firstTokens();
    await database.sql`update users set blocked = true where user_id = ${tenant.ada.user_id}`;
    expect((await refresh(first.refresh_token)).body.error).toBe('unauthorized');
    await database.sql`update users set blocked = null where user_id = ${tenant.ada.user_id}`;
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  it('is not given without offline_access, nor where the API does not allow it', async () => {
    expect((await firstTokens({ scope: 'openid' })).refresh_token).toBeUndefined();
    await database.sql`update resource_servers set allow_offline_access = false where identifier = ${api}`;
    await database.sql`select pg_notify('annex_changed', 'resource-servers')`;
    await tenant.changesHeard();
    expect((await firstTokens({ audience: api })).refresh_token).toBeUndefined();
  });
});

describe('revocation', () => {
  const revoke = async (fields: Record<string, string>, client = tenant.web) => {
    const response = await tenant.request(
      '/oauth/revoke',
      form({ ...tenant.credentials(client), ...fields }),
    );
    return [response.status, await response.text()];
  };

  it('ends the family and everything made from it', async () => {
    const first = await firstTokens();
    expect(await revoke({ token: String(first.refresh_token) })).toEqual([200, '']);
    expect(await refresh(first.refresh_token)).toEqual(unknown);
    expect((await tenant.userinfo(first.access_token)).status).toBe(401);
  });

  it('says nothing about a token that is unknown or another client’s, and leaves that one', async () => {
    const first = await firstTokens();
    expect(await revoke({ token: 'v1.nonsense' })).toEqual([200, '']);
    expect(await revoke({ token: String(first.refresh_token) }, tenant.spa)).toEqual([200, '']);
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  it('needs the client to authenticate', async () => {
    const [status] = await revoke({ client_secret: 'wrong', token: 'x' });
    expect(status).toBe(401);
  });
});
