import { z } from 'zod';
import { getConnection } from '@/lib/connections';
import { asActor, type Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { checkSignupMetadata } from '@/lib/metadata';
import { type CreateOptions, createUser } from './create-user';
import { createUserInput, type VersionedUser } from './schemas';

const {
  connection,
  email,
  password,
  username,
  phone_number,
  given_name,
  family_name,
  name,
  nickname,
  picture,
  user_metadata,
} = createUserInput.shape;

/** What an unknown visitor may say of themselves (`reference/authentication-api.md` 6.2). Closed: no `app_metadata`. */
export const signUpInput = z.strictObject({
  connection,
  email: email.unwrap(),
  password: password.unwrap(),
  username,
  phone_number,
  given_name,
  family_name,
  name,
  nickname,
  picture,
  user_metadata,
});

export type SignUpInput = z.input<typeof signUpInput>;

/**
 * Makes a user on a visitor's own word: e-mail not verified, `user_metadata` within the sign-up limits, nothing that
 * only administrators may write. An existing user is never touched. The password is hashed before the name is looked
 * up, so a taken name takes as long as a free one.
 * Throws Invalid, Conflict when the name is taken, Forbidden when the connection takes no sign-ups.
 */
export async function signUp(
  ctx: Context,
  input: SignUpInput,
  create: CreateOptions = {},
): Promise<VersionedUser> {
  const parsed = parseInput(signUpInput, input);
  if (parsed.user_metadata) checkSignupMetadata(parsed.user_metadata);
  const { options } = await getConnection(ctx, parsed.connection);
  if (options.disable_signup) throw new Forbidden('Sign-ups are disabled.', { errorCode: 'unauthorized' });
  const asSignUp = asActor(ctx, { type: 'system', reason: 'sign-up' }, 'signup');
  return createUser(asSignUp, parsed, create);
}
