import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import {
  accountName,
  authenticatorOf,
  dropPending,
  type FactorType,
  factorsOf,
  hashRecoveryCode,
  keyUri,
  newAuthenticator,
  newRecoveryCode,
  resetFactors,
} from '@/lib/factors';
import { assertMayChangeFactors } from '@/lib/users';
import { authenticateClient } from './client-authentication';
import { invalidRequest, missingParameter, OAuthError } from './errors';
import { hasProvenFactor, isAccessToken, verifyMfaAccessToken } from './mfa-access-token';
import type { Parameters } from './parameters';
import { splitScope } from './scope';
import { associationRequired, findMfaToken, standForRequest } from './token/mfa-token';
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

/** Runs what an application asks of a person's factors; a refusal of the domain is told as the protocol tells it. */
async function asProtocol<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotFound) throw new OAuthError('not_found', error.message, { cause: error });
    if (error instanceof Forbidden) throw new OAuthError('access_denied', error.message, { cause: error });
    throw error;
  }
}

/** Opens an enrolment by an access token with the scope `enroll`; an administrator enrols on the profile page. */
async function byEnrollToken(ctx: Context, value: string): Promise<void> {
  const token = await verifyMfaAccessToken(ctx, value, 'enroll');
  await asProtocol(() => assertMayChangeFactors(token.ctx, token.userId, 'enroll'));
  await standForRequest(ctx, value, token);
}

/**
 * `/mfa/associate`: begins to enrol an authenticator app; the first code, given to the `mfa-otp` grant with the same
 * token as its `mfa_token`, ends it. The token is an `mfa_token` or an access token with the scope `enroll`. Who has a
 * factor is refused: a password alone must enrol nothing beside it, and nobody has two apps.
 */
export async function mfaAssociate(
  ctx: Context,
  input: { parameters: Parameters; mfaToken: string | undefined },
): Promise<Association> {
  const { parameters, mfaToken } = input;
  const client = await authenticateClient(ctx, parameters, undefined);
  if (mfaToken !== undefined && isAccessToken(mfaToken)) await byEnrollToken(ctx, mfaToken);
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

async function ownerOf(ctx: Context, token: string | undefined): Promise<string> {
  if (token === undefined || !isAccessToken(token)) return (await findMfaToken(ctx, token)).user.userId;
  return (await verifyMfaAccessToken(ctx, token, 'read:authenticators')).userId;
}

/**
 * `GET /mfa/authenticators`: the factors of whom the token is about, an `mfa_token` or an access token with the scope
 * `read:authenticators`. One whose enrolment has not ended is not active.
 */
export async function mfaAuthenticators(
  ctx: Context,
  token: string | undefined,
): Promise<{ id: string; authenticator_type: FactorType; active: boolean }[]> {
  const rows = await factorsOf(ctx, await ownerOf(ctx, token));
  return rows.map(({ id, type, confirmedAt }) => ({
    id,
    authenticator_type: type,
    active: confirmedAt !== null,
  }));
}

/**
 * `DELETE /mfa/authenticators/{id}`: removes a factor of whose access token this is, with the scope
 * `remove:authenticators`. A password alone removes nothing: an `mfa_token` never, and an access token from before there
 * was a factor only an enrolment that was begun. Throws `not_found` for an id that is none of theirs, whoever's it is.
 */
export async function removeMfaAuthenticator(
  ctx: Context,
  { token, id }: { token: string | undefined; id: string },
): Promise<void> {
  const scope = 'remove:authenticators';
  const verified = await verifyMfaAccessToken(ctx, token, scope);
  const { userId, ctx: own } = verified;
  const factor = await authenticatorOf(ctx, userId, id);
  if (factor?.confirmedAt && !(await hasProvenFactor(ctx, verified))) {
    throw new OAuthError('access_denied', 'Multifactor authentication required');
  }
  await asProtocol(() => resetFactors(own, userId, { scope, id }));
}
