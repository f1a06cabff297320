import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issuer, managementAudience, signIn } from '@/lib/oidc';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { testDatabase } from '@/lib/testing';
import { createUser, updateUser } from '@/lib/users';
import { answered, api, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;

/** Metadata that would be somebody else, or for ever, if any of it became a claim. */
const names = {
  iss: 'https://evil.example/',
  aud: 'everything',
  exp: 4_102_444_800,
  iat: 0,
  nbf: 0,
  auth_time: 0,
  azp: 'evil',
  jti: 'evil',
  sid: 'evil',
  nonce: 'evil',
  at_hash: 'evil',
  amr: ['mfa'],
  acr: 'evil',
  scope: 'read:users update:users',
  permissions: ['update:users'],
  roles: ['evil'],
  gty: 'client-credentials',
  org_id: 'evil',
};
const persons = {
  sub: 'auth0|admin',
  name: 'Evil',
  nickname: 'evil',
  given_name: 'Evil',
  phone_number: '+1666666666',
  phone_verified: true,
  picture: 'https://evil.example/',
  website: 'https://evil.example/',
  address: { country: 'evil' },
};
/** What `app_metadata` may hold by these names; the reference reserves the rest. */
const hostileApp = { ...names, ...persons, clientId: 'evil', is_admin: true };
const hostileUser = {
  ...hostileApp,
  email: 'evil@example.com',
  email_verified: true,
  user_id: 'auth0|admin',
  identities: [],
};

beforeAll(async () => {
  tenant = await makeScenario(database);
  const patch = { user_metadata: hostileUser, app_metadata: hostileApp };
  await updateUser(tenant.ctx, tenant.ada.user_id, patch, { metadata: 'merge' });
});

afterEach(async () => {
  for (const { rule } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, rule.id);
  await tenant.changesHeard();
});

async function rule(body: string): Promise<void> {
  await createRule(tenant.ctx, { name: 'R', script: `function (user, context, callback) { ${body} }` });
  await tenant.changesHeard();
}

const scope = 'openid profile email phone address offline_access';

async function tokens(fields: Record<string, string> = {}) {
  const code = (await tenant.browser().logIn({ scope, audience: api, ...fields })).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return {
    id: decodeJwt(String(body.id_token)),
    access: decodeJwt(String(body.access_token)),
    userinfo: (await tenant.userinfo(body.access_token)).body,
  };
}

/** The claims by which anybody is told apart, or a token trusted, are those of this sign-in. */
function expectOurs({ id, access, userinfo }: Awaited<ReturnType<typeof tokens>>, audience = api) {
  for (const claims of [id, access]) {
    expect(claims).toMatchObject({ iss: issuer(), sub: tenant.ada.user_id });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(86_400);
    for (const name of ['permissions', 'roles', 'amr', 'acr', 'org_id', 'nbf', 'gty', 'nonce']) {
      expect(claims).not.toHaveProperty(name);
    }
    expect(claims.sid).not.toBe('evil');
    expect(claims.at_hash).not.toBe('evil');
    expect(claims.jti).not.toBe('evil');
  }
  expect(id.aud).toBe(tenant.web.client_id);
  expect([access.aud].flat()[0]).toBe(audience);
  expect(access.azp).toBe(tenant.web.client_id);
  expect(String(access.scope)).not.toContain('users');
  expect(userinfo.sub).toBe(tenant.ada.user_id);
}

describe('metadata named like claims (security lesson 8)', () => {
  it('is no claim by itself', async () => {
    for (const script of [null, 'callback(null, user, context);']) {
      if (script) await rule(script);
      const all = await tokens();
      expectOurs(all);
      for (const claims of Object.values(all)) {
        expect(JSON.stringify(claims)).not.toMatch(/evil|is_admin|everything|4102444800|1666666666/i);
      }
      expect(all.userinfo).toMatchObject({ name: 'Ada', email: 'ada@example.com', email_verified: false });
    }
  });

  it('is a claim once a rule sets it', async () => {
    await rule("user.given_name = user.app_metadata.name + ' indeed'; callback(null, user, context);");
    expect((await tokens()).id).toMatchObject({ name: 'Ada', given_name: 'Evil indeed' });
  });

  it('put on both tokens by a rule as it is, neither', async () => {
    await rule(`
      Object.assign(context.idToken, user.user_metadata, user.app_metadata);
      Object.assign(context.accessToken, user.user_metadata, user.app_metadata, { scope: undefined });
      Object.assign(user, user.user_metadata, { user_id: 'auth0|admin', sub: 'auth0|admin' });
      callback(null, user, context);`);
    const all = await tokens();
    expectOurs(all);
    // Claims that describe the person are the rule's to give.
    expect(all.id.email).toBe('evil@example.com');
  });

  it('gives no right over the API of Annex, by any rule', async () => {
    await rule(`
      context.accessToken.scope = ['read:users', 'update:users'];
      context.accessToken.gty = 'client-credentials';
      context.accessToken.azp = 'x';
      context.accessToken.sub = 'x@clients';
      context.accessToken['https://example.com/scope'] = 'read:users';
      callback(null, user, context);`);
    const all = await tokens({ audience: managementAudience() });
    expectOurs(all, managementAudience());
  });

  it.each(['__proto__', 'constructor', 'prototype'])('named %s is refused', async (name) => {
    for (const bag of ['user_metadata', 'app_metadata']) {
      const patch = JSON.parse(`{"${bag}":{"a":{"${name}":{"sub":"x"}}}}`);
      const write = updateUser(tenant.ctx, tenant.ada.user_id, patch, { metadata: 'merge' });
      await expect(write).rejects.toThrow('is reserved');
    }
    expect({}).not.toHaveProperty('sub');
  });

  it.each(['email', 'user_id', 'identities', 'blocked', 'created_at', '_id'])(
    'named %s is refused in app_metadata, which rules see as the root',
    async (name) => {
      const write = updateUser(
        tenant.ctx,
        tenant.ada.user_id,
        { app_metadata: { [name]: 'x' } },
        { metadata: 'merge' },
      );
      await expect(write).rejects.toThrow('is reserved');
    },
  );
});

describe('text that no database holds, from a rule, costs an error and no defect', () => {
  it.each([
    ['a claim', `context.idToken['https://x.example/a'] = 'a\\u0000b'; callback(null, user, context);`],
    [
      'a nested claim',
      `context.accessToken['https://x.example/a'] = [{ b: '\\ud800' }]; callback(null, user, context);`,
    ],
    ['a name of a claim', `context.idToken['https://x.example/\\u0000'] = 1; callback(null, user, context);`],
    ['the profile', `user.name = 'a\\u0000b'; user.nickname = '\\udfff'; callback(null, user, context);`],
    ['a scope', `context.accessToken.scope = ['read:orders', 'a\\u0000b']; callback(null, user, context);`],
    ['a refusal', `callback(new UnauthorizedError('no\\u0000 \\ud800'));`],
    ['an error', `throw new Error('\\u0000');`],
    ['a redirect', `context.redirect = { url: 'https://x.example/\\u0000' }; callback(null, user, context);`],
    ['the log', `console.log('\\u0000\\ud800'); callback(null, user, context);`],
  ])('%s', async (_, body) => {
    await rule(body);
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ scope })).get('state') ?? '';
    const result = await browser.fillIn(state);
    expect(result.redirectTo ?? result.failure?.message).toBeTruthy();
    const { status } = await tenant.token({
      grant_type: 'password',
      username: 'ada@example.com',
      password,
      scope,
      audience: api,
    });
    expect(status).toBeLessThan(500);
    tenant.ctx.clock.advance(901);
  });

  it('typed into the sign-in form, is a wrong name', async () => {
    for (const typed of [{ identifier: 'a\0b' }, { identifier: '\ud800' }, { password: '\0' }]) {
      const browser = tenant.browser();
      const state = answered(await browser.authorize()).get('state') ?? '';
      expect((await browser.fillIn(state, typed)).failure?.reason).toBe('wrong_credentials');
    }
    const odd = { state: '\0', browser: '\0', session: '\0', identifier: 'a', password: 'b' };
    expect((await signIn(tenant.ctx, odd)).failure).toBeDefined();
  });

  it('an address that looks like another is another', async () => {
    const connection = 'Username-Password-Authentication';
    for (const email of [
      'ada\0@example.com',
      'ada@example.com\0',
      'ada@example.com ',
      'ada\ud800@example.com',
    ]) {
      await expect(createUser(tenant.ctx, { connection, email, password })).rejects.toThrow('format email');
    }
  });
});
