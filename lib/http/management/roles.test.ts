import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { api } from '@/lib/http/oidc/scenario.fixture';
import { managementAudience } from '@/lib/oidc';
import {
  addRolePermissions,
  addUserPermissions,
  assignRoles,
  assignUsers,
  createRole,
  deleteRole,
  removeRolePermissions,
  removeRoles,
  removeUserPermissions,
  updateRole,
} from '@/lib/roles';
import { testDatabase } from '@/lib/testing';
import { expectGate } from './gate.fixture';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const noRole = { statusCode: 404, error: 'Not Found', message: 'The role does not exist.' };
const noUser = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The user does not exist.',
  errorCode: 'inexistent_user',
};
const post = (body: unknown) => tenant.call('POST', '/roles', { body });
const make = async (name = `Role ${++count}`) => (await post({ name })).body as { id: string; name: string };
const permission = (permission_name: string, resource_server_identifier = api) => ({
  resource_server_identifier,
  permission_name,
});
const permissions = (...names: string[]) => ({ permissions: names.map((name) => permission(name)) });
/** Before and after of the one change that is recorded so. */
const recorded = async (description: string) => {
  const rows = await database.sql<{ details: { before: unknown; after: unknown } }[]>`
    select details from logs where description = ${description}`;
  return rows.map(({ details }) => [details.before, details.after]);
};

describe('every route of roles and permissions', () => {
  it.each([
    ['GET', '/roles', ['read:roles']],
    ['POST', '/roles', ['create:roles']],
    ['GET', '/roles/x', ['read:roles']],
    ['PATCH', '/roles/x', ['update:roles']],
    ['DELETE', '/roles/x', ['delete:roles']],
    ['GET', '/roles/x/permissions', ['read:roles']],
    ['POST', '/roles/x/permissions', ['update:roles']],
    ['DELETE', '/roles/x/permissions', ['update:roles']],
    ['GET', '/roles/x/users', ['read:users', 'read:role_members']],
    ['POST', '/roles/x/users', ['update:users', 'create:role_members']],
    ['GET', '/users/x/roles', ['read:users', 'read:roles', 'read:role_members']],
    ['POST', '/users/x/roles', ['update:users', 'create:role_members']],
    ['DELETE', '/users/x/roles', ['update:users', 'delete:role_members']],
    ['GET', '/users/x/permissions', ['read:users']],
    ['POST', '/users/x/permissions', ['update:users']],
    ['DELETE', '/users/x/permissions', ['update:users']],
    ['GET', '/users/x/effective-roles', ['read:users', 'read:roles', 'read:role_members']],
    ['GET', '/users/x/effective-permissions', ['read:users']],
  ] as const)('%s %s asks for a token and for any of %j', (method, at, scopes) =>
    expectGate(tenant, method, at, scopes),
  );

  it('answers 404 for a role or a user that is not there', async () => {
    const { id } = await make();
    const change = permissions('read:orders');
    const bodies: [string, string, unknown][] = [
      ['GET', '/roles/rol_x', undefined],
      ['PATCH', '/roles/rol_x', { name: 'x' }],
      ['DELETE', '/roles/rol_x', undefined],
      ['GET', '/roles/rol_x/permissions', undefined],
      ['POST', '/roles/rol_x/permissions', change],
      ['DELETE', '/roles/rol_x/permissions', change],
      ['GET', '/roles/rol_x/users', undefined],
      ['POST', '/roles/rol_x/users', { users: [tenant.ada.user_id] }],
      ['POST', `${userPath(tenant.ada.user_id)}/roles`, { roles: [id, 'rol_x'] }],
    ];
    for (const [method, path, body] of bodies)
      expect([path, (await tenant.call(method, path, { body })).body]).toEqual([path, noRole]);
    const ofUsers: [string, string, unknown][] = [
      ['GET', '/users/x/roles', undefined],
      ['POST', '/users/x/roles', { roles: [id] }],
      ['DELETE', '/users/x/roles', { roles: [id] }],
      ['GET', '/users/x/permissions', undefined],
      ['POST', '/users/x/permissions', change],
      ['DELETE', '/users/x/permissions', change],
      ['GET', '/users/x/effective-roles', undefined],
      ['GET', `/users/x/effective-permissions?resource_server_identifier=${api}`, undefined],
      ['POST', `/roles/${id}/users`, { users: [tenant.ada.user_id, 'x'] }],
    ];
    for (const [method, path, body] of ofUsers)
      expect([path, (await tenant.call(method, path, { body })).body]).toEqual([path, noUser]);
    expect((await tenant.call('GET', `${userPath(tenant.ada.user_id)}/roles`)).body).toEqual([]);
  });
});

