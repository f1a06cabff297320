import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { credentials, loginKeys, userSearch, userVersions } from '@/db/schema';
import { selfScopes } from '@/lib/access';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Actor } from '@/lib/context';
import { Conflict, Forbidden, Invalid, NotFound, PreconditionFailed } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import {
  type CreateUserInput,
  createUser,
  deleteUser,
  getUser,
  listUsers,
  listUserVersions,
  restoreUser,
  signUp,
  updateUser,
} from '.';

const database = testDatabase();
const password = 'Correct-horse-9';
const merge = { metadata: 'merge' } as const;
let count = 0;

beforeAll(() => ensureConnection(database.context(), defaultConnection));

function make(input: Partial<CreateUserInput> = {}) {
  const email = `user${++count}@example.com`;
  return createUser(database.context(), { connection: defaultConnection, email, password, ...input });
}

const self = (userId: string): Actor => ({ type: 'self', userId, scopes: selfScopes });

describe('create', () => {
  it('answers with the contract’s shape: defaults filled, absent values left out', async () => {
    const { user, version } = await make({ email: 'Ada@Example.com', user_metadata: { a: 1 } });
    expect(version).toBe(1);
    expect(user).toMatchObject({
      email: 'ada@example.com',
      name: 'ada@example.com',
      nickname: 'ada',
      email_verified: false,
    });
    expect(user.user_id).toMatch(/^auth0\|[0-9a-f]{24}$/);
    expect(user.picture).toContain('https://s.gravatar.com/avatar/');
    expect(user).not.toHaveProperty('app_metadata');
    expect(user).not.toHaveProperty('blocked');
    expect(await getUser(database.context(), user.user_id)).toEqual({ user, version });
  });

  it('takes two statements, a third when a mail goes out, and records who made the user', async () => {
    const count = async (input: Partial<CreateUserInput>) =>
      (await database.queries.during(() => make(input))).length;
    expect([await count({ verify_email: false }), await count({})]).toEqual([2, 3]);
    const { user } = await make();
    const { versions } = await listUserVersions(database.context(), user.user_id);
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({ version: 1, cause: 'api' });
    expect(versions[0]?.actor).toEqual({ type: 'admin', userId: 'auth0|admin' });
    expect(JSON.stringify(versions)).not.toContain(password);
  });

  it('answers 409 for a taken e-mail in any spelling and leaves the first user alone', async () => {
    const { user } = await make({ email: 'twice@example.com', user_metadata: { kept: true } });
    await expect(
      make({ email: 'TWICE@example.com', user_metadata: { stolen: true } }),
    ).rejects.toBeInstanceOf(Conflict);
    expect((await getUser(database.context(), user.user_id)).user.user_metadata).toEqual({ kept: true });
  });

  it.each<[string, Partial<CreateUserInput>]>([
    ['a weak password', { password: 'short' }],
    ['an unknown connection', { connection: 'nowhere' }],
    ['a username where the connection has none', { username: 'ada' }],
    ['an address that is none', { email: 'ada' }],
    ['a control character in a name', { name: 'a\u0000b' }],
    ['a reserved key', { app_metadata: { email: 'x' } }],
    ['an unknown member', { admin: true } as Partial<CreateUserInput>],
  ])('refuses %s', async (_, input) => {
    await expect(make(input)).rejects.toBeInstanceOf(Invalid);
  });
});

