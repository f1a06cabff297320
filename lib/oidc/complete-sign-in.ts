import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import type { Account } from './accounts';
import { destination } from './destination';
import { issue } from './issue';
import { keepSession } from './keep-session';
import { endSession, newSession } from './sessions';
import { afterLogin, countLogin, settle } from './settle';
import type { InBrowser, SignInResult } from './sign-in.types';
import { endTransaction, type Transaction } from './transactions';
import { writeTogether } from './write-together';

type SignIn = {
  transaction: Transaction;
  client: KnownClient;
  account: Omit<Account, 'passwordHash'>;
  inBrowser: InBrowser;
  /** Writes of the credential check, made with the rest. */
  writes: SQL[];
};

/**
 * Ends a transaction whose person has just proven who they are: a new session (the browser's old one ends), the
 * rules, the answer. One statement writes all of it, after the rules have run.
 */
export async function completeSignIn(ctx: Context, signIn: SignIn): Promise<SignInResult> {
  const { transaction, client, account, inBrowser } = signIn;
  const { request } = transaction;
  const browser = inBrowser.browser ?? '';
  const { connection } = account;
  const user = afterLogin(ctx, account.user);
  const { cookie, session } = await newSession(
    ctx,
    { userId: user.userId, connection: connection.name },
    client.clientId,
  );
  const loginId = randomUUID();
  const issued = await issue(ctx, {
    loginId,
    client,
    user,
    held: account.held,
    connection,
    protocol: 'oidc-basic-profile',
    session,
    request: { method: request.method, query: request.query, body: {} },
    authorization: request.query,
    scope: request.scope,
    audience: request.audience,
    prompt: request.prompt,
    authenticatedAt: session.authenticatedAt,
    interaction: 'possible',
    remembered: inBrowser.remembered,
  });
  const events = { success: 's', failure: 'f' } as const;
  const settled = settle(ctx, {
    loginId,
    request,
    client,
    connection,
    session,
    browser,
    issued,
    events,
  });
  const kept = keepSession(ctx, { issued, session, cookie, client, connection, isNew: true });
  const { redirectTo, writes } = destination(ctx, settled, { request, browser });
  await writeTogether(ctx, [
    ...kept.writes,
    ...endSession(inBrowser.session),
    countLogin(ctx, issued.user.userId),
    endTransaction(transaction),
    ...signIn.writes,
    ...settled.writes,
    ...writes,
  ]);
  return { redirectTo, cookies: kept.cookies };
}
