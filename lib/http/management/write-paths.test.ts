import { beforeAll, describe, expect, it } from 'vitest';
import { managementScopes, type Scope, selfScopes } from '@/lib/access';
import {
  defaultConnection,
  ensureConnection,
  getConnection,
  updateConnectionClients,
} from '@/lib/connections';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { asJson, password } from '@/lib/http/oidc/scenario.fixture';
import { importUsers, readRecords } from '@/lib/imports';
import { createRule, deleteRule } from '@/lib/rules';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteUser, restoreUser, type UserView, updateUser } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Handles';
let tenant: Tenant;
let count = 0;

/** Every field that some request may name, with a value that differs from what is stored. */
const values = {
  email: 'new@example.com',
  email_verified: true,
  username: 'new',
  phone_number: '+4911111',
  phone_verified: true,
  name: 'New',
  nickname: 'new',
  given_name: 'New',
  family_name: 'New',
  picture: 'https://new.example/',
  blocked: true,
  password: 'Another-Horse-9',
  user_metadata: { level: 9 },
  app_metadata: { role: 'admin' },
} as const;
type Field = keyof typeof values;
const fields = Object.keys(values) as Field[];
const profile: Field[] = ['name', 'nickname', 'given_name', 'family_name', 'picture'];
const bags: Field[] = ['user_metadata', 'app_metadata'];

let plain: UserView;
let admin: UserView;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, connection, { requires_username: true });
  const { id } = await getConnection(tenant.ctx, connection);
  await updateConnectionClients(tenant.ctx, id, [{ client_id: tenant.machine.client_id, status: true }]);
  const make = () => tenant.makeUser({ connection, username: `old${++count}`, user_metadata: { level: 1 } });
  plain = await make();
  admin = await make();
  await grantAdmin(tenant.ctx, admin.user_id);
});

/** What is stored of a user, by the field that a request would name. */
async function stored(userId: string): Promise<Record<Field, unknown>> {
  const [row] = await database.sql<Record<Field, unknown>[]>`
    select u.email, u.email_verified, u.username, u.phone_number, u.phone_verified, u.name, u.nickname,
      u.given_name, u.family_name, u.picture, u.blocked, c.password_hash as password, u.user_metadata,
      u.app_metadata
    from users u left join credentials c using (user_id) where user_id = ${userId}`;
  if (!row) throw new Error(`${userId} is gone.`);
  return row;
}

const keysOf = (userId: string) =>
  database.sql`select key, user_id from login_keys where user_id = ${userId}`;

async function putBack(userId: string, row: Record<Field, unknown>, keys: object[]): Promise<void> {
  await database.sql`
    update users u set email = r.email, email_verified = r.email_verified, username = r.username,
      phone_number = r.phone_number, phone_verified = r.phone_verified, name = r.name, nickname = r.nickname,
      given_name = r.given_name, family_name = r.family_name, picture = r.picture, blocked = r.blocked,
      user_metadata = r.user_metadata, app_metadata = r.app_metadata
    from jsonb_populate_record(null::users, ${JSON.stringify(row)}::text::jsonb) r where u.user_id = ${userId}`;
  await database.sql`update credentials set password_hash = ${String(row.password)} where user_id = ${userId}`;
  await database.sql`delete from login_keys where user_id = ${userId}`;
  await database.sql`insert into login_keys ${database.sql(keys)}`;
}

