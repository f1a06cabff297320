import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { identities, roles, userActivity, userRoles, userSearch, users } from '@/db/schema';
import { type SearchableUser, searchRow } from './terms';

/** A user with all that can be searched and sorted by. */
export type TestUser = SearchableUser & {
  updatedAt: Date;
  lastLogin: Date | null;
  loginsCount: number | null;
  lastIp: string | null;
  /** Out of `testRoles`. */
  roles?: readonly TestRole[];
};

export const testRoles = [
  { id: 'rol_aaaaaaaaaaaaaaaa', name: 'admin' },
  { id: 'rol_bbbbbbbbbbbbbbbb', name: 'Blue editor' },
  { id: 'rol_cccccccccccccccc', name: "O'Neil" },
] as const;
type TestRole = (typeof testRoles)[number];

const database = 'Username-Password-Authentication';

/** A database user `auth0|<id>` with nothing but an id and a date, or what `overrides` say. */
export function testUser(id: string, overrides: Partial<TestUser> = {}): TestUser {
  const createdAt = overrides.createdAt ?? new Date('2025-01-01T00:00:00.000Z');
  return {
    userId: `auth0|${id}`,
    connection: database,
    email: null,
    emailVerified: null,
    username: null,
    phoneNumber: null,
    phoneVerified: null,
    name: null,
    nickname: null,
    givenName: null,
    familyName: null,
    blocked: null,
    createdAt,
    updatedAt: createdAt,
    lastLogin: null,
    loginsCount: null,
    lastIp: null,
    userMetadata: null,
    appMetadata: null,
    identities: [{ provider: 'auth0', identityUserId: id, connection: database, isSocial: false }],
    ...overrides,
  };
}

/** Stores users as the verbs of `lib/users` do, six statements whatever their number. */
export async function storeUsers(db: Database, rows: readonly TestUser[]): Promise<void> {
  await db.insert(users).values(rows.map((row) => ({ ...row, version: 1 })));
  await db.insert(userSearch).values(rows.map(searchRow));
  await db.insert(userActivity).values(rows.map((row) => ({ ...row })));
  const accounts = rows.flatMap((row) =>
    row.identities.map((identity, position) => ({ ...identity, position, userId: row.userId })),
  );
  await db.insert(identities).values(accounts);
  const createdAt = new Date(0);
  await db
    .insert(roles)
    .values(testRoles.map((role) => ({ ...role, createdAt })))
    .onConflictDoNothing();
  const held = rows.flatMap(({ userId, roles: of = [] }) =>
    of.map(({ id }) => ({ userId, roleId: id, createdAt })),
  );
  if (held.length > 0) await db.insert(userRoles).values(held);
}

export async function removeUsers(db: Database): Promise<void> {
  await db.execute(sql`truncate users, user_search, user_activity, identities, user_roles`);
}
