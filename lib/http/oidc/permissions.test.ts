import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { managementScopes } from '@/lib/access';
import { createClientGrant, setClientGrant } from '@/lib/clients';
import { managementAudience } from '@/lib/oidc';
import {
  createResourceServer,
  deleteResourceServer,
  getResourceServer,
  type ResourceServerInput,
  updateResourceServer,
} from '@/lib/resource-servers';
import {
  addRolePermissions,
  addUserPermissions,
  assignRoles,
  createRole,
  deleteRole,
  removeRoles,
  updateRole,
} from '@/lib/roles';
import { createRule, deleteRule } from '@/lib/rules';
import { isAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteUser, type UserView } from '@/lib/users';
import { callback, type Fields, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
const audience = 'https://orders.example/';
const scopes = ['read:orders', 'write:orders', 'burn:orders'];
let tenant: Scenario;
let user: UserView;
let roleId: string;
let count = 0;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const permissions = (...names: string[]) => ({
  permissions: names.map((name) => ({ resource_server_identifier: audience, permission_name: name })),
});

/** A fresh API that enforces, and a user who may read by a role and write by themselves. */
beforeEach(async () => {
  const { ctx } = tenant;
  ctx.clock.advance(1);
  await deleteResourceServer(ctx, audience);
  await make({ enforce_policies: true, token_dialect: 'access_token_authz' });
  const email = `clerk${++count}@example.com`;
  const connection = 'Username-Password-Authentication';
  user = (await createUser(ctx, { connection, email, password })).user;
  roleId = (await createRole(ctx, { name: `Clerk ${count}` })).id;
  await addRolePermissions(ctx, roleId, permissions('read:orders'));
  await assignRoles(ctx, user.user_id, { roles: [roleId] });
  await addUserPermissions(ctx, user.user_id, permissions('write:orders'));
});

async function make(input: Partial<ResourceServerInput>): Promise<void> {
  await createResourceServer(tenant.ctx, {
    identifier: audience,
    name: 'Orders',
    scopes: scopes.map((value) => ({ value })),
    allow_offline_access: true,
    ...input,
  });
  await tenant.changesHeard();
}

async function change(input: Parameters<typeof updateResourceServer>[2]): Promise<void> {
  await updateResourceServer(tenant.ctx, audience, input);
  await tenant.changesHeard();
}

const all = ['openid', 'offline_access', ...scopes].join(' ');
const byPassword = async (fields: Fields = {}) => {
  const grant = { grant_type: 'password', username: user.email ?? '', password, audience, scope: all };
  return (await tenant.token({ ...grant, ...fields })).body;
};
const refresh = (token: unknown) =>
  tenant.token({ grant_type: 'refresh_token', refresh_token: String(token) });
const claimsOf = (body: Record<string, unknown>) => decodeJwt(String(body.access_token));

async function byBrowser(fields: Fields = {}) {
  const browser = tenant.browser();
  const state = new URL(
    (await browser.authorize({ audience, scope: all, ...fields })).headers.get('location') ?? '',
    'http://x',
  );
  const result = await browser.fillIn(state.searchParams.get('state') ?? '', {
    identifier: user.email ?? '',
  });
  if (result.failure) throw new Error(result.failure.message);
  const exchange = async (url: string) => {
    const code = new URL(url).searchParams.get('code') ?? '';
    return (await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback })).body;
  };
  const again = async () =>
    exchange((await browser.authorize({ audience, scope: all })).headers.get('location') ?? '');
  return { first: await exchange(result.redirectTo), again };
}

