import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { accountName } from '@/lib/factors';
import { findResourceServer, type ResourceServer } from '@/lib/resource-servers';
import { keepConsent } from '@/lib/sessions';
import { handedOut } from './consent';
import type { ConsentInput, ConsentView } from './consent-page.types';
import type { ConsentStep } from './consent-step.types';
import { destination } from './destination';
import { OAuthError } from './errors';
import type { Issued } from './issue';
import { keepSession } from './keep-session';
import { findSession, type SignedIn } from './sessions';
import { settle } from './settle';
import { expired } from './sign-in';
import type { InBrowser, SignInResult } from './sign-in.types';
import { findTransaction, type Transaction, takeTransaction } from './transactions';
import { writeTogether } from './write-together';

type OpenConsent = { transaction: Transaction; step: ConsentStep; client: KnownClient; signedIn: SignedIn };

/** The sign-in of this browser that waits for consent, in the session that it was made in, or null. Two statements. */
async function openConsent(ctx: Context, input: InBrowser): Promise<OpenConsent | null> {
  const transaction = await findTransaction(ctx, input);
  if (transaction?.progress.step !== 'consent') return null;
  const { request, progress } = transaction;
  const signedIn = await findSession(ctx, input.session, request.audience);
  const client = await knownClient(ctx, request.clientId);
  if (!client || !signedIn || signedIn.session.sid !== progress.sid || signedIn.user.blocked) return null;
  return { transaction, step: progress, client, signedIn };
}

const ofProfile: Record<string, string> = {
  openid: 'Recognise you when you sign in',
  profile: 'See your profile: name, nickname and picture',
  email: 'See your e-mail address',
  phone: 'See your phone number',
  address: 'See your postal address',
  offline_access: 'Keep this access while you are not there',
};

function described(name: string, api: ResourceServer | null): ConsentView['scopes'][number] {
  const own = api?.scopes.find(({ value }) => value === name)?.description;
  return { name, description: ofProfile[name] ?? own ?? null };
}

/** What the page may show. Throws NotFound when no sign-in of this browser waits for consent. */
export async function getConsentPage(ctx: Context, input: InBrowser): Promise<ConsentView> {
  const open = await openConsent(ctx, input);
  if (!open) throw new NotFound(expired.message, { errorCode: 'expired_transaction' });
  const { client, signedIn, step, transaction } = open;
  const { audience } = transaction.request;
  const api = audience === null ? null : await findResourceServer(ctx, audience);
  return {
    client: { name: client.name, logoUri: client.logoUri },
    account: accountName(signedIn.user),
    api: api?.name ?? null,
    scopes: handedOut(step.grant).map((name) => described(name, api)),
  };
}

const nothing = { warnings: [], writes: [], executions: [] };

/**
 * Ends a sign-in by what its person says: what was decided is issued and the consent kept, or the application is told
 * `access_denied`. Rules and Actions do not run again. Of two answers to one question, one counts.
 */
export async function answerConsent(ctx: Context, input: ConsentInput): Promise<SignInResult> {
  const open = await openConsent(ctx, input);
  if (!open || !(await takeTransaction(ctx, input))) return { failure: expired };
  const { transaction, step, client, signedIn } = open;
  const { request } = transaction;
  const { cookie, session, user, connection } = signedIn;
  const browser = input.browser ?? '';
  const { grant, loginId } = step;
  const error = new OAuthError('access_denied', 'User did not authorize the request');
  const issued: Issued = input.accepts
    ? { kind: 'granted', user, ...grant, ...nothing }
    : { kind: 'refused', user, error, asks: grant.asks, ...nothing };
  const consent = { userId: user.userId, clientId: client.clientId, audience: request.audience };
  const events = { success: 's', failure: 'f' } as const;
  const settled = settle(ctx, { loginId, request, client, connection, session, browser, issued, events });
  const kept = keepSession(ctx, { issued, session, cookie, client, connection });
  const { redirectTo, writes } = destination(ctx, settled, { request, browser });
  await writeTogether(ctx, [
    ...(input.accepts ? [keepConsent(ctx, consent, handedOut(grant))] : []),
    ...kept.writes,
    ...settled.writes,
    ...writes,
  ]);
  return { redirectTo, cookies: kept.cookies };
}
