import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from '@/lib/access';
import { type KnownConnection, usernameRules } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { hashPassword } from '@/lib/passwords';
import { applyPatch } from './apply-patch';
import { assertIdentifiable, assertIdFree, fetchUser, rethrowTaken } from './internal';
import { loginKey } from './login-keys';
import { newUser } from './new-user';
import { saveUser } from './save-user';
import { createUserInput } from './schemas';
import { insertUsers } from './write';

const {
  user_id,
  email,
  email_verified,
  username,
  phone_number,
  phone_verified,
  user_metadata,
  app_metadata,
} = createUserInput.shape;
const { name, nickname, given_name, family_name, picture } = createUserInput.shape;

/** What is read of a profile that a script gives; what else it holds has no place here. */
const scriptProfile = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String).pipe(user_id.unwrap()),
  email,
  email_verified,
  username,
  phone_number,
  phone_verified,
  name,
  nickname,
  given_name,
  family_name,
  picture,
  user_metadata,
  app_metadata,
});

type Profile = z.output<typeof scriptProfile>;

/** The profile with absent members for null ones, and no username where the connection has none. */
function readProfile(given: object, { options }: KnownConnection): Profile {
  const present = Object.entries(given).filter(([, value]) => value !== null);
  const profile = parseInput(scriptProfile, Object.fromEntries(present));
  return usernameRules(options).allowed ? profile : { ...profile, username: undefined };
}

async function insert(ctx: Context, connection: string, profile: Profile, passwordHash: string | null) {
  const { user_id: id, ...rest } = profile;
  const fresh = newUser({ ...rest, connection }, id, ctx.now(), passwordHash);
  assertIdentifiable(fresh.state);
  await assertIdFree(ctx, fresh.state.userId);
  await insertUsers(ctx, [fresh]).catch(rethrowTaken);
}

/** Brings the user of this key up to date; a linked account only leads to one. False when there is none. */
async function update(ctx: Context, key: string, userId: string, profile: Profile): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const [owner] = await tx.db.execute<{ user_id: string }>(
      sql`select user_id from login_keys where key = ${key}`,
    );
    if (!owner) return false;
    const { isAdmin, ...stored } = await fetchUser(tx, owner.user_id, { lock: true });
    if (isAdmin) throw new Forbidden('A script of a database signs no administrator of Annex in.');
    // metadata was the script's to give once and is Annex's since
    const { user_id: _, user_metadata: __, app_metadata: ___, ...root } = profile;
    if (stored.userId === userId) await saveUser(tx, stored, applyPatch(stored, root, 0, 'merge'));
    return true;
  });
}

/**
 * Stores whom the `login` script of a database has let in, and gives their key among the login keys. With `password`
 * (import mode) the user is new and signs in here from now on; without one the script is asked each time, and an
 * existing user's profile follows it. Throws Invalid for a profile that cannot be stored, Conflict for a name that is
 * somebody else's, Forbidden for an administrator.
 */
export async function storeScriptUser(
  ctx: Context,
  connection: KnownConnection,
  given: { profile: object; password: string | null },
): Promise<string> {
  authorize(ctx, 'create:users');
  const profile = readProfile(given.profile, connection);
  const { password } = given;
  const userId = `auth0|${profile.user_id}`;
  const key = loginKey(connection.name, 'sub', userId);
  const isKnown = password === null && (await update(ctx, key, userId, profile));
  if (!isKnown) {
    await insert(ctx, connection.name, profile, password === null ? null : await hashPassword(password));
  }
  return key;
}