describe('update', () => {
  it('merges metadata as the contract says, and the next search sees it', async () => {
    const { user } = await make({
      user_metadata: { foo: 'bar', baz: 'qux' },
      app_metadata: { plan: 'free' },
    });
    const patch = { user_metadata: { baz: null, foo: 'bars' }, app_metadata: { plan: `gold${count}` } };
    const { user: after, version } = await updateUser(database.context(), user.user_id, patch, merge);
    expect(version).toBe(2);
    expect(after.user_metadata).toEqual({ foo: 'bars' });
    const found = await listUsers(database.context(), { q: `app_metadata.plan:gold${count}` });
    expect(found.users.map((each) => each.user_id)).toEqual([user.user_id]);
    expect(
      (await listUsers(database.context(), { q: `email:"${user.email}" AND app_metadata.plan:free` })).users,
    ).toEqual([]);
  });

  it('shows an emptied user_metadata as {} and an emptied app_metadata not at all', async () => {
    const { user } = await make({ user_metadata: { a: 1 }, app_metadata: { b: 1 } });
    const { user: after } = await updateUser(
      database.context(),
      user.user_id,
      { user_metadata: {}, app_metadata: {} },
      merge,
    );
    expect(after.user_metadata).toEqual({});
    expect(after).not.toHaveProperty('app_metadata');
  });

  it('loses nothing when many patch different keys at once', async () => {
    const { user } = await make();
    const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
    await Promise.all(
      keys.map((key) =>
        updateUser(database.context(), user.user_id, { user_metadata: { [key]: key } }, merge),
      ),
    );
    const { user: after, version } = await getUser(database.context(), user.user_id);
    expect(Object.keys(after.user_metadata ?? {}).sort()).toEqual([...keys].sort());
    expect(version).toBe(21);
  });

  it('takes two statements beside begin and commit', async () => {
    const { user } = await make();
    const statements = await database.queries.during(() =>
      updateUser(database.context(), user.user_id, { user_metadata: { a: 1 } }, merge),
    );
    expect(statements).toHaveLength(2);
  });

  it('writes no version when nothing changes', async () => {
    const { user } = await make({ user_metadata: { a: [1, { b: 2 }] } });
    const { version } = await updateUser(
      database.context(),
      user.user_id,
      { user_metadata: { a: [1, { b: 2 }] } },
      merge,
    );
    expect(version).toBe(1);
  });

  it('refuses a change made on an old version and hands back the current user', async () => {
    const { user } = await make({ user_metadata: { a: 1 } });
    await updateUser(database.context(), user.user_id, { user_metadata: { a: 2 } }, merge);
    const late = updateUser(
      database.context(),
      user.user_id,
      { user_metadata: { a: 3 } },
      { ...merge, expectedVersion: 1 },
    );
    await expect(late).rejects.toBeInstanceOf(PreconditionFailed);
    await expect(late).rejects.toMatchObject({ data: { version: 2, user: { user_metadata: { a: 2 } } } });
  });

  it('moves the login name with the address, frees the old one and unverifies the new one', async () => {
    const { user } = await make({ email: 'old@example.com', email_verified: true });
    const { user: after } = await updateUser(
      database.context(),
      user.user_id,
      { email: 'New@example.com' },
      merge,
    );
    expect(after).toMatchObject({ email: 'new@example.com', email_verified: false });
    await expect(make({ email: 'old@example.com' })).resolves.toBeDefined();
    await expect(make({ email: 'new@example.com' })).rejects.toBeInstanceOf(Conflict);
  });

  it('refuses an address that another user has, and changes nothing', async () => {
    await make({ email: 'taken@example.com' });
    const { user } = await make();
    await expect(
      updateUser(database.context(), user.user_id, { email: 'taken@example.com' }, merge),
    ).rejects.toBeInstanceOf(Conflict);
    expect((await getUser(database.context(), user.user_id)).user.email).toBe(user.email);
  });

  it('records that a password changed and neither the old nor the new one', async () => {
    const { user } = await make();
    const { user: after } = await updateUser(
      database.context(),
      user.user_id,
      { password: 'Another-horse-9' },
      merge,
    );
    expect(after.last_password_reset).toBeDefined();
    const { versions } = await listUserVersions(database.context(), user.user_id);
    expect(versions[0]?.changes).toEqual({ password: {} });
    expect(JSON.stringify(await database.db.select().from(userVersions))).not.toContain('argon2');
  });

  it('refuses e-mail and password in one call, an unknown member, and a missing user', async () => {
    const { user } = await make();
    const patch = (input: object, id = user.user_id) => updateUser(database.context(), id, input, merge);
    await expect(patch({ email: 'x@example.com', password })).rejects.toBeInstanceOf(Invalid);
    await expect(patch({ is_admin: true })).rejects.toBeInstanceOf(Invalid);
    await expect(patch({ name: 'x' }, 'auth0|nobody')).rejects.toBeInstanceOf(NotFound);
  });
});

describe('a user on their own (security lessons 1, 3, 6)', () => {
  it('reads their profile without app_metadata and writes user_metadata', async () => {
    const { user } = await make({ app_metadata: { plan: 'gold' }, user_metadata: { a: 1 } });
    const own = database.context(self(user.user_id));
    expect((await getUser(own, user.user_id)).user).not.toHaveProperty('app_metadata');
    const { user: after } = await updateUser(own, user.user_id, { user_metadata: { b: 2 } }, merge);
    expect(after.user_metadata).toEqual({ a: 1, b: 2 });
    expect(after).not.toHaveProperty('app_metadata');
  });

  it.each<object>([
    { app_metadata: { plan: 'gold' } },
    { appMetadata: { plan: 'gold' } },
    { APP_METADATA: {} },
    { 'app_metadata.plan': 'gold' },
    { user_metadata: { a: 1 }, app_metadata: null },
    { email_verified: true },
    { blocked: false },
    { email: 'other@example.com' },
    { password: 'Another-horse-9' },
    { user_id: 'auth0|admin' },
    { created_at: '2020-01-01' },
    { identities: [] },
    { roles: ['admin'] },
    JSON.parse(
      '{"__proto__": {"app_metadata": {"plan": "gold"}}, "user_metadata": {"a": 1}, "constructor": 1}',
    ),
  ])('writes nothing by %j', async (patch) => {
    const { user } = await make({ app_metadata: { plan: 'free' } });
    const own = database.context(self(user.user_id));
    await expect(updateUser(own, user.user_id, patch, merge)).rejects.toThrow(/./);
    expect(await getUser(database.context(), user.user_id)).toMatchObject({ user, version: 1 });
  });

  it('reaches no other user, by any verb', async () => {
    const [{ user: mine }, { user: other }] = [await make(), await make()];
    const own = database.context(self(mine.user_id));
    await expect(getUser(own, other.user_id)).rejects.toBeInstanceOf(Forbidden);
    await expect(updateUser(own, other.user_id, { user_metadata: { x: 1 } }, merge)).rejects.toBeInstanceOf(
      Forbidden,
    );
    await expect(listUsers(own, {})).rejects.toBeInstanceOf(Forbidden);
    await expect(deleteUser(own, other.user_id)).rejects.toBeInstanceOf(Forbidden);
    await expect(listUserVersions(own, mine.user_id)).rejects.toBeInstanceOf(Forbidden);
    await expect(restoreUser(own, mine.user_id, 1)).rejects.toBeInstanceOf(Forbidden);
  });
});

