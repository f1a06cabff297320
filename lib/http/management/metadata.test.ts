import { beforeAll, describe, expect, it } from 'vitest';
import { reservedAppMetadataKeys } from '@/lib/metadata';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const start = { foo: 'bar', baz: 'qux' };

/** A user whose bags are as the contract's table begins, and what a PATCH answers and a GET shows after it. */
async function patched(body: object) {
  const user = await tenant.makeUser({ user_metadata: start, app_metadata: start });
  const answer = await tenant.call('PATCH', userPath(user.user_id), { body });
  const { body: shown } = await tenant.call('GET', userPath(user.user_id));
  if (answer.status === 200) expect(answer.body).toEqual(shown);
  return { ...answer, shown };
}

describe('PATCH of metadata, row by row of the contract (management-api 3.1)', () => {
  it.each<[string, unknown, object | undefined]>([
    ['a new key is added, the others stay', { a: 1 }, { ...start, a: 1 }],
    ['a value is replaced by an object', { foo: { x: 1 } }, { ...start, foo: { x: 1 } }],
    ['null removes a key, beside it one is replaced', { baz: null, foo: 'bars' }, { foo: 'bars' }],
    ['a null inside an object is stored', { foo: { x: null } }, { ...start, foo: { x: null } }],
    ['an array is replaced as a whole', { foo: [1] }, { ...start, foo: [1] }],
    ['a colon in a name is fine', { 'my:key': 'v' }, { ...start, 'my:key': 'v' }],
    ['{} clears everything, and the empty bag is shown', {}, {}],
    ['null clears everything, as {} does', null, {}],
  ])('user_metadata: %s', async (_, patch, after) => {
    const { status, shown } = await patched({ user_metadata: patch });
    expect([status, shown.user_metadata, shown.app_metadata]).toEqual([200, after, start]);
  });

  it.each<[string, unknown, object | undefined]>([
    ['a new key is added, the others stay', { a: 1 }, { ...start, a: 1 }],
    ['an object is replaced, never merged', { foo: { x: 1 } }, { ...start, foo: { x: 1 } }],
    ['null removes a key', { baz: null }, { foo: 'bar' }],
    ['{} clears everything, and the bag is not shown at all', {}, undefined],
    ['null clears everything, as {} does', null, undefined],
  ])('app_metadata: %s', async (_, patch, after) => {
    const { status, shown } = await patched({ app_metadata: patch });
    expect([status, shown.app_metadata, shown.user_metadata]).toEqual([200, after, start]);
    expect(Object.hasOwn(shown, 'app_metadata')).toBe(after !== undefined);
  });

  it('POST stores as given; what is absent is absent in the answer', async () => {
    const without = await tenant.makeUser();
    expect(without).not.toHaveProperty('user_metadata');
    expect(without).not.toHaveProperty('app_metadata');
    const user_metadata = { a: { b: [1, { c: null }] } };
    expect((await tenant.makeUser({ user_metadata })).user_metadata).toEqual(user_metadata);
  });

  it('of twenty different keys at once loses none', async () => {
    const user = await tenant.makeUser();
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const answers = await Promise.all(
      keys.map((key) =>
        tenant.call('PATCH', userPath(user.user_id), { body: { user_metadata: { [key]: key } } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    const { body } = await tenant.call('GET', userPath(user.user_id));
    expect(body.user_metadata).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
  });
});

describe('limits of metadata', () => {
  it.each<[string, object, string]>([
    ['a dot in a name', { user_metadata: { 'a.b': 1 } }, 'a.b'],
    ['a dot in a name further in', { user_metadata: { a: { 'c.d': 1 } } }, 'c.d'],
    ['a name that begins with $', { app_metadata: { $set: 1 } }, '$set'],
    ['a control character in a name', { user_metadata: { 'a\u0007b': 1 } }, 'a\u0007b'],
    ['U+0000 in a value', { user_metadata: { note: 'a\u0000b' } }, 'note'],
    ['more than 64 kB', { user_metadata: { big: 'x'.repeat(70_000) } }, 'metadata'],
  ])('%s is refused, and the error says where', async (_, body, named) => {
    const { status, body: answer, shown } = await patched(body);
    expect(status).toBe(400);
    expect(answer.message).toContain(named);
    expect([shown.user_metadata, shown.app_metadata]).toEqual([start, start]);
  });

  it.each([...reservedAppMetadataKeys])('app_metadata may not have the reserved name %s', async (name) => {
    const { status, body } = await patched({ app_metadata: { [name]: 'x' } });
    expect([status, body.message]).toEqual([400, expect.stringContaining(name)]);
  });
});
