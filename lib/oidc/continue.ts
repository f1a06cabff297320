import { randomUUID } from 'node:crypto';
import { knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import type { AuthorizationResponse } from './authorization-response';
import { invalidRequest } from './errors';
import { issue } from './issue';
import { asObject, type Parameters } from './parameters';
import { findSession, touchSession } from './sessions';
import { settle } from './settle';
import { openResponse, type Progress, type Transaction, takeTransaction } from './transactions';
import { writeTogether } from './write-together';

export type ContinueInput = {
  method: string;
  query: Parameters;
  body: Parameters;
  cookies: { session: string | undefined; browser: string | undefined };
};

const lost = () => invalidRequest('This sign-in is not waiting to be continued, or not in this browser.');

/**
 * `/continue`: back from a rule's page, or to fetch an answer that had to wait for a form. The state is spent by
 * asking. Throws `invalid_request` for any other state (`reference/rules.md` 1.12).
 */
export async function continueTransaction(
  ctx: Context,
  input: ContinueInput,
): Promise<AuthorizationResponse> {
  const state = input.query.get('state') ?? input.body.get('state');
  const transaction = await takeTransaction(ctx, { state, browser: input.cookies.browser });
  switch (transaction?.progress.step) {
    case 'response':
      return openResponse(transaction.progress);
    case 'redirect':
      return afterRedirect(ctx, input, transaction, transaction.progress);
    default:
      throw lost();
  }
}

/** All rules run again, on the stored profile of now and what rules left on `user` before. */
async function afterRedirect(
  ctx: Context,
  input: ContinueInput,
  { request }: Transaction,
  { sid, carried }: Extract<Progress, { step: 'redirect' }>,
): Promise<AuthorizationResponse> {
  const signedIn = await findSession(ctx, input.cookies.session, request.audience);
  const client = await knownClient(ctx, request.clientId);
  if (!client || signedIn?.session.sid !== sid) throw lost();
  const { session, user, held, connection } = signedIn;
  const loginId = randomUUID();
  const issued = await issue(ctx, {
    loginId,
    client,
    user,
    held,
    connection,
    protocol: 'redirect-callback',
    session,
    request: { method: input.method, query: asObject(input.query), body: asObject(input.body) },
    scope: request.scope,
    audience: request.audience,
    authenticatedAt: session.authenticatedAt,
    interaction: 'possible',
    carried,
  });
  const browser = input.cookies.browser ?? '';
  const events = { success: 's', failure: 'f' } as const;
  const settled = settle(ctx, {
    loginId,
    request,
    client,
    user,
    connection,
    session,
    browser,
    issued,
    events,
  });
  if (settled.kind === 'away') throw lost();
  await writeTogether(ctx, [touchSession(ctx, session, client.clientId), ...settled.writes]);
  return settled.response;
}