describe('history', () => {
  it('restores any version as a new one, which can itself be undone', async () => {
    const ctx = database.context();
    const { user } = await make({
      name: 'One',
      user_metadata: { a: 1, b: [1] },
      app_metadata: { plan: 'free' },
    });
    await updateUser(ctx, user.user_id, { name: 'Two', user_metadata: { a: null, c: { d: 1 } } }, merge);
    const changed = await updateUser(ctx, user.user_id, { app_metadata: { plan: 'gold' } }, merge);
    const restored = await restoreUser(ctx, user.user_id, 1);
    expect(restored.version).toBe(4);
    expect(restored.user).toMatchObject({
      name: 'One',
      user_metadata: { a: 1, b: [1] },
      app_metadata: { plan: 'free' },
    });
    const undone = await restoreUser(ctx, user.user_id, 3);
    expect(undone.user.user_metadata).toEqual(changed.user.user_metadata);
    expect(undone.user.app_metadata).toEqual({ plan: 'gold' });
    const { versions } = await listUserVersions(ctx, user.user_id);
    expect(versions.map((each) => [each.version, each.cause])).toEqual([
      [5, 'restore'],
      [4, 'restore'],
      [3, 'api'],
      [2, 'api'],
      [1, 'api'],
    ]);
  });

  it('goes on by pages', async () => {
    const { user } = await make();
    for (let i = 0; i < 4; i++)
      await updateUser(database.context(), user.user_id, { user_metadata: { i } }, merge);
    const first = await listUserVersions(database.context(), user.user_id, { take: 3 });
    expect(first.versions.map((each) => each.version)).toEqual([5, 4, 3]);
    const rest = await listUserVersions(database.context(), user.user_id, {
      take: 3,
      before: first.next ?? 0,
    });
    expect(rest).toMatchObject({ next: null, versions: [{ version: 2 }, { version: 1 }] });
  });
});

describe('delete', () => {
  it('leaves nothing that signs in or is found, keeps history, and can be repeated', async () => {
    const ctx = database.context();
    const { user } = await make({ email: 'gone@example.com' });
    await deleteUser(ctx, user.user_id);
    await deleteUser(ctx, user.user_id);
    await expect(getUser(ctx, user.user_id)).rejects.toBeInstanceOf(NotFound);
    expect((await listUsers(ctx, { q: 'email:"gone@example.com"' })).users).toEqual([]);
    for (const table of [credentials, loginKeys, userSearch]) {
      expect(await database.db.$count(table, eq(table.userId, user.user_id))).toBe(0);
    }
    expect((await listUserVersions(ctx, user.user_id)).versions[0]?.changes).toHaveProperty([
      'email',
      'before',
    ]);
    await expect(make({ email: 'gone@example.com' })).resolves.toBeDefined();
  });
});

describe('sign-up', () => {
  const visitor = (input: object) =>
    signUp(database.context({ type: 'system', reason: 'test' }), {
      connection: defaultConnection,
      email: 'v@example.com',
      password,
      ...input,
    });

  it('stores what visitors may say of themselves, unverified', async () => {
    const { user } = await visitor({ email: 'visitor@example.com', user_metadata: { colour: 'blue' } });
    expect(user).toMatchObject({ email_verified: false, user_metadata: { colour: 'blue' } });
    const { versions } = await listUserVersions(database.context(), user.user_id);
    expect(versions[0]?.cause).toBe('signup');
  });

  it.each<object>([
    { app_metadata: { plan: 'gold' } },
    { email_verified: true },
    { blocked: false },
    { user_id: 'x' },
    { user_metadata: { a: { b: 1 } } },
  ])('takes nothing that only administrators may write: %j', async (input) => {
    await expect(visitor(input)).rejects.toBeInstanceOf(Invalid);
  });

  it('never touches the user who has the address already (security lesson 5)', async () => {
    const { user } = await make({ email: 'known@example.com', user_metadata: { mine: true } });
    await expect(
      visitor({ email: 'KNOWN@example.com', user_metadata: { mine: 'no' } }),
    ).rejects.toBeInstanceOf(Conflict);
    expect(await getUser(database.context(), user.user_id)).toMatchObject({ user, version: 1 });
  });
});
