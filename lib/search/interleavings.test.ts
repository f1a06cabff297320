import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { roles, userActivity, userRoles, users } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { importUsers, type SourceRecord } from '@/lib/imports';
import { assignRoles, removeRoles } from '@/lib/roles';
import { testDatabase } from '@/lib/testing';
import {
  createUser,
  deleteUser,
  linkIdentity,
  storedUserColumns,
  unlinkIdentity,
  updateUser,
} from '@/lib/users';
import { type Asked, holds, render } from './oracle.fixture';
import { conditionsOn, profileOf, randomQuery } from './random-queries.fixture';
import { searchUsers } from './search-users';
import { type TestUser, testRoles } from './users.fixture';

/** Queries asked in all: rounds times queries of each. Changes come between rounds. */
const rounds = 25;
const queriesEach = 400;
const changesEach = 14;

const database = testDatabase();
let ctx: Context;
beforeAll(async () => {
  ctx = database.context();
  await ensureConnection(database.context({ type: 'system', reason: 'test' }), defaultConnection);
  await database.db.insert(roles).values(testRoles.map((role) => ({ ...role, createdAt: new Date(0) })));
});

/** Without the keys that no bag may have. */
function storable(value: Json): Json {
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('$'));
  return Object.fromEntries(kept.map(([key, item]) => [key, storable(item)]));
}

const bag = (value: Json | null | undefined) => (value ? (storable(value) as JsonObject) : {});

