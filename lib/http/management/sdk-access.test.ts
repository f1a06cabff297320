import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
const audience = 'https://orders.example/v1/';
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

/** All that an SDK list gives when it is read to its end. */
async function collect<T>(pages: Promise<AsyncIterable<T>>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of await pages) found.push(item);
  return found;
}

const failure = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof ManagementError)) throw new Error('The call did not fail.');
  return [error.statusCode, (error.body as { errorCode?: string }).errorCode];
};

const permission = (name: string) => ({ resource_server_identifier: audience, permission_name: name });

describe('auth0, the official SDK: APIs and client grants', () => {
  it('creates, reads, updates, lists and deletes an API', async () => {
    const { resourceServers } = tenant.management;
    const made = await resourceServers.create({
      identifier: audience,
      name: 'Orders',
      scopes: [{ value: 'read:orders', description: 'Read orders' }, { value: 'write:orders' }],
      enforce_policies: true,
      token_dialect: 'access_token_authz',
    });
    expect(made).toMatchObject({ identifier: audience, signing_alg: 'RS256', token_lifetime: 86_400 });
    expect(await resourceServers.get(audience)).toEqual(made);
    const updated = await resourceServers.update(made.id ?? '', { token_lifetime: 600 });
    expect(updated).toMatchObject({ token_lifetime: 600, token_lifetime_for_web: 600 });
    const all = await collect(resourceServers.list());
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Auth0 Management API', 'Shop API', 'Orders']),
    );
    const asked = { identifiers: [audience, 'https://api.example/'], per_page: 1 };
    const some = await collect(resourceServers.list(asked));
    expect(some.map(({ identifier }) => identifier).toSorted()).toEqual(asked.identifiers.toSorted());
    expect(await failure(resourceServers.get('nothing'))).toEqual([404, 'inexistent_resource_server']);
    await resourceServers.create({ identifier: 'urn:short-lived' });
    for (let again = 0; again < 2; again++) await resourceServers.delete('urn:short-lived');
  });

  it('creates, reads, updates, lists and deletes a client grant', async () => {
    const { clientGrants } = tenant.management;
    const { client_id } = tenant.web;
    const made = await clientGrants.create({ client_id, audience, scope: ['read:orders'] });
    const id = made.id ?? '';
    expect(made).toMatchObject({ id: expect.stringMatching(/^cgr_\w{16}$/), client_id, audience });
    expect(await clientGrants.get(id)).toEqual(made);
    const scope = ['read:orders', 'write:orders'];
    expect(await clientGrants.update(id, { scope })).toEqual({ ...made, scope });
    expect((await collect(clientGrants.list({ client_id, take: 1 }))).length).toBe(3);
    expect(await collect(clientGrants.list({ audience }))).toEqual([{ ...made, scope }]);
    expect(await failure(clientGrants.create({ client_id, audience, scope }))).toEqual([409, undefined]);
    for (let again = 0; again < 2; again++) await clientGrants.delete(id);
    expect(await failure(clientGrants.get(id))).toEqual([404, 'inexistent_client_grant']);
  });
});

describe('auth0, the official SDK: roles and permissions', () => {
  it('creates, reads, updates, lists and deletes a role with its permissions', async () => {
    const { roles } = tenant.management;
    const made = await roles.create({ name: 'Clerk', description: 'Reads' });
    const id = made.id ?? '';
    expect(id).toMatch(/^rol_\w{16}$/);
    await roles.update(id, { description: 'Reads orders' });
    expect(await roles.get(id)).toEqual({ id, name: 'Clerk', description: 'Reads orders' });
    await roles.permissions.add(id, { permissions: [permission('read:orders'), permission('write:orders')] });
    await roles.permissions.delete(id, { permissions: [permission('write:orders')] });
    expect(await collect(roles.permissions.list(id))).toEqual([
      { ...permission('read:orders'), description: 'Read orders', resource_server_name: 'Orders' },
    ]);
    expect(await collect(roles.list({ name_filter: 'CLER' }))).toHaveLength(1);
    await roles.delete(id);
    expect(await failure(roles.delete(id))).toEqual([404, undefined]);
  });

  it('gives a user roles and permissions and takes them', async () => {
    const { roles, users } = tenant.management;
    const { user_id: id } = tenant.ada;
    const role = await roles.create({ name: 'Packer' });
    const roleId = role.id ?? '';
    await roles.permissions.add(roleId, { permissions: [permission('read:orders')] });
    await users.roles.assign(id, { roles: [roleId] });
    expect(await collect(users.roles.list(id))).toEqual([role]);
    await users.permissions.create(id, { permissions: [permission('write:orders')] });
    const held = await collect(users.permissions.list(id));
    expect(held.map(({ permission_name }) => permission_name)).toEqual(['read:orders', 'write:orders']);
    expect((await collect(users.effectiveRoles.list(id)))[0]).toMatchObject({ sources: ['direct'] });
    const effective = { resource_server_identifier: audience, take: 1 };
    const sources = await collect(users.effectivePermissions.list(id, effective));
    expect(sources.map((each) => each.sources)).toEqual([['roles'], ['direct']]);
    await users.permissions.delete(id, { permissions: [permission('write:orders')] });
    await users.roles.delete(id, { roles: [roleId] });
    expect(await collect(users.permissions.list(id))).toEqual([]);
    const unknown = { permissions: [permission('burn:orders')] };
    expect(await failure(users.permissions.create(id, unknown))).toEqual([
      404,
      'inexistent_resource_server_permission',
    ]);
    await users.permissions.delete(id, unknown);
  });

  it('lists the members of a role past 1,000, each once', async () => {
    const { roles } = tenant.management;
    const { id = '' } = await roles.create({ name: 'Everybody' });
    await database.sql`
      with n as (select 'auth0|m' || lpad(i::text, 5, '0') as id from generate_series(1, 1150) i),
        u as (insert into users (user_id, connection, email, user_metadata, created_at, version)
          select id, 'Username-Password-Authentication', id || '@example.com', null, now(), 1 from n)
      insert into user_roles (user_id, role_id, created_at) select id, ${id}, now() from n`;
    const { ada } = tenant;
    await roles.users.assign(id, { users: [ada.user_id] });
    const found = await collect(roles.users.list(id, { take: 100 }));
    expect(new Set(found.map(({ user_id }) => user_id)).size).toBe(1151);
    const { user_id, email, name, picture } = ada;
    expect(found.find((each) => each.user_id === user_id)).toEqual({ user_id, email, name, picture });
  });
});
