import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { noAsks } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { rememberBrowser, rememberedSeconds } from '@/lib/factors';
import { isProofOf, withMfa } from './auth-methods';
import { afterConsent } from './consent';
import { rememberedCookie } from './cookies';
import { destination } from './destination';
import { type Issued, issue } from './issue';
import { keepSession } from './keep-session';
import { type OpenFactor, openFactor } from './open-factor';
import { type Session, withMethods } from './sessions';
import { settle } from './settle';
import { expired } from './sign-in';
import type { BrowserCookie, InBrowser, SignInResult } from './sign-in.types';
import { takeTransaction } from './transactions';
import { writeTogether } from './write-together';

/** What was decided before the factor was asked for, or the Actions that waited for it. Rules do not run again. */
async function issued(
  ctx: Context,
  { step, client, transaction, signedIn }: OpenFactor,
  session: Session,
): Promise<{ loginId: string; issued: Issued }> {
  const { user, held, connection } = signedIn;
  const { request } = transaction;
  if (step.next.kind === 'grant') {
    const { scope, methods, asks = noAsks } = step.next;
    const claims = { ...step.next.claims, methods: withMfa(ctx, step.next.claims.methods) };
    const decided = { kind: 'granted' as const, user, scope, claims, methods };
    const nothing = { warnings: [], writes: [], executions: [] };
    const { audience, prompt } = request;
    const asking = {
      client,
      audience,
      prompt,
      protocol: 'oidc-basic-profile',
      interaction: 'possible',
    } as const;
    const outcome = await afterConsent(ctx, asking, { ...decided, ...nothing, asks });
    return { loginId: step.loginId, issued: outcome };
  }
  const loginId = randomUUID();
  const outcome = await issue(ctx, {
    loginId,
    client,
    user,
    held,
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
    isProven: true,
    suspended: step.next.suspended,
  });
  return { loginId, issued: outcome };
}

function remember(
  ctx: Context,
  { step, signedIn }: OpenFactor,
  wanted: boolean,
): { cookies: BrowserCookie[]; writes: SQL[] } {
  if (!wanted || !step.demand.allowRememberBrowser) return { cookies: [], writes: [] };
  const { cookie, insert } = rememberBrowser(ctx, signedIn.user.userId);
  return { cookies: [rememberedCookie(cookie, rememberedSeconds)], writes: [insert] };
}

/**
 * Goes on with a sign-in whose second factor is proven: its transaction is spent, the session holds the method `mfa`
 * from now on, and the answer is on its way. One statement writes all of it.
 */
export async function conclude(
  ctx: Context,
  open: OpenFactor,
  { browser, wanted, writes: before }: { browser: string; wanted: boolean; writes: SQL[] },
): Promise<SignInResult> {
  const { client, transaction, signedIn } = open;
  const { request } = transaction;
  const { cookie, connection } = signedIn;
  const session = withMethods(ctx, signedIn.session, ['mfa']);
  const { loginId, issued: outcome } = await issued(ctx, open, session);
  const settled = settle(ctx, {
    loginId,
    request,
    client,
    connection,
    session,
    browser,
    issued: outcome,
    events: { success: 's', failure: 'f' },
  });
  const { redirectTo, writes } = destination(ctx, settled, { request, browser });
  const remembered = remember(ctx, open, wanted);
  const kept = keepSession(ctx, { issued: outcome, session, cookie, client, connection });
  await writeTogether(ctx, [...kept.writes, ...before, ...remembered.writes, ...settled.writes, ...writes]);
  return { redirectTo, cookies: [...kept.cookies, ...remembered.cookies] };
}

/**
 * Goes on after the person has read their recovery code, if they have the app still that they proved. Of two who ask with one state, one gets the answer.
 */
export async function finishFactor(ctx: Context, input: InBrowser): Promise<SignInResult> {
  const open = await openFactor(ctx, input);
  const proven = open?.step.proven;
  if (!proven || !isProofOf(open.signedIn.held, proven.at) || !(await takeTransaction(ctx, input))) {
    return { failure: expired };
  }
  return conclude(ctx, open, { browser: input.browser ?? '', wanted: proven.remember, writes: [] });
}
