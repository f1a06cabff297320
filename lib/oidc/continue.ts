import { randomUUID } from 'node:crypto';
import { knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import type { AuthorizationResponse } from './authorization-response';
import { invalidRequest } from './errors';
import { issue } from './issue';
import { keepSession } from './keep-session';
import { asObject, type Parameters } from './parameters';
import { findSession } from './sessions';
import { settle } from './settle';
import type { BrowserCookie } from './sign-in.types';
import { openResponse, type Progress, type Transaction, takeTransaction } from './transactions';
import { writeTogether } from './write-together';

export type ContinueInput = {
  method: string;
  query: Parameters;
  body: Parameters;
  cookies: {
    session: string | undefined;
    browser: string | undefined;
    remembered?: string | undefined;
  };
};

const lost = () => invalidRequest('This sign-in is not waiting to be continued, or not in this browser.');

/** Back to the application, or on to the next page of an Action. */
export type Continued = { cookies: BrowserCookie[] } & (
  | { response: AuthorizationResponse; location?: undefined }
  | { location: string; response?: undefined }
);

/**
 * `/continue`: back from the page of a rule or an Action, or to fetch an answer that had to wait for a form. The state
 * is spent by asking. Throws `invalid_request` for any other state (`reference/rules.md` 1.12).
 */
export async function continueTransaction(ctx: Context, input: ContinueInput): Promise<Continued> {
  const state = input.query.get('state') ?? input.body.get('state');
  const transaction = await takeTransaction(ctx, { state, browser: input.cookies.browser });
  switch (transaction?.progress.step) {
    case 'response':
      return { response: openResponse(transaction.progress), cookies: [] };
    case 'redirect':
      return afterRedirect(ctx, { ...input, state }, transaction, transaction.progress);
    default:
      throw lost();
  }
}

/**
 * After a rule's page all rules run again, on the stored profile of now and what rules left on `user` before. After an
 * Action's page the chain goes on at that Action.
 */
async function afterRedirect(
  ctx: Context,
  input: ContinueInput & { state: string | undefined },
  { request }: Transaction,
  { sid, carried, suspended }: Extract<Progress, { step: 'redirect' }>,
): Promise<Continued> {
  const signedIn = await findSession(ctx, input.cookies.session, request.audience);
  const client = await knownClient(ctx, request.clientId);
  if (!client || signedIn?.session.sid !== sid) throw lost();
  const { cookie, session, user, held, connection } = signedIn;
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
    prompt: request.prompt,
    authenticatedAt: session.authenticatedAt,
    interaction: 'possible',
    remembered: input.cookies.remembered,
    carried,
    authorization: request.query,
    suspended,
    state: input.state,
  });
  const browser = input.cookies.browser ?? '';
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
  const { writes, cookies } = keepSession(ctx, { issued, session, cookie, client, connection });
  await writeTogether(ctx, [...writes, ...settled.writes]);
  return settled.kind === 'away'
    ? { location: settled.url, cookies }
    : { response: settled.response, cookies };
}
