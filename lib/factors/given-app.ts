import { authenticators } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { invalidProperty } from '@/lib/input';
import type { AuthenticatorRow } from './authenticators';
import { confirmedApp, plainSecret } from './import-totp';
import type { NewFactorInput } from './schemas';
import { isTotpSecret } from './totp';

export const hasApp = () =>
  new Conflict('The user has an authenticator app already.', { errorCode: 'authentication_method_exists' });

/** Refuses Base32 that no code can be made from; `at` is where it stands in the body. */
export function assertSecret({ totp_secret }: NewFactorInput, at = ''): void {
  if (isTotpSecret(plainSecret(totp_secret))) return;
  throw invalidProperty(`${at}totp_secret`, 'This is no secret in Base32');
}

/** Stores an app that a caller gives; somebody who enrols at the same moment may have been first. For verbs. */
export async function insertApp(
  ctx: Context,
  userId: string,
  { totp_secret: secret, name }: NewFactorInput,
): Promise<AuthenticatorRow> {
  const app = confirmedApp(ctx, { userId, secret, name });
  const [row] = await ctx.db.insert(authenticators).values(app).onConflictDoNothing().returning();
  if (!row) throw hasApp();
  return row;
}
