import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { getConnection, keepsPasswords, type StoredConnection } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { newObjectId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { queueVerification } from '@/lib/mail';
import { mergeMetadata } from '@/lib/metadata';
import { assertAcceptable, hashPassword } from '@/lib/passwords';
import { assertIdentifiable, assertIdFree, rethrowTaken } from './internal';
import { assertNames, elsewhere, missing } from './names-of-connection';
import { personalInfo } from './new-password';
import { newUser } from './new-user';
import { assertEnabled } from './patch';
import { presentVersioned } from './present-user';
import { type CreateUserInput, createUserInput, type VersionedUser } from './schemas';
import { userEvents } from './user-events';
import { insertUsers, type NewUser } from './write';

async function connectionOrInvalid(ctx: Context, name: string): Promise<StoredConnection> {
  const connection = await getConnection(ctx, name).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error;
    throw new Invalid('The connection does not exist.', {
      errorCode: 'inexistent_connection',
      fields: { connection: `There is no connection named ${name}.` },
      cause: error,
    });
  });
  if (connection.strategy === 'auth0') return connection;
  throw new Invalid(`Users of ${name} come from its identity provider and cannot be created here.`, {
    errorCode: 'operation_not_supported',
    fields: { connection: 'This is no database connection.' },
  });
}

/**
 * Stores the user and, unless the caller says otherwise, asks for proof of an address that has none (2.3). Gives the
 * version that the user is at.
 */
async function store(ctx: Context, user: NewUser, input: CreateUserInput): Promise<number> {
  const { email, userId } = user.state;
  const events = userEvents(ctx, { before: null, after: user.state });
  const insert = async (on: Context) => {
    const versions = await insertUsers(on, [user], events).catch(rethrowTaken);
    return versions.get(userId) ?? user.state.version;
  };
  const asksForProof = email !== null && (input.verify_email ?? input.email_verified !== true);
  if (!asksForProof) return insert(ctx);
  return withTransaction(ctx, async (tx) => {
    const version = await insert(tx);
    await queueVerification(tx, userId);
    return version;
  });
}

/** Somebody who is about to be stored: what was said of them, without the password. */
export type UserCandidate = Omit<
  z.output<typeof createUserInput>,
  'connection' | 'password' | 'user_id' | 'verify_email'
>;

/** Metadata to lay over what was given; `null` takes a key away. */
export type UserAdditions = {
  user_metadata?: JsonObject | undefined;
  app_metadata?: JsonObject | undefined;
};

export type CreateOptions = {
  /** Asked when all is known to be right but whether the name is free; what it throws ends the creation. */
  before?: (candidate: UserCandidate) => Promise<UserAdditions>;
};

type Parsed = z.output<typeof createUserInput>;

/** The input with what `before` adds. Throws Invalid for metadata that nothing may store. */
async function withAdditions(input: Parsed, { before }: CreateOptions): Promise<Parsed> {
  if (!before) return input;
  const { connection: _, password: __, user_id: ___, verify_email: ____, ...candidate } = input;
  const { user_metadata, app_metadata } = await before(candidate);
  const merged = {
    ...(user_metadata && { user_metadata: mergeMetadata(input.user_metadata ?? {}, user_metadata, 'merge') }),
    ...(app_metadata && { app_metadata: mergeMetadata(input.app_metadata ?? {}, app_metadata, 'merge') }),
  };
  return parseInput(createUserInput, { ...input, ...merged });
}

/**
 * Makes a user of a database connection (`reference/management-api.md` 2.3). Two statements, a third for a chosen id,
 * and those of a job when a verification mail goes out. The next search sees it.
 * Throws Invalid naming the field, or Conflict `auth0_idp_error` when a name is taken in the connection.
 */
export async function createUser(
  ctx: Context,
  input: CreateUserInput,
  options: CreateOptions = {},
): Promise<VersionedUser> {
  authorize(ctx, 'create:users');
  const given = parseInput(createUserInput, input);
  const connection = await connectionOrInvalid(ctx, given.connection);
  assertEnabled(ctx, connection, ['connection']);
  if (!keepsPasswords(connection.options)) throw elsewhere('create', 'connection');
  assertNames(given, connection.options);
  if (given.password === undefined) throw missing('password');
  const now = ctx.now();
  const id = given.user_id ?? newObjectId(now);
  const { state } = newUser(given, id, now, null);
  assertIdentifiable(state);
  await assertAcceptable(given.password, connection.options, personalInfo(state));
  const parsed = await withAdditions(given, options);
  const fresh = newUser(parsed, id, now, null);
  const passwordHash = await hashPassword(given.password);
  if (parsed.user_id !== undefined) await assertIdFree(ctx, fresh.state.userId);
  const version = await store(ctx, { ...fresh, passwordHash }, parsed);
  const activity = { updatedAt: now, lastLogin: null, loginsCount: null, lastIp: null };
  return presentVersioned({ ...fresh.state, ...activity, version }, ctx.actor);
}
