import { registrationBody, runPostRegistration, runPreRegistration, SignUpRefused } from '@/lib/actions';
import type { KnownClient } from '@/lib/clients';
import { knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { AppError, Conflict, Invalid } from '@/lib/errors';
import { ipKey, limits, spend } from '@/lib/limits';
import { logEvent } from '@/lib/logs';
import { type SignUpInput, signUp, type VersionedUser } from '@/lib/users';
import { findAccount } from './accounts';
import { isKnownElsewhere } from './by-script';
import { completeSignIn } from './complete-sign-in';
import { loginEvent } from './events';
import { expired, openTransaction } from './sign-in';
import type { SignInFailure, SignInResult, SignUpAndSignInInput } from './sign-in.types';
import { maySignUp } from './usable-connection';

/** A sign-up that was refused because of its number. */
export class TooManySignUps extends Error {
  override name = 'TooManySignUps';
}

/** A user whom the connection would still import has their address already. */
async function assertFree(ctx: Context, { connection: name, email }: SignUpInput): Promise<void> {
  const connection = await knownConnection(ctx, String(name));
  if (connection && (await isKnownElsewhere(ctx, connection, String(email)))) {
    throw new Conflict('The user already exists.', { errorCode: 'auth0_idp_error' });
  }
}

/**
 * The sign-up with the Actions of its two triggers around it; without them for Annex's own application, which a bad
 * one must not close.
 */
async function signUpWithActions(
  ctx: Context,
  input: SignUpInput,
  client: KnownClient | undefined,
): Promise<VersionedUser> {
  const connection = await knownConnection(ctx, String(input.connection));
  if (!connection || client?.internal) return signUp(ctx, input);
  const { id, name, strategy, metadata } = connection;
  const registration = {
    client: client && { clientId: client.clientId, name: client.name, metadata: client.clientMetadata },
    connection: { id, name, strategy, metadata },
    request: { method: 'POST', query: {}, body: registrationBody(input) },
  };
  const made = await signUp(ctx, input, {
    before: (candidate) => runPreRegistration(ctx, registration, candidate),
  });
  runPostRegistration(ctx, registration, made.user);
  return made;
}

/**
 * `signUp` of lib/users, which logs success, with the limit for one address and a log row of a failure.
 * Throws what `signUp` throws, and TooManySignUps.
 */
export async function limitedSignUp(
  ctx: Context,
  input: SignUpInput,
  client: KnownClient | undefined,
): Promise<VersionedUser> {
  const exceeded = await spend(ctx, [{ limit: limits.signUpByIp, of: [ipKey(ctx.ip)] }]);
  if (exceeded.length > 0) throw new TooManySignUps();
  try {
    if (!(await maySignUp(ctx, client, String(input.connection)))) {
      throw new Invalid('The connection is not enabled for the application.');
    }
    await assertFree(ctx, input);
    return await signUpWithActions(client ? { ...ctx, caller: client } : ctx, input, client);
  } catch (error) {
    if (error instanceof AppError) {
      const about = {
        client,
        connection: { name: String(input.connection) },
        typedName: String(input.email),
      };
      const description = error instanceof SignUpRefused ? error.detail : error.message;
      await logEvent(ctx, loginEvent('fs', { ...about, description }));
    }
    throw error;
  }
}

function failureOf(error: unknown): SignInFailure {
  if (error instanceof TooManySignUps) {
    return { reason: 'too_many_attempts', message: 'Too many sign-ups from your address. Try again later.' };
  }
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'conflict') return { reason: 'taken', message: error.message };
  const fields = error.fields === undefined ? {} : { fields: error.fields };
  return { reason: 'invalid', message: error.message, ...fields };
}

/** Makes a user on the visitor's word and signs them in: the first login of a new user, rules and all. */
export async function signUpAndSignIn(ctx: Context, input: SignUpAndSignInInput): Promise<SignInResult> {
  const open = await openTransaction(ctx, input);
  if (!open) return { failure: expired };
  const {
    transaction,
    client,
    connection: { name: connection },
  } = open;
  const { audience } = transaction.request;
  const { email, password, username, name } = input;
  try {
    await limitedSignUp(ctx, { connection, email, password, username, name }, client);
  } catch (error) {
    return { failure: failureOf(error) };
  }
  const account = await findAccount(ctx, connection, email, audience);
  if (!account) throw new Error('A user that was just made is not there.');
  return completeSignIn(ctx, { transaction, client, account, inBrowser: input, writes: [] });
}