const kinds = [
  'create',
  'patch',
  'clear',
  'block',
  'import',
  'upsert',
  'link',
  'unlink',
  'delete',
  'roles',
] as const;
type Kind = (typeof kinds)[number];
const change = fc.record({
  kind: fc.constantFrom<Kind>(...kinds, 'patch', 'import', 'upsert'),
  a: fc.nat(),
  b: fc.nat(),
  profile: profileOf,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

let serial = 0;

async function importOne(record: object, upsert: boolean): Promise<void> {
  async function* source(): AsyncGenerator<SourceRecord> {
    yield { row: 1, line: 1, bytes: 100, value: record };
  }
  const { failed } = await importUsers(ctx, { source: source(), connection: null, upsert });
  if (failed > 0) throw new AppError('invalid', 'The record was not stored.');
}

async function make({ kind, a, b, profile }: Change, everybody: readonly TestUser[]): Promise<void> {
  const user = everybody[a % Math.max(everybody.length, 1)];
  const other = everybody[b % Math.max(everybody.length, 1)];
  const bags = { user_metadata: bag(profile.userMetadata), app_metadata: bag(profile.appMetadata) };
  const names = {
    ...(profile.name ? { name: profile.name } : {}),
    ...(profile.nickname ? { nickname: profile.nickname } : {}),
    ...(profile.givenName ? { given_name: profile.givenName } : {}),
  };
  const email = `Blue.${serial++}@${['example.com', 'sub.example.com'][b % 2]}`;
  if (kind === 'create') {
    const secret = { email, password: 'Correct-Horse-9', connection: defaultConnection };
    await createUser(ctx, { ...secret, ...names, ...bags, email_verified: profile.emailVerified ?? false });
  } else if (kind === 'import') {
    await importOne(
      { email, user_id: `u${serial}`, blocked: profile.blocked ?? false, ...names, ...bags },
      false,
    );
  } else if (!user || !other) {
    return;
  } else if (kind === 'patch') {
    await updateUser(ctx, user.userId, { ...names, ...bags }, { metadata: b % 2 ? 'merge' : 'replace' });
  } else if (kind === 'clear') {
    const patch = b % 2 ? { user_metadata: {} } : { app_metadata: { a: null, color: null } };
    await updateUser(ctx, user.userId, patch, { metadata: 'merge' });
  } else if (kind === 'block') {
    await updateUser(ctx, user.userId, { blocked: !user.blocked }, { metadata: 'merge' });
  } else if (kind === 'upsert') {
    await importOne({ email: user.email, ...names, ...bags }, true);
  } else if (kind === 'link') {
    await linkIdentity(ctx, user.userId, { userId: other.userId });
  } else if (kind === 'unlink') {
    const account = user.identities[1];
    if (account) await unlinkIdentity(ctx, user.userId, account);
  } else if (kind === 'delete') {
    if (everybody.length > 12) await deleteUser(ctx, user.userId);
  } else {
    const role = testRoles[b % testRoles.length]?.id ?? '';
    await (a % 3 ? assignRoles : removeRoles)(ctx, user.userId, { roles: [role] });
  }
}

/** The order they came in: ids are random, and what a round changes must not be. */
const came = ({ email }: TestUser) => Number(email?.split(/[.@]/)[1]);

/** Everybody as they are stored, apart from what searches read. */
async function everybodyNow(): Promise<TestUser[]> {
  const stored = await database.db
    .select(storedUserColumns)
    .from(users)
    .innerJoin(userActivity, eq(userActivity.userId, users.userId));
  const held = await database.db.select().from(userRoles);
  return stored
    .map((user) => ({
      ...user,
      roles: testRoles.filter(({ id }) =>
        held.some((one) => one.userId === user.userId && one.roleId === id),
      ),
    }))
    .sort((a, b) => came(a) - came(b));
}

/** Half of the queries as they came, half joined with a condition that somebody meets: else most find nobody. */
function aimed(query: Asked, condition: Asked | undefined, index: number): Asked {
  if (!condition || index % 2 === 0) return query;
  const item: Asked =
    index % 3 === 0 && condition.kind === 'word' ? { ...condition, anyCase: true } : condition;
  if (index % 5 === 0) return item;
  return {
    kind: index % 4 === 1 ? 'or' : 'and',
    items: [item, index % 4 === 1 ? query : { kind: 'not', item: query }],
  };
}

/** One statement a query: inside a transaction a search sets no limits of its own. */
async function compareAll(random: readonly Asked[]): Promise<number> {
  const everybody = await everybodyNow();
  const met = everybody.flatMap(({ userMetadata, appMetadata }) => [
    ...conditionsOn(userMetadata ?? {}, ['user_metadata']),
    ...conditionsOn(appMetadata ?? {}, ['app_metadata']),
  ]);
  const queries = random.map((query, index) => aimed(query, met[(index * 31) % met.length], index));
  let some = 0;
  await database.db.transaction(async (tx) => {
    for (const query of queries) {
      const q = render(query);
      const rights = { userMetadata: true, appMetadata: true, roles: true };
      const { ids } = await searchUsers({ ...ctx, db: tx }, { q, rights, perPage: 1000 });
      const expected = everybody.filter((user) => holds(user, query)).map((user) => user.userId);
      expect(ids.sort(), q).toEqual(expected.sort());
      some += expected.length > 0 && expected.length < everybody.length ? 1 : 0;
    }
  });
  return some;
}

test('whatever is created, changed, imported, linked, parted and deleted, searches find what a plain loop finds', async () => {
  const seed = Number(fc.readConfigureGlobal().seed);
  const done: Record<string, number> = {};
  let telling = 0;
  for (let round = 0; round < rounds; round++) {
    for (const one of fc.sample(change, { numRuns: changesEach, seed: seed + round })) {
      try {
        await make(one, await everybodyNow());
        done[one.kind] = (done[one.kind] ?? 0) + 1;
      } catch (error) {
        // what may not be done changes nothing, and must leave nothing behind either
        if (!(error instanceof AppError)) throw error;
      }
    }
    const queries = fc.sample(randomQuery, { numRuns: queriesEach, seed: seed + 1000 + round });
    telling += await compareAll(queries);
  }
  for (const kind of kinds) expect(done[kind] ?? 0, kind).toBeGreaterThan(3);
  // else the queries told nobody apart
  expect(telling).toBeGreaterThan((rounds * queriesEach) / 4);
}, 300_000);