/** Which fields differ after `work`; everything is put back. An expected refusal is no failure. */
async function changedBy(userId: string, work: () => Promise<unknown>): Promise<Field[]> {
  const [before, keys] = [await stored(userId), await keysOf(userId)];
  await work().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
  const after = await stored(userId);
  await putBack(userId, before, keys);
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** The fields that can be changed when each is tried alone. */
async function writable(userId: string, write: (patch: object) => Promise<unknown>): Promise<Field[]> {
  const found: Field[] = [];
  for (const field of fields) {
    const changed = await changedBy(userId, () => write({ [field]: values[field] }));
    // A new address is not a verified one; nothing else may move beside the field that was named.
    const beside = changed.filter(
      (other) => other !== field && !(field === 'email' && other === 'email_verified'),
    );
    expect([field, beside]).toEqual([field, []]);
    if (changed.includes(field)) found.push(field);
  }
  return found;
}

const sorted = (list: readonly string[]) => [...list].sort();

describe('every scope by every field, for a user and for an administrator (security lesson 4)', () => {
  /** What a machine client with this scope alone may change; every other scope changes nothing. */
  const table: Partial<Record<Scope, { plain: Field[]; admin: Field[] }>> = {
    'update:users': { plain: fields, admin: [...profile, ...bags] },
    'update:users_app_metadata': { plain: ['app_metadata'], admin: ['app_metadata'] },
  };

  it.each(managementScopes)('%s', async (scope) => {
    const token = await tenant.machineToken(scope);
    for (const [kind, user] of Object.entries({ plain, admin })) {
      const patch = (body: object) => tenant.call('PATCH', userPath(user.user_id), { token, body });
      const expected = table[scope]?.[kind as 'plain' | 'admin'] ?? [];
      expect([kind, sorted(await writable(user.user_id, patch))]).toEqual([kind, sorted(expected)]);
    }
  });

  it('scopes of people do nothing in the hands of a client, nor made-up ones', async () => {
    for (const scopes of [
      [...selfScopes],
      ['*'],
      ['update:*'],
      ['update:users '],
      ['UPDATE:USERS'],
      ['admin'],
    ]) {
      const client: Actor = { type: 'client', clientId: 'c', scopes };
      const ctx = database.context(client);
      const write = (patch: object) => updateUser(ctx, plain.user_id, patch, { metadata: 'merge' });
      expect(await writable(plain.user_id, write)).toEqual([]);
    }
  });
});

describe('every write path by every privileged field (security lessons 2 and 11)', () => {
  const rule = (userId: string): Actor => ({
    type: 'rule',
    ruleId: 'rul_x',
    ruleName: 'x',
    ruleVersion: 1,
    loginId: 'l',
    userId,
  });
  const action = (userId: string): Actor => ({
    type: 'action',
    actions: [{ id: 'a', name: 'x', version: 1 }],
    loginId: 'l',
    userId,
  });
  // Deleting oneself is a right of its own, tested apart.
  const scopes = selfScopes.filter((scope) => scope !== 'delete:current_user');
  const self = (userId: string): Actor => ({ type: 'self', userId, scopes });
  const visitor: Actor = { type: 'self', userId: '', scopes: [] };
  const job: Actor = { type: 'job', jobId: 'j', kind: 'users_import' };
  const unknown = { type: 'superuser', scopes: managementScopes } as unknown as Actor;

  /** Actor, whom they write, and what may change: by the update verb, merging as the API or replacing as the pages do. */
  const actors: [string, () => Actor, () => UserView, Field[]][] = [
    ['a person on themselves', () => self(plain.user_id), () => plain, ['user_metadata']],
    ['an administrator’s own token on themselves', () => self(admin.user_id), () => admin, ['user_metadata']],
    ['a person on another', () => self(admin.user_id), () => plain, []],
    ['a person on an administrator', () => self(plain.user_id), () => admin, []],
    ['a visitor', () => visitor, () => plain, []],
    ['a rule on who signs in', () => rule(plain.user_id), () => plain, bags],
    ['Actions on who signs in', () => action(plain.user_id), () => plain, bags],
    ['Actions on an administrator', () => action(admin.user_id), () => admin, bags],
    ['a rule on another user', () => rule(plain.user_id), () => admin, bags],
    ['a job on an administrator', () => job, () => admin, [...profile, ...bags]],
    ['an actor of no known kind', () => unknown, () => plain, []],
  ];

  it.each(actors)('updateUser: %s', async (_, actor, target, expected) => {
    const { user_id } = target();
    const ctx = database.context(actor());
    for (const metadata of ['merge', 'replace'] as const) {
      const write = (patch: object) => updateUser(ctx, user_id, patch, { metadata });
      expect(sorted(await writable(user_id, write))).toEqual(sorted(expected));
    }
    const all = await changedBy(user_id, () =>
      updateUser(ctx, user_id, { ...values }, { metadata: 'merge' }),
    );
    expect(all).toEqual([]);
  });

  it.each(actors)('restore, create and delete: %s', async (_, actor, target) => {
    const { user_id } = target();
    await tenant.call('PATCH', userPath(user_id), { body: { app_metadata: { was: 'here' } } });
    const ctx = database.context(actor());
    const changed = await changedBy(user_id, () => restoreUser(ctx, user_id, 1));
    const may = ['rule', 'action', 'job'].includes(ctx.actor.type) ? ['app_metadata'] : [];
    expect(changed).toEqual(may);
    await expect(deleteUser(ctx, user_id)).rejects.toBeInstanceOf(AppError);
    if (ctx.actor.type === 'job') return;
    const made = { connection, username: 'made', email: 'made@example.com', password, app_metadata: {} };
    await expect(createUser(ctx, made)).rejects.toBeInstanceOf(AppError);
  });

  it('POST /users: none but create:users makes a user, with whatever fields', async () => {
    const [before] = await database.sql`select count(*) from users`;
    for (const scope of managementScopes.filter((each) => each !== 'create:users')) {
      const token = await tenant.machineToken(scope);
      const body = { connection, ...values };
      expect((await tenant.call('POST', '/users', { token, body })).status).toBe(403);
    }
    const own = await tenant.userToken(tenant.ada);
    expect(
      (await tenant.call('POST', '/users', { token: own, body: { connection, ...values } })).status,
    ).toBe(403);
    expect(await database.sql`select count(*) from users`).toEqual([before]);
  });

  it('sign-up: a visitor says who they are, and nothing that an administrator says', async () => {
    const privileged = {
      app_metadata: { role: 'admin' },
      appMetadata: { role: 'admin' },
      email_verified: true,
      phone_verified: true,
      blocked: false,
      user_id: 'admin',
      verify_email: false,
      roles: ['admin'],
      identities: [],
      is_admin: true,
      created_at: '2020-01-01T00:00:00.000Z',
      last_login: '2020-01-01T00:00:00.000Z',
      'app_metadata.role': 'admin',
      'user_metadata.role': 'admin',
      __proto__x: {},
    };
    const [before] = await database.sql`select count(*) from users`;
    for (const [name, value] of Object.entries(privileged)) {
      const known = { client_id: tenant.web.client_id, connection: defaultConnection, password };
      const body = { ...known, email: 'visitor@example.com', [name]: value };
      const { status } = await tenant.request('/dbconnections/signup', asJson(body));
      expect([name, status]).toEqual([name, 400]);
    }
    expect(await database.sql`select count(*) from users`).toEqual([before]);
  });

  it('import: a job writes what the contract lists, never the account of an administrator; others nothing', async () => {
    const source = async function* (record: object) {
      yield Buffer.from(JSON.stringify([record]));
    };
    const run = (actor: Actor, target: UserView) => (patch: object) => {
      const { password: plainText, email: _, ...rest } = patch as Record<string, unknown>;
      const hash = {
        algorithm: 'bcrypt',
        hash: { value: `$2a$05$${'C'.repeat(21)}.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW` },
      };
      const record = {
        email: target.email,
        username: target.username,
        ...rest,
        ...(plainText === undefined ? {} : { custom_password_hash: hash }),
      };
      const ctx = database.context(actor, { cause: 'import' });
      return importUsers(ctx, { source: readRecords(source(record)), connection, upsert: true });
    };
    const listed: Field[] = ['email_verified', ...profile, ...bags];
    expect(sorted(await writable(plain.user_id, run(job, plain)))).toEqual(sorted(listed));
    expect(sorted(await writable(admin.user_id, run(job, admin)))).toEqual(sorted([...profile, ...bags]));
    const others: Actor[] = [
      self(plain.user_id),
      visitor,
      rule(plain.user_id),
      unknown,
      { type: 'client', clientId: 'c', scopes: ['create:users'] },
      { type: 'client', clientId: 'c', scopes: ['update:users', 'update:users_app_metadata'] },
    ];
    for (const actor of others) expect(await writable(plain.user_id, run(actor, plain))).toEqual([]);
  });

  it('a rule in a sign-in stores both bags of the user it names, and no field beside them', async () => {
    const script = (userId: string) => `async function (user, context, callback) {
      Object.assign(user, ${JSON.stringify({ ...values, app_metadata: undefined, user_metadata: undefined })});
      user.user_metadata = { level: 'not stored' };
      user.app_metadata = { role: 'not stored' };
      const write = async (bag, patch) => { try { await auth0.users[bag](${JSON.stringify(userId)}, patch); } catch (e) {} };
      await write('updateUserMetadata', { level: 2, email: 'x@example.com', blocked: true });
      await write('updateAppMetadata', { role: 'editor' });
      await write('updateAppMetadata', { blocked: true });
      await write('updateAppMetadata', { email: 'x@example.com' });
      for (const other of ['update', 'updateUser', 'delete', 'create', 'patch']) {
        try { await auth0.users[other]({ id: ${JSON.stringify(userId)} }, ${JSON.stringify(values)}); } catch (e) {}
      }
      callback(null, user, context);
    }`;
    const signIn = () =>
      tenant.token({ grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' });
    for (const target of [plain, admin, tenant.ada]) {
      const { rule: made } = await createRule(tenant.ctx, { name: 'Greedy', script: script(target.user_id) });
      await tenant.changesHeard();
      const before = await stored(target.user_id);
      expect((await signIn()).status).toBe(200);
      const after = await stored(target.user_id);
      expect(after).toEqual({
        ...before,
        user_metadata: { level: 2, email: 'x@example.com', blocked: true },
        app_metadata: { ...Object(before.app_metadata), role: 'editor' },
      });
      const [version] = await database.sql`
        select actor, cause from user_versions where user_id = ${target.user_id} order by version desc limit 1`;
      expect(version).toMatchObject({ cause: 'rule', actor: { type: 'rule', ruleId: made.id } });
      await deleteRule(tenant.ctx, made.id);
      await tenant.changesHeard();
    }
    expect(await database.sql`select user_id from admins`).toEqual([{ user_id: admin.user_id }]);
  });
});
