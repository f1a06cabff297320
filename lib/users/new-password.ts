import { getConnection, keepsPasswords } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { assertAcceptable, assertNew, historySize, type PersonalInfo } from '@/lib/passwords';
import { accountId } from './login-keys';
import { elsewhere } from './names-of-connection';
import { fetchPasswords } from './passwords-of';
import { assertEnabled } from './patch';
import { toProfileData } from './profile-data';
import type { UserState } from './state';
import type { NewPassword } from './write';

const named = ['name', 'nickname', 'given_name', 'family_name', 'username', 'email', 'phone_number'];
const inMetadata = ['name', 'first', 'last', 'given_name', 'family_name', 'nickname'];

/** What a password of the identity at `position` may not contain where the connection minds it. */
export function personalInfo(state: UserState, position = 0): PersonalInfo {
  const data = position === 0 ? toProfileData(state) : (state.identities[position]?.profileData ?? {});
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return Object.fromEntries([
    ...named.map((name) => [name, text(data[name])]),
    ...inMetadata.map((name) => [`user_metadata.${name}`, text(state.userMetadata?.[name])]),
  ]);
}

/**
 * A password that takes the place of that of the identity at `position`, once it is what the connection asks for: of
 * the wanted strength, none of those before it, and in a connection that is open to the caller. `hash` is of the same
 * password; hashing it is the caller's.
 */
export async function newPassword(
  ctx: Context,
  state: UserState,
  position: number,
  { password, hash }: { password: string; hash: string },
): Promise<NewPassword> {
  const main = state.identities[position];
  const connection = await getConnection(ctx, main?.connection ?? state.connection);
  assertEnabled(ctx, connection, ['password']);
  const { options } = connection;
  if (!keepsPasswords(options)) throw elsewhere('change_password', 'password');
  await assertAcceptable(password, options, personalInfo(state, position));
  const identity = position === 0 || !main ? '' : accountId(main);
  const size = historySize(options);
  if (size === 0) return { identity, hash, earlier: [] };
  const [stored] = await fetchPasswords(ctx, state.userId, identity);
  const earlier = stored ? [stored.passwordHash, ...stored.earlier].slice(0, size) : [];
  await assertNew(password, earlier);
  return { identity, hash, earlier };
}
