import { eq, sql } from 'drizzle-orm';
import { onConnection } from '@/db/on-connection';
import { quickRows } from '@/db/quick-rows';
import { admins, loginKeys, userActivity, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Conflict, Invalid, NotFound, PreconditionFailed } from '@/lib/errors';
import { keptIdKey } from './login-keys';
import { presentVersioned } from './present-user';
import { type StoredUser, shownUserColumns, type UserState } from './state';

const isAdmin = sql<boolean>`exists (select 1 from ${admins} where ${admins.userId} = ${users.userId})`.as(
  'is_admin',
);

function userQuery(db: Context['db']) {
  return db
    .select({ ...shownUserColumns, isAdmin })
    .from(users)
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .where(eq(users.userId, sql.placeholder('userId')));
}

type PreparedQuery = ReturnType<ReturnType<typeof userQuery>['prepare']>;
const prepared: { plain?: PreparedQuery; locked?: PreparedQuery } = {};

/** The query built once: building it costs as much as running it. */
function preparedUserQuery(db: Context['db'], lock: boolean): PreparedQuery {
  if (lock) {
    prepared.locked ??= quickRows(userQuery(db).for('update', { of: users }).prepare('locked_user_by_id'));
    return onConnection(prepared.locked, db);
  }
  prepared.plain ??= quickRows(userQuery(db).prepare('user_by_id'));
  return onConnection(prepared.plain, db);
}

/** The user and whether they administer Annex, or NotFound with the contract's `inexistent_user`. One statement. */
export async function fetchUser(
  ctx: Context,
  userId: string,
  options: { lock?: boolean } = {},
): Promise<StoredUser & { isAdmin: boolean }> {
  const query = preparedUserQuery(ctx.db, options.lock ?? false);
  const [row] = await query.execute({ userId });
  if (!row) throw new NotFound('The user does not exist.', { errorCode: 'inexistent_user' });
  return row;
}

/** Throws PreconditionFailed with the current user unless it is still at the version the caller has seen. */
export function assertVersion(ctx: Context, stored: StoredUser, expected: number | undefined): void {
  if (expected === undefined || expected === stored.version) return;
  throw new PreconditionFailed(
    `The user is at version ${stored.version} now; your change was made on version ${expected}.`,
    { data: { ...presentVersioned(stored, ctx.actor) } },
  );
}

/** Turns the database's refusal of a taken name into the contract's 409; rethrows everything else. */
export function rethrowTaken(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === '23505') {
    throw new Conflict('The user already exists.', { errorCode: 'auth0_idp_error', cause: error });
  }
  throw error;
}

/** Refuses a state that nobody could sign in to: a user of our own store needs a name, others have their identity. */
export function assertIdentifiable(state: UserState): void {
  if (state.identities[0]?.provider !== 'auth0') return;
  if (state.email !== null || state.username !== null || state.phoneNumber !== null) return;
  throw new Invalid("Payload validation error: 'Missing required property: email'.", {
    errorCode: 'invalid_body',
    fields: { email: 'An e-mail address is needed.' },
  });
}

/** A linked account keeps its id, for the day when it is unlinked. */
export async function assertIdFree(ctx: Context, userId: string): Promise<void> {
  const [taken] = await ctx.db
    .select({ userId: loginKeys.userId })
    .from(loginKeys)
    .where(eq(loginKeys.key, keptIdKey(userId)));
  if (taken) throw new Conflict('The user already exists.', { errorCode: 'auth0_idp_error' });
}