describe('/roles', () => {
  it('POST answers 200, PATCH 200, DELETE 200 {} and then 404; each is recorded', async () => {
    const { status, body } = await post({ name: 'Editor', description: 'Edits', type: 'tenant' });
    const { id } = body;
    const made = { id: expect.stringMatching(/^rol_[A-Za-z0-9]{16}$/), name: 'Editor', description: 'Edits' };
    expect([status, body]).toEqual([200, made]);
    expect(await recorded(`Create role ${id}`)).toEqual([[null, body]]);
    const patched = await tenant.call('PATCH', `/roles/${id}`, { body: { description: 'Edits all' } });
    expect([patched.status, patched.body]).toEqual([200, { ...made, description: 'Edits all' }]);
    expect((await tenant.call('GET', `/roles/${id}`)).body).toEqual(patched.body);
    const deleted = await tenant.call('DELETE', `/roles/${id}`);
    expect([deleted.status, deleted.body]).toEqual([200, {}]);
    expect(await recorded(`Delete role ${id}`)).toEqual([[patched.body, null]]);
    expect((await tenant.call('DELETE', `/roles/${id}`)).body).toEqual(noRole);
  });

  it('keeps names apart', async () => {
    const { name } = await make();
    const { id } = await make();
    const conflict = {
      statusCode: 409,
      error: 'Conflict',
      message: 'A role with the same name already exists',
    };
    expect((await post({ name })).body).toEqual(conflict);
    expect((await tenant.call('PATCH', `/roles/${id}`, { body: { name } })).body).toEqual(conflict);
    const both = await Promise.all([post({ name: 'Raced' }), post({ name: 'Raced' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it.each([
    [{}, "'Missing required property: name'"],
    [{ name: '' }, "'Too small: expected string to have >=1 characters' on property name"],
    [{ name: 'a\0' }, "'Control characters are not allowed' on property name"],
    [{ name: 'x', id: 'rol_mine' }, "'Additional properties not allowed: id'"],
    [
      { name: 'x', type: 'organization' },
      "'Annex has no roles of organizations; only tenant is accepted' on property type",
    ],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body.message]).toEqual([400, `Payload validation error: ${fault}.`]);
  });

  it('lists by name, by any part of it in whichever case, and takes what deploy-cli sends', async () => {
    await Promise.all(['Zeta_100%', 'alpha zeta', 'Other'].map(make));
    const list = (query: string) => tenant.call('GET', `/roles?${query}`);
    const found = async (filter: string) =>
      (await list(`name_filter=${encodeURIComponent(filter)}`)).body.map(
        ({ name }: { name: string }) => name,
      );
    expect((await found('ZETA')).toSorted()).toEqual(['Zeta_100%', 'alpha zeta']);
    expect(await found('_100%')).toEqual(['Zeta_100%']);
    expect(await found('%')).toEqual(['Zeta_100%']);
    const { body } = await list('per_page=2&page=1&include_totals=true&type=tenant');
    expect(body).toMatchObject({ start: 2, limit: 2, roles: [expect.anything(), expect.anything()] });
    expect((await list('type=organization')).status).toBe(400);
  });
});

describe('/roles/{id}/permissions', () => {
  it('POST answers 201 {} and DELETE 204; what is there or not there already is passed over', async () => {
    const { id } = await make();
    const path = `/roles/${id}/permissions`;
    for (let again = 0; again < 2; again++) {
      const body = permissions('read:orders', 'write:orders', 'read:orders');
      const added = await tenant.call('POST', path, { body });
      expect([added.status, added.body]).toEqual([201, {}]);
    }
    const after = { permissions: [`${api} read:orders`, `${api} write:orders`] };
    expect(await recorded(`Create role_permissions ${id}`)).toEqual([[null, after]]);
    expect((await tenant.call('GET', `${path}?include_totals=true&per_page=1&page=1`)).body).toEqual({
      start: 1,
      limit: 1,
      total: 2,
      permissions: [{ ...permission('write:orders'), resource_server_name: 'Shop API' }],
    });
    for (let again = 0; again < 2; again++) {
      const removed = await tenant.call('DELETE', path, { body: permissions('write:orders', 'no:such') });
      expect([removed.status, removed.body]).toEqual([204, null]);
    }
    expect((await tenant.call('GET', path)).body).toHaveLength(1);
  });

  it('refuses a scope that its API lacks, and adds none of the others', async () => {
    const { id } = await make();
    const path = `/roles/${id}/permissions`;
    for (const unknown of [permission('burn:orders'), permission('read:orders', 'urn:nothing')]) {
      const body = { permissions: [permission('read:orders'), unknown] };
      expect((await tenant.call('POST', path, { body })).body).toMatchObject({
        statusCode: 404,
        errorCode: 'inexistent_resource_server_permission',
      });
    }
    expect((await tenant.call('GET', path)).body).toEqual([]);
  });
});

describe('/users/{id}/permissions and what a user holds by roles', () => {
  it('says what for and where from', async () => {
    const { user_id } = await tenant.makeUser();
    const role = await make();
    await tenant.call('POST', `/roles/${role.id}/permissions`, { body: permissions('read:orders') });
    const path = `${userPath(user_id)}/permissions`;
    const added = await tenant.call('POST', path, { body: permissions('read:orders', 'write:orders') });
    expect([added.status, added.body]).toEqual([201, {}]);
    const assigned = await tenant.call('POST', `${userPath(user_id)}/roles`, { body: { roles: [role.id] } });
    expect([assigned.status, assigned.body]).toEqual([204, null]);
    const direct = { source_id: '', source_name: '', source_type: 'DIRECT' };
    const byRole = { source_id: role.id, source_name: role.name, source_type: 'ROLE' };
    const resource_server_name = 'Shop API';
    const held = [
      { ...permission('read:orders'), resource_server_name, sources: [direct, byRole] },
      { ...permission('write:orders'), resource_server_name, sources: [direct] },
    ];
    expect((await tenant.call('GET', path)).body).toEqual(held);
    const second = await tenant.call('GET', `${path}?per_page=1&page=1&include_totals=true`);
    expect(second.body).toEqual({ start: 1, limit: 1, total: 2, permissions: [held[1]] });
    const effective = `${userPath(user_id)}/effective-permissions?resource_server_identifier=${api}`;
    const sources = ['direct', 'roles'];
    expect((await tenant.call('GET', effective)).body).toEqual({
      permissions: [
        { ...held[0], sources },
        { ...held[1], sources: ['direct'] },
      ],
    });
    const missing = await tenant.call('GET', `${userPath(user_id)}/effective-permissions`);
    expect([missing.status, missing.body.errorCode]).toEqual([400, 'invalid_query_string']);
    const removed = await tenant.call('DELETE', path, { body: permissions('read:orders', 'no:such') });
    expect(removed.status).toBe(204);
    expect((await tenant.call('GET', path)).body[0]).toMatchObject({ sources: [byRole] });
  });

  it('answers 404 for an unknown permission on POST and 204 on DELETE', async () => {
    const path = `${userPath(tenant.ada.user_id)}/permissions`;
    const body = permissions('burn:orders');
    expect((await tenant.call('POST', path, { body })).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: `The permission burn:orders of ${api} does not exist.`,
      errorCode: 'inexistent_resource_server_permission',
    });
    expect((await tenant.call('DELETE', path, { body })).status).toBe(204);
  });
});

describe('/users/{id}/roles and /roles/{id}/users', () => {
  it('give and take; what is held or not held already is passed over, and history names who did it', async () => {
    const { user_id } = await tenant.makeUser();
    const path = `${userPath(user_id)}/roles`;
    const [a, b] = [await make('B first'), await make('A second')];
    for (let again = 0; again < 2; again++)
      expect((await tenant.call('POST', path, { body: { roles: [a.id, b.id, a.id] } })).status).toBe(204);
    const after = { roles: [a.id, b.id].toSorted() };
    expect(await recorded(`Create user_roles ${user_id}`)).toEqual([[null, after]]);
    const { body } = await tenant.call('GET', `${path}?include_totals=true`);
    expect(body).toEqual({ start: 0, limit: 50, total: 2, roles: [b, a] });
    for (let again = 0; again < 2; again++)
      expect((await tenant.call('DELETE', path, { body: { roles: [a.id, 'rol_x'] } })).status).toBe(204);
    expect((await tenant.call('GET', path)).body).toEqual([b]);
    const given = await tenant.call('POST', `/roles/${a.id}/users`, { body: { users: [user_id] } });
    expect([given.status, given.body]).toEqual([200, {}]);
    expect((await tenant.call('GET', path)).body).toEqual([b, a]);
    const members = await tenant.call('GET', `/roles/${a.id}/users?include_totals=true`);
    expect(members.body).toMatchObject({ total: 1, users: [{ user_id, email: expect.any(String) }] });
  });

  it('lists members by number without a wall, and by checkpoint, whose cursor is data', async () => {
    const { id } = await make();
    await database.sql`
      with n as (select 'sms|' || lpad(i::text, 5, '0') as id from generate_series(1, 1100) i),
        u as (insert into users (user_id, connection, created_at, version) select id, 'sms', now(), 1 from n)
      insert into user_roles (user_id, role_id, created_at) select id, ${id}, now() from n`;
    const list = (query: string) => tenant.call('GET', `/roles/${id}/users?${query}`);
    expect((await list('per_page=100&page=10&include_totals=true')).body).toMatchObject({
      start: 1000,
      total: 1100,
    });
    expect((await list('per_page=100&page=10')).body).toHaveLength(100);
    const { users, next } = (await list('take=1')).body;
    expect(users).toEqual([{ user_id: 'sms|00001' }]);
    expect((await list(`take=1&from=${next}`)).body.users).toEqual([{ user_id: 'sms|00002' }]);
    const injected = Buffer.from("' or true --").toString('base64url');
    expect((await list(`from=${injected}`)).status).toBe(200);
    expect((await list('from=%00')).status).toBe(400);
  });

  it.each([
    [{ roles: [] }, "'Too small: expected array to have >=1 items' on property roles"],
    [{ roles: 'rol_x' }, "'Invalid input: expected array, received string' on property roles"],
    [{ roles: ['a\0'] }, "'Control characters are not allowed' on property roles.0"],
    [{ roles: ['x'], admin: true }, "'Additional properties not allowed: admin'"],
  ])('refuses %j', async (body, fault) => {
    const answer = await tenant.call('POST', `${userPath(tenant.ada.user_id)}/roles`, { body });
    expect([answer.status, answer.body.message]).toEqual([400, `Payload validation error: ${fault}.`]);
  });
});

describe('the limits of section 11', () => {
  const full = (what: string) => ({
    statusCode: 403,
    error: 'Forbidden',
    message: `The limit of ${what} is reached.`,
    errorCode: 'too_many_entities',
  });

  it('50 roles of a user, also for several who come at once', async () => {
    const { user_id } = await tenant.makeUser();
    const roles = (await Promise.all(Array.from({ length: 52 }, () => make()))).map(({ id }) => id);
    const give = (ids: string[]) =>
      tenant.call('POST', `${userPath(user_id)}/roles`, { body: { roles: ids } });
    expect((await give(roles.slice(0, 51))).body).toEqual(full('50 roles per user'));
    expect((await tenant.call('GET', `${userPath(user_id)}/roles`)).body).toEqual([]);
    expect((await give(roles.slice(0, 49))).status).toBe(204);
    const raced = await Promise.all(roles.slice(49).map((id) => give([id])));
    expect(raced.map(({ status }) => status).toSorted()).toEqual([204, 403, 403]);
    const users = { body: { users: [tenant.ada.user_id, user_id] } };
    const byRole = await tenant.call('POST', `/roles/${(await make()).id}/users`, users);
    expect(byRole.body).toEqual(full('50 roles per user'));
    const held = await tenant.call('GET', `${userPath(user_id)}/roles?include_totals=true`);
    expect(held.body.total).toBe(50);
  });

  it('1,000 permissions of a role and of a user, 1,000 roles', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `scope:${index}`);
    for (const identifier of ['urn:wide:1', 'urn:wide:2']) {
      const body = { identifier, scopes: names.map((value) => ({ value })) };
      expect((await tenant.call('POST', '/resource-servers', { body })).status).toBe(201);
    }
    const { id } = await make();
    const all = { permissions: names.map((name) => permission(name, 'urn:wide:1')) };
    const more = { permissions: [permission('scope:0', 'urn:wide:2')] };
    const { user_id } = await tenant.makeUser();
    for (const [path, what] of [
      [`/roles/${id}/permissions`, '1000 permissions per role'],
      [`${userPath(user_id)}/permissions`, '1000 permissions per user'],
    ] as const) {
      expect((await tenant.call('POST', path, { body: all })).status).toBe(201);
      expect((await tenant.call('POST', path, { body: more })).body).toEqual(full(what));
    }
    await database.sql`
      insert into roles (id, name, created_at)
      select 'rol_' || i, 'Filler ' || i, now() from generate_series(1, 1000) i`;
    expect((await post({ name: 'One too many' })).body).toEqual(full('1000 roles per tenant'));
    await database.sql`delete from roles where name like 'Filler %'`;
  });
});

describe('who decides what users are allowed', () => {
  it('never what runs for a sign-in, a job, a person or who is not known, whatever else they may write', async () => {
    const { id } = await make();
    const { user_id: userId } = tenant.ada;
    const scopes = ['update:users', 'update:roles', 'create:roles', 'delete:roles', 'create:role_members'];
    const actors: Actor[] = [
      { type: 'rule', ruleId: 'rul_x', ruleName: 'x', ruleVersion: 1, loginId: 'l', userId },
      { type: 'job', jobId: 'j', kind: 'users_import' },
      { type: 'self', userId, scopes: [] },
      { type: 'self', userId, scopes: ['update:current_user_metadata'] },
      { type: 'self', userId, scopes },
      { type: 'superuser', scopes } as unknown as Actor,
    ];
    const rows = () => database.sql`
      select 'r', count(*) from roles union all select 'p', count(*) from role_permissions
      union all select 'u', count(*) from user_roles union all select 'd', count(*) from user_permissions`;
    const before = await rows();
    for (const actor of actors) {
      const ctx = database.context(actor);
      const tries = [
        () => createRole(ctx, { name: 'Mine' }),
        () => updateRole(ctx, id, { name: 'Mine' }),
        () => deleteRole(ctx, id),
        () => addRolePermissions(ctx, id, permissions('read:orders')),
        () => removeRolePermissions(ctx, id, permissions('read:orders')),
        () => assignUsers(ctx, id, { users: [userId] }),
        () => assignRoles(ctx, userId, { roles: [id] }),
        () => removeRoles(ctx, userId, { roles: [id] }),
        () => addUserPermissions(ctx, userId, permissions('read:orders')),
        () => removeUserPermissions(ctx, userId, permissions('read:orders')),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toBeInstanceOf(Forbidden);
    }
    expect(await rows()).toEqual(before);
  });

  it('a person sees neither their own roles nor permissions with their own token, and changes none', async () => {
    const token = await tenant.userToken(tenant.ada);
    const me = userPath(tenant.ada.user_id);
    const { id } = await make();
    for (const [method, path, body] of [
      ['GET', `${me}/roles`, undefined],
      ['POST', `${me}/roles`, { roles: [id] }],
      ['DELETE', `${me}/roles`, { roles: [id] }],
      ['POST', `${me}/permissions`, permissions('read:orders')],
      ['POST', `/roles/${id}/users`, { users: [tenant.ada.user_id] }],
    ] as const)
      expect((await tenant.call(method, path, { token, body })).status).toBe(403);
  });

  it('a role may hold any permission of the Management API, which no person’s token carries', async () => {
    const { id } = await make();
    const body = { permissions: [permission('update:users', managementAudience())] };
    expect((await tenant.call('POST', `/roles/${id}/permissions`, { body })).status).toBe(201);
    const user = await tenant.makeUser();
    await tenant.call('POST', `${userPath(user.user_id)}/roles`, { body: { roles: [id] } });
    const token = await tenant.userToken(user, ['update:users', 'read:current_user']);
    const patch = { token, body: { name: 'X' } };
    expect((await tenant.call('PATCH', userPath(tenant.ada.user_id), patch)).status).toBe(403);
  });
});