describe('an API that enforces its policies', () => {
  it('has only what the user may do on their token, by the password, the browser, its session and a refresh', async () => {
    const { first, again } = await byBrowser();
    const answers = [await byPassword(), first, await again()];
    answers.push((await refresh(answers[0]?.refresh_token)).body);
    for (const body of answers) {
      expect(body.scope).toBe('openid offline_access read:orders write:orders');
      const claims = claimsOf(body);
      expect([claims.scope, claims.permissions]).toEqual([body.scope, ['read:orders', 'write:orders']]);
    }
  });

  it('shows all permissions whatever was asked for, and nobody else’s', async () => {
    const claims = claimsOf(await byPassword({ scope: 'read:orders' }));
    expect([claims.scope, claims.permissions]).toEqual(['read:orders', ['read:orders', 'write:orders']]);
    const other = claimsOf(await byPassword({ username: 'ada@example.com' }));
    expect([other.scope, other.permissions]).toEqual(['openid offline_access', []]);
  });

  it('follows what the user may do now, at each refresh', async () => {
    const { refresh_token } = await byPassword();
    await removeRoles(tenant.ctx, user.user_id, { roles: [roleId] });
    const { body } = await refresh(refresh_token);
    expect([body.scope, claimsOf(body).permissions]).toEqual([
      'openid offline_access write:orders',
      ['write:orders'],
    ]);
    await assignRoles(tenant.ctx, user.user_id, { roles: [roleId] });
    expect((await refresh(refresh_token)).body.scope).toBe('openid offline_access read:orders write:orders');
  });

  it('needs no statement more than one that does not', async () => {
    const statements = async (target: string) => {
      const fields = { audience: target };
      const { refresh_token } = await byPassword(fields);
      await byPassword(fields);
      const counts = [];
      for (const work of [() => byPassword(fields), () => refresh(refresh_token)])
        counts.push((await database.queries.during(work)).length);
      return counts;
    };
    expect(await statements(audience)).toEqual(await statements('https://api.example/'));
    expect(await statements(audience)).toEqual([3, 2]);
  });

  it('lets a rule that sets the scopes have the last word, as Auth0 does', async () => {
    const script = `function (user, context, callback) {
      context.accessToken.scope = ['burn:orders'];
      callback(null, user, context);
    }`;
    const { rule } = await createRule(tenant.ctx, { name: 'Burns', script });
    await tenant.changesHeard();
    const claims = claimsOf(await byPassword());
    expect([claims.scope, claims.permissions]).toEqual(['burn:orders', ['read:orders', 'write:orders']]);
    await deleteRule(tenant.ctx, rule.id);
    await tenant.changesHeard();
  });

  it('puts an application’s own scopes into permissions too', async () => {
    await setClientGrant(tenant.ctx, tenant.web.client_id, audience, ['burn:orders']);
    await tenant.changesHeard();
    const { body } = await tenant.token({ grant_type: 'client_credentials', audience });
    const claims = claimsOf(body);
    expect([claims.scope, claims.permissions]).toEqual(['burn:orders', ['burn:orders']]);
  });
});

describe('an API that does not', () => {
  it('grants what is asked for and shows no permissions, whatever its dialect', async () => {
    await change({ enforce_policies: false });
    const claims = claimsOf(await byPassword());
    expect([claims.scope, claims.permissions]).toEqual([all, undefined]);
  });
});

describe('dialects and algorithms', () => {
  it('RFC 9068: typ at+jwt, client_id in the place of azp, no gty; /userinfo takes the token', async () => {
    for (const token_dialect of ['rfc9068_profile', 'rfc9068_profile_authz'] as const) {
      await change({ token_dialect });
      const body = await byPassword();
      const claims = claimsOf(body);
      expect(decodeProtectedHeader(String(body.access_token)).typ).toBe('at+jwt');
      expect(claims).toMatchObject({ client_id: tenant.web.client_id, jti: expect.any(String) });
      expect([claims.azp, claims.gty]).toEqual([undefined, undefined]);
      const shown = token_dialect.endsWith('_authz') ? ['read:orders', 'write:orders'] : undefined;
      expect(claims.permissions).toEqual(shown);
      expect((await tenant.userinfo(body.access_token)).status).toBe(200);
    }
    await change({ token_dialect: 'access_token' });
    expect(claimsOf(await byPassword()).permissions).toBeUndefined();
  });

  it.each(['RS512', 'PS256'] as const)(
    '%s is signed and can be verified by the published keys',
    async (alg) => {
      const publish = async () => (await tenant.request('/.well-known/jwks.json')).json();
      const before = await publish();
      await change({ signing_alg: alg });
      const body = await byPassword();
      const token = String(body.access_token);
      const published = await publish();
      const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(published), {
        currentDate: tenant.ctx.now(),
      });
      expect(protectedHeader.alg).toBe(alg);
      expect((await tenant.userinfo(token)).status).toBe(200);
      expect(decodeProtectedHeader(String(body.id_token)).alg).toBe('RS256');
      // For an API that does without, the document is as before.
      expect(published.keys.slice(0, before.keys.length)).toEqual(before.keys);
      await change({ signing_alg: 'RS256' });
      expect(await publish()).toEqual(before);
    },
  );
});

