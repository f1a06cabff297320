import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import {
  accountName,
  authenticatorOf,
  confirmedOf,
  dropPending,
  type FactorType,
  hashRecoveryCode,
  keyUri,
  newAuthenticator,
  newRecoveryCode,
} from '@/lib/factors';
import { authenticateClient } from './client-authentication';
import { invalidRequest, missingParameter, OAuthError } from './errors';
import type { Parameters } from './parameters';
import { splitScope } from './scope';
import { associationRequired, findMfaToken } from './token/mfa-token';
import { writeTogether } from './write-together';

/** `/mfa/challenge`: says how the person is to prove themselves. A code of an app needs nothing to be sent. */
export async function mfaChallenge(
  ctx: Context,
  input: { parameters: Parameters; authorization: string | undefined },
): Promise<{ challenge_type: 'otp' }> {
  const { parameters, authorization } = input;
  const client = await authenticateClient(ctx, parameters, authorization);
  const value = parameters.get('mfa_token');
  if (value === undefined) throw missingParameter('mfa_token');
  const { user, held } = await findMfaToken(ctx, value, client);
  if (!held.factors.includes('otp')) throw associationRequired();
  const types = splitScope(parameters.get('challenge_type') ?? 'otp');
  if (!types.includes('otp')) {
    throw new OAuthError('unsupported_challenge_type', 'The challenge types of Annex are: otp');
  }
  const chosen = parameters.get('authenticator_id');
  const row = chosen === undefined ? undefined : await authenticatorOf(ctx, user.userId, chosen);
  if (row !== undefined && (row?.type !== 'otp' || row.confirmedAt === null)) {
    throw invalidRequest('authenticator_id names no authenticator of the user that can be challenged.');
  }
  return { challenge_type: 'otp' };
}

export type Association = {
  authenticator_type: 'otp';
  /** Base32. */
  secret: string;
  /** The same as an authenticator app reads it from a QR code. */
  barcode_uri: string;
  recovery_codes: string[];
};

/**
 * `/mfa/associate`: begins to enrol an authenticator app; the first code, given to the `mfa-otp` grant with the same
 * `mfa_token`, ends it. Who has a factor is refused: a password alone must enrol nothing beside it.
 */
export async function mfaAssociate(
  ctx: Context,
  input: { parameters: Parameters; mfaToken: string | undefined },
): Promise<Association> {
  const { parameters, mfaToken } = input;
  const client = await authenticateClient(ctx, parameters, undefined);
  const { tokenHash, user, held, enrolling } = await findMfaToken(ctx, mfaToken, client);
  const types = splitScope(parameters.get('authenticator_types'));
  if (types.length === 0) throw missingParameter('authenticator_types');
  if (!types.includes('otp')) throw invalidRequest('The authenticator types of Annex are: otp');
  if (held.factors.includes('otp')) throw new OAuthError('access_denied', 'User is already enrolled.');
  const recoveryCode = newRecoveryCode();
  const made = newAuthenticator(ctx, user.userId, { codeHash: hashRecoveryCode(recoveryCode) });
  await writeTogether(ctx, [
    made.insert,
    sql`update oidc_mfa_tokens set enrolling = ${made.id} where token_hash = ${tokenHash}`,
    dropPending(enrolling),
  ]);
  return {
    authenticator_type: 'otp',
    secret: made.secret,
    barcode_uri: await keyUri(ctx, made.secret, accountName(user)),
    recovery_codes: [recoveryCode],
  };
}

/** `GET /mfa/authenticators`: the factors of whom the `mfa_token` is about. */
export async function mfaAuthenticators(
  ctx: Context,
  mfaToken: string | undefined,
): Promise<{ id: string; authenticator_type: FactorType; active: boolean }[]> {
  const { user } = await findMfaToken(ctx, mfaToken);
  const rows = await confirmedOf(ctx, user.userId);
  return rows.map(({ id, type }) => ({ id, authenticator_type: type, active: true }));
}
