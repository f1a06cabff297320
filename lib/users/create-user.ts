import { authorize } from '@/lib/access';
import { type ConnectionView, getConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { newObjectId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { assertStrong, hashPassword } from '@/lib/passwords';
import { assertIdentifiable, rethrowTaken } from './internal';
import { newUser } from './new-user';
import { presentVersioned } from './present-user';
import { type CreateUserInput, createUserInput, type VersionedUser } from './schemas';
import { insertUsers } from './write';

function missing(property: string): Invalid {
  return new Invalid(`Payload validation error: 'Missing required property: ${property}'.`, {
    errorCode: 'invalid_body',
    fields: { [property]: 'This is required.' },
  });
}

async function connectionOrInvalid(ctx: Context, name: string): Promise<ConnectionView> {
  try {
    return await getConnection(ctx, name);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new Invalid('The connection does not exist.', {
      errorCode: 'inexistent_connection',
      fields: { connection: `There is no connection named ${name}.` },
      cause: error,
    });
  }
}

/**
 * Makes a user of a database connection (`reference/management-api.md` 2.3). Two statements. The next search sees it.
 * Throws Invalid naming the field, or Conflict `auth0_idp_error` when a name is taken in the connection.
 */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<VersionedUser> {
  authorize(ctx, 'create:users');
  const parsed = parseInput(createUserInput, input);
  const { options } = await connectionOrInvalid(ctx, parsed.connection);
  if (parsed.email === undefined) throw missing('email');
  if (parsed.password === undefined) throw missing('password');
  if (options.requires_username && parsed.username === undefined) throw missing('username');
  if (!options.requires_username && parsed.username !== undefined) {
    throw new Invalid('Cannot set username for connection without requires_username', {
      errorCode: 'operation_not_supported',
      fields: { username: 'This connection has no usernames.' },
    });
  }
  assertStrong(parsed.password, options.passwordPolicy);
  const now = ctx.now();
  const passwordHash = await hashPassword(parsed.password);
  const fresh = newUser(parsed, parsed.user_id ?? newObjectId(now), now, passwordHash);
  assertIdentifiable(fresh.state);
  await insertUsers(ctx, [fresh]).catch(rethrowTaken);
  const activity = { updatedAt: now, lastLogin: null, loginsCount: null, lastIp: null };
  return presentVersioned({ ...fresh.state, ...activity }, ctx.actor);
}