describe('security lesson 29: what is deleted gives nothing to what is made later under its name', () => {
  it('a scope', async () => {
    await setClientGrant(tenant.ctx, tenant.web.client_id, audience, ['read:orders', 'write:orders']);
    const { refresh_token } = await byPassword();
    await change({ scopes: [{ value: 'burn:orders' }] });
    expect((await refresh(refresh_token)).body.scope).toBe('openid offline_access');
    await change({ scopes: scopes.map((value) => ({ value })) });
    const claims = claimsOf(await byPassword());
    expect([claims.scope, claims.permissions]).toEqual(['openid offline_access', []]);
    expect((await refresh(refresh_token)).body.scope).toBe('openid offline_access');
    const machine = await tenant.token({ grant_type: 'client_credentials', audience });
    expect([machine.status, machine.body.scope]).toEqual([200, undefined]);
  });

  it('an API, whose refresh tokens end with it', async () => {
    await setClientGrant(tenant.ctx, tenant.web.client_id, audience, ['read:orders']);
    const { refresh_token } = await byPassword();
    await deleteResourceServer(tenant.ctx, audience);
    await tenant.changesHeard();
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant');
    tenant.ctx.clock.advance(1);
    await make({ enforce_policies: true, token_dialect: 'access_token_authz' });
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant');
    expect(claimsOf(await byPassword()).permissions).toEqual([]);
    const machine = await tenant.token({ grant_type: 'client_credentials', audience });
    expect(machine.body.error).toBe('access_denied');
  });

  it('a user', async () => {
    await deleteUser(tenant.ctx, user.user_id);
    const left = await database.sql`
      select user_id from user_roles where user_id = ${user.user_id}
      union all select user_id from user_permissions where user_id = ${user.user_id}`;
    expect(left).toEqual([]);
  });

  it('a role', async () => {
    await deleteRole(tenant.ctx, roleId);
    await createRole(tenant.ctx, { name: `Clerk ${count}` });
    expect(claimsOf(await byPassword()).permissions).toEqual(['write:orders']);
  });
});

describe('roles', () => {
  it('are shown to rules by name, at the time of the sign-in', async () => {
    const script = `function (user, context, callback) {
      context.idToken['https://app.example/roles'] = context.authorization.roles;
      callback(null, user, context);
    }`;
    const { rule } = await createRule(tenant.ctx, { name: 'Shows roles', script });
    await tenant.changesHeard();
    const { id } = await createRole(tenant.ctx, { name: `Auditor ${count}` });
    await assignRoles(tenant.ctx, user.user_id, { roles: [id] });
    const rolesOf = (body: Record<string, unknown>) =>
      decodeJwt(String(body.id_token))['https://app.example/roles'];
    const body = await byPassword();
    expect(rolesOf(body)).toEqual([`Auditor ${count}`, `Clerk ${count}`]);
    await updateRole(tenant.ctx, id, { name: `Zookeeper ${count}` });
    const { first, again } = await byBrowser();
    for (const each of [first, await again(), (await refresh(body.refresh_token)).body])
      expect(rolesOf(each)).toEqual([`Clerk ${count}`, `Zookeeper ${count}`]);
    await deleteRule(tenant.ctx, rule.id);
    await tenant.changesHeard();
  });

  it('never make an administrator of the console, nor widen a person’s token for the Management API', async () => {
    const { ctx } = tenant;
    const management = managementAudience();
    const granted = managementScopes.map((permission_name) => ({
      resource_server_identifier: management,
      permission_name,
    }));
    await addRolePermissions(ctx, roleId, { permissions: granted });
    await updateRole(ctx, roleId, { name: 'admin' });
    expect(await isAdmin(ctx, user.user_id)).toBe(false);
    const scope = 'openid read:current_user read:users update:users';
    const claims = claimsOf(await byPassword({ audience: management, scope }));
    expect([claims.scope, claims.permissions]).toEqual(['openid read:current_user', undefined]);
    await expect(updateResourceServer(ctx, management, { enforce_policies: true })).rejects.toThrow(
      'enforce_policies of Auth0 Management API cannot be changed',
    );
    expect(await getResourceServer(ctx, management)).toMatchObject({ enforce_policies: false });
    await updateRole(ctx, roleId, { name: `Clerk ${count}` });
  });
});

describe('client grants', () => {
  it('of the Management API may name scopes that Annex does not know; no token carries them', async () => {
    const { ctx, web } = tenant;
    const management = managementAudience();
    const scope = ['read:users', 'read:branding'];
    await setClientGrant(ctx, web.client_id, management, scope);
    await tenant.changesHeard();
    const grant = { grant_type: 'client_credentials', audience: management };
    const { body } = await tenant.token(grant);
    expect([body.scope, claimsOf(body).scope]).toEqual(['read:users', 'read:users']);
    expect((await tenant.token({ ...grant, scope: 'read:branding' })).body).toMatchObject({
      error: 'access_denied',
      error_description: 'Client has not been granted scopes: read:branding',
    });
  });

  it('of all scopes follow the API', async () => {
    await createClientGrant(tenant.ctx, {
      client_id: tenant.web.client_id,
      audience,
      allow_all_scopes: true,
    });
    await tenant.changesHeard();
    const granted = async () =>
      (await tenant.token({ grant_type: 'client_credentials', audience })).body.scope;
    expect(await granted()).toBe(scopes.join(' '));
    await change({ scopes: [{ value: 'read:orders' }, { value: 'count:orders' }] });
    expect(await granted()).toBe('read:orders count:orders');
  });
});
