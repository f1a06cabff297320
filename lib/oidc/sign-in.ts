import { type KnownClient, knownClient } from '@/lib/clients';
import { type KnownConnection, keepsPasswords, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { allowsPasswordRequests } from '@/lib/tickets';
import { checkPassword, type PasswordCheck } from './check-password';
import { completeSignIn } from './complete-sign-in';
import type { InBrowser, SignInFailure, SignInInput, SignInResult, TransactionView } from './sign-in.types';
import { findTransaction, type Transaction } from './transactions';
import { mayUse } from './usable-connection';

export const expired: SignInFailure = {
  reason: 'expired',
  message: 'This sign-in has expired. Go back to the application and start again.',
};

const failures: Record<Exclude<PasswordCheck['kind'], 'right'>, SignInFailure> = {
  wrong: { reason: 'wrong_credentials', message: 'Wrong email or password.' },
  blocked: { reason: 'blocked', message: 'Your account is blocked.' },
  limited: {
    reason: 'too_many_attempts',
    message: 'Too many attempts. Wait a quarter of an hour and try again.',
  },
  failed: { reason: 'unavailable', message: 'Your password could not be checked. Try again later.' },
};

type Open = { transaction: Transaction; client: KnownClient; connection: KnownConnection };

/**
 * The open transaction of this browser with its application and connection, or null; also when the application may not
 * use the connection any more.
 */
export async function openTransaction(ctx: Context, input: InBrowser): Promise<Open | null> {
  const transaction = await findTransaction(ctx, input);
  if (transaction?.progress.step !== 'login') return null;
  const client = await knownClient(ctx, transaction.request.clientId);
  const connection = await knownConnection(ctx, transaction.request.connection);
  if (!client || !connection || !(await mayUse(ctx, client, connection.name))) return null;
  return { transaction, client, connection };
}

/** What the sign-in pages may show of a transaction. Throws NotFound when this browser has no such one (any more). */
export async function getTransaction(ctx: Context, input: InBrowser): Promise<TransactionView> {
  const open = await openTransaction(ctx, input);
  if (!open) throw new NotFound(expired.message, { errorCode: 'expired_transaction' });
  const { client, transaction, connection } = open;
  const { request } = transaction;
  const { name, options } = connection;
  return {
    client: { clientId: client.clientId, name: client.name, internal: client.internal },
    connection: {
      name,
      requiresUsername: options.requires_username,
      allowsSignUp: !options.disable_signup && keepsPasswords(options),
      allowsPasswordReset: allowsPasswordRequests(connection),
    },
    loginHint: request.loginHint,
    screenHint: request.screenHint,
    extensions: Object.fromEntries(Object.entries(request.query).filter(([name]) => name.startsWith('ext-'))),
  };
}

/**
 * Checks name and password and, when they are right, ends the transaction: session, rules, answer. A refusal by a
 * rule is an answer to the application, not a failure of the form.
 */
export async function signIn(ctx: Context, input: SignInInput): Promise<SignInResult> {
  const open = await openTransaction(ctx, input);
  if (!open) return { failure: expired };
  const { transaction, client, connection } = open;
  const { identifier, password } = input;
  if (identifier.length > 320 || password.length > 1024) return { failure: failures.wrong };
  const { audience } = transaction.request;
  const attempt = { client, connection, identifier: identifier.trim(), password, audience };
  const checked = await checkPassword(ctx, attempt);
  if (checked.kind !== 'right') return { failure: failures[checked.kind] };
  const { account, writes } = checked;
  return completeSignIn(ctx, { transaction, client, account, inBrowser: input, writes });
}
