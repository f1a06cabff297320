import type { SQL } from 'drizzle-orm';
import type { StepsTrace } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import {
  type Asks,
  type LoginActions,
  noAsks,
  type Revocations,
  runLoginActions,
  type SuspendedLogin,
  type TokenAsks,
} from '@/lib/actions';
import { profileClaims } from '@/lib/claims';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { type FactorDemand, isRemembered, readDemand } from '@/lib/factors';
import { mfaAudience } from '@/lib/resource-servers';
import type { Held } from '@/lib/roles';
import { runLoginRules, signInUser, userChanges, withUserChanges } from '@/lib/rules';
import type { Login, LoginContinues, Protocol } from '@/lib/rules/login.types';
import { tenantSettings } from '@/lib/settings';
import { insertSignIn, type SignInEnd } from '@/lib/sign-ins';
import { presentUser, type StoredUser } from '@/lib/users';
import { type AuthMethod, hasMfa, standingMethods, withMfa } from './auth-methods';
import { afterConsent } from './consent';
import type { ConsentStep } from './consent-step.types';
import { OAuthError } from './errors';
import type { AfterFactor } from './factor-step.types';
import { consentPage, factorPage, issuer } from './issuer';
import { findPrimaryUser } from './primary-user';
import { permittedScope } from './scope';
import { loginSession, type Session, unprovenSession } from './sessions';

/** Everything that decides what one issuance of tokens says. */
export type Issuance = {
  /** Names this issuance in history and logs; the id of the grant that it makes. */
  loginId: string;
  client: KnownClient;
  /** As the profile is after the credential check, counters and all. */
  user: StoredUser;
  /** At the API that the tokens are for. */
  held: Held;
  connection: KnownConnection;
  protocol: Protocol;
  session?: Session | undefined;
  request: { method: string; query: Record<string, string>; body: Record<string, string> };
  /** What was asked for and may be granted at all; what the person may not have is dropped here. */
  scope: string[];
  audience: string | null;
  authenticatedAt: Date;
  /**
   * Whether the person can be shown something. With `token` they cannot, so that a redirect is refused, but whoever asks
   * can prove a second factor and ask again.
   */
  interaction: 'possible' | 'impossible' | 'token';
  /** The cookie of a browser in which a second factor was proven, and need not be for a while. */
  remembered?: string | undefined;
  /** Of the sign-in that a refresh token comes from, besides the first factor. */
  methods?: AuthMethod[] | undefined;
  /** What `/authorize` was asked to ask (`prompt`); absent at token grants. */
  prompt?: readonly string[] | undefined;
  /** The second factor has been proven in this sign-in. */
  isProven?: boolean;
  carried?: JsonObject | undefined;
  /** The parameters of `/authorize`, where the sign-in began there. */
  authorization?: Record<string, string> | undefined;
  /** The refresh token that is exchanged, as Actions may see it. */
  refreshToken?: JsonObject | undefined;
  /** The sign-in goes on where an Action sent the person away, under `state`; rules do not run again. */
  suspended?: SuspendedLogin | undefined;
  state?: string | undefined;
};

/** What is kept with a grant, so that nothing is computed again. */
export type GrantClaims = {
  /** Of the ID token and `/userinfo`. */
  profile: JsonObject;
  /** Custom claims of the access token. */
  access: JsonObject;
  /** Set when a rule replaced the access token's scopes. */
  scope: string[] | null;
  /** The person's permissions of an API that enforces them; absent in older grants. */
  permissions?: string[] | null;
  /** By what the person has proven themselves besides the first factor; absent where by nothing. */
  methods?: AuthMethod[];
  /** When Actions want the refresh token to end that the code of this grant leads to; absent where they did not say. */
  refreshToken?: Pick<TokenAsks, 'expiresAt' | 'idleMs'>;
};

/**
 * What the run of the Actions leaves: writes to make with the rest whatever came of it, and ids for the log. What they
 * asked of session and refresh token is for whoever writes those, once the sign-in is granted or refused; `revokes`
 * comes with a refusal.
 */
type OfActions = { writes: SQL[]; executions: string[]; asks: Asks; revokes?: Revocations };

export type Issued = OfActions & {
  /** As whom the sign-in goes on: whoever signed in, or the primary user that a rule or an Action named. */
  user: StoredUser;
} & (
    | {
        kind: 'granted';
        /** What was granted of the issuance's. */
        scope: string[];
        claims: GrantClaims;
        warnings: string[];
        /** URLs of methods that Actions recorded, to be remembered with the session. */
        methods: string[];
      }
    | { kind: 'refused'; error: OAuthError }
    /** The person is to say first whether the application may have this. */
    | { kind: 'consent'; grant: ConsentStep['grant'] }
    /** A second factor is to be proven first; `enrols`: the person has none yet. */
    | { kind: 'factor'; demand: FactorDemand; next: AfterFactor; enrols: boolean }
    | {
        kind: 'redirect';
        url: string;
        /** Root fields that the rules put on `user`, for the run after the redirect. */
        carried: JsonObject;
        /** Where an Action, and not a rule, sends the person away. */
        suspended?: SuspendedLogin;
      }
  );

const nothing: OfActions = { writes: [], executions: [], asks: noAsks };

/** By what the person has proven themselves besides the first factor. */
function methodsOf(ctx: Context, { session, methods, isProven, held }: Issuance): AuthMethod[] {
  const before = standingMethods(held, session?.authMethods ?? methods ?? []);
  return isProven && !hasMfa(before) ? withMfa(ctx, before) : before;
}

function loginOf(ctx: Context, issuance: Issuance): Login {
  const { loginId, client, user, held, connection, protocol, session, request, scope } = issuance;
  return {
    loginId,
    user,
    roles: held.roles,
    factors: held.factors,
    client: { clientId: client.clientId, name: client.name, metadata: client.clientMetadata },
    connection: { ...connection, options: connection.options as JsonObject },
    protocol,
    request: {
      ...request,
      userAgent: ctx.userAgent ?? '',
      acceptLanguage: ctx.acceptLanguage,
      ip: ctx.ip ?? '',
      hostname: new URL(issuer()).host,
    },
    stats: { loginsCount: user.loginsCount ?? 0 },
    session: session && loginSession(session),
    authMethods: [
      { name: 'pwd', timestamp: issuance.authenticatedAt.getTime() },
      ...methodsOf(ctx, issuance),
    ],
    authorization: issuance.authorization,
    refreshToken: issuance.refreshToken,
    scope,
    audience: issuance.audience ?? undefined,
    carried: issuance.carried,
  };
}

/** Annex's own client runs no rules and no Actions: a bad one must not lock every administrator out. */
function withoutRules(user: StoredUser): LoginContinues {
  const {
    app_metadata: _,
    user_metadata: __,
    ...profile
  } = presentUser(user, { type: 'system', reason: 'sign-in' });
  return {
    kind: 'continue',
    user: profile as JsonObject,
    idTokenClaims: {},
    accessTokenClaims: {},
    warnings: [],
  };
}

function refused(
  { user }: Issuance,
  error: ConstructorParameters<typeof OAuthError>[0],
  description: string,
  of: OfActions = nothing,
): Issued {
  return { kind: 'refused', error: new OAuthError(error, description), user, ...of };
}

/** Fields of the final `user` that are neither profile nor metadata: what one rule left for a later run. */
function carriedFields(final: JsonObject, stored: StoredUser): JsonObject {
  const known = new Set([
    ...Object.keys(presentUser(stored, { type: 'system', reason: 'sign-in' })),
    ...Object.keys(stored.appMetadata ?? {}),
    'app_metadata',
    'user_metadata',
    'multifactor',
  ]);
  return Object.fromEntries(Object.entries(final).filter(([key]) => !known.has(key)));
}

function redirectTo(issuance: Issuance, url: string, final: JsonObject): Issued {
  if (issuance.interaction !== 'possible') {
    return refused(issuance, 'interaction_required', 'A rule wants to send the person to another page.');
  }
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    return refused(issuance, 'access_denied', 'A rule set a redirect address that is not a web address.');
  }
  const { user } = issuance;
  return { kind: 'redirect', url, user, carried: carriedFields(final, user), ...nothing };
}

const permitted = (issuance: Issuance): Issuance => ({
  ...issuance,
  scope: permittedScope(issuance.scope, issuance.held.permissions),
});

/** A second factor that was proven is of whoever signed in, and says nothing of a user whom they are part of now. */
function withoutProof({ isProven: _, session, ...issuance }: Issuance): Issuance {
  return { ...issuance, session: session && unprovenSession(session) };
}

/** The issuance for the primary user that was named, or the refusal. `asked` are the scopes before any cut. */
async function asPrimary(
  ctx: Context,
  issuance: Issuance,
  primaryId: string | undefined,
  { asked, of = nothing }: { asked: string[]; of?: OfActions },
): Promise<{ issuance: Issuance } | { refusal: Issued }> {
  if (primaryId === undefined || primaryId === issuance.user.userId) return { issuance };
  // The token itself is somebody's: linking their account ended it.
  const isTransferable = issuance.protocol !== 'oauth2-refresh-token';
  const primary = isTransferable ? await findPrimaryUser(ctx, issuance, primaryId) : null;
  if (!primary) {
    const description = 'The primary user that was set does not hold this login.';
    return { refusal: refused(issuance, 'access_denied', description, of) };
  }
  const moved = permitted({ ...withoutProof(issuance), ...primary, scope: asked });
  if (primary.user.blocked) return { refusal: refused(moved, 'unauthorized', 'user is blocked', of) };
  return { issuance: moved };
}

type Tell = (trace: StepsTrace) => void;
type Ruled = { issuance: Issuance; outcome: LoginContinues | null };

/** The rules, unless they ran before an Action sent the person away. Gives the answer where it is theirs. */
async function afterRules(
  ctx: Context,
  issuance: Issuance,
  { asked, tell }: { asked: string[]; tell: Tell | undefined },
): Promise<Ruled | Issued> {
  if (issuance.suspended) return { issuance, outcome: null };
  const outcome = await runLoginRules(ctx, loginOf(ctx, issuance), tell);
  if (outcome.kind === 'deny') return refused(issuance, outcome.error, outcome.description);
  const as = await asPrimary(ctx, issuance, outcome.primaryUser, { asked });
  if ('refusal' in as) return as.refusal;
  if (outcome.redirect && issuance.protocol !== 'redirect-callback') {
    return redirectTo(as.issuance, outcome.redirect.url, outcome.user);
  }
  if (as.issuance === issuance) return { issuance, outcome };
  // What rules wrote was the metadata of whoever signed in.
  const { written: _, ...rest } = outcome;
  return { issuance: as.issuance, outcome: rest };
}

type Granted = Extract<Issued, { kind: 'granted' }>;

function granted(
  ctx: Context,
  issuance: Issuance,
  outcome: LoginContinues,
  { methods = [], of = nothing }: { methods?: string[]; of?: OfActions } = {},
): Granted {
  const { user, scope, held } = issuance;
  const proven = methodsOf(ctx, issuance);
  const claims = {
    profile: profileClaims(outcome.user, outcome.idTokenClaims, scope),
    access: outcome.accessTokenClaims,
    scope: outcome.scope ?? null,
    permissions: held.permissions,
    ...(proven.length > 0 ? { methods: proven } : {}),
  };
  return { kind: 'granted', user, scope, claims, warnings: outcome.warnings, methods, ...of };
}

type Asked = { demand: FactorDemand; next: AfterFactor; of: OfActions };

/** The demand for a second factor, where it can be met. No rule and no Action sees what becomes of it. */
function askFactor(issuance: Issuance, { demand, next, of }: Asked): Issued {
  if (issuance.interaction === 'impossible') {
    return refused(issuance, 'interaction_required', 'Multifactor authentication required', of);
  }
  const { user, held } = issuance;
  return { kind: 'factor', user, demand, next, enrols: !held.factors.includes('otp'), ...of };
}

/**
 * What asks for a second factor: rules and Actions, and the MFA API of whoever has one, in each sign-in and whatever
 * browser is remembered, since its tokens take factors away. A refresh goes by what was proven before.
 */
function demanded({ audience, held, protocol, methods }: Issuance, asked: JsonObject | undefined) {
  if (audience !== mfaAudience() || !held.factors.includes('otp')) return asked;
  if (protocol === 'oauth2-refresh-token' && hasMfa(standingMethods(held, methods ?? []))) return asked;
  return { provider: 'any', ...asked, allowRememberBrowser: false };
}

/** What was granted, unless a second factor must be proven first, which is asked for at the end of everything else. */
async function afterFactor(
  ctx: Context,
  issuance: Issuance,
  result: Granted,
  asked: JsonObject | undefined,
): Promise<Issued> {
  const multifactor = demanded(issuance, asked);
  if (!multifactor) return result;
  const { scope, claims, methods, writes, executions, asks } = result;
  const of = { writes, executions, asks };
  const demand = readDemand(multifactor);
  if ('fault' in demand) return refused(issuance, 'access_denied', demand.fault, of);
  if (issuance.isProven) return result;
  const { user, remembered } = issuance;
  if (demand.allowRememberBrowser && (await isRemembered(ctx, user.userId, remembered))) return result;
  return askFactor(issuance, { demand, next: { kind: 'grant', scope, claims, methods, asks }, of });
}

type Decided = { decided: LoginActions; login: Login; asked: string[]; byRule: string | undefined };

function leftBy(decided: LoginActions): OfActions {
  const { writes, executions } = decided;
  const left = { writes, executions, asks: noAsks };
  if (decided.kind === 'continue') return { ...left, asks: decided.asks };
  return decided.kind === 'deny' ? { ...left, asks: decided.asks, revokes: decided.revokes } : left;
}

/** The last step: as the primary user that an Action named, with their profile and what rules changed of it. */
async function afterActions(ctx: Context, issuance: Issuance, run: Decided): Promise<Issued> {
  const { decided, login, asked, byRule } = run;
  const of = leftBy(decided);
  if (decided.kind === 'deny') return refused(issuance, decided.error, decided.description, of);
  const { primaryUser, multifactor } =
    decided.kind === 'continue' ? decided.outcome : decided.suspended.outcome;
  if (byRule !== undefined && primaryUser !== byRule) {
    return refused(issuance, 'access_denied', 'The primary user of this sign-in was set already.', of);
  }
  const as = await asPrimary(ctx, issuance, primaryUser, { asked, of });
  if ('refusal' in as) return as.refusal;
  const { user } = as.issuance;
  if (decided.kind === 'redirect') {
    const { url, suspended } = decided;
    if (issuance.interaction === 'possible')
      return { kind: 'redirect', user, url, carried: {}, suspended, ...of };
    return refused(
      issuance,
      'interaction_required',
      'An Action wants to send the person to another page.',
      of,
    );
  }
  if (decided.kind === 'factor') {
    const { suspended } = decided;
    const demand = { allowRememberBrowser: false };
    return askFactor(as.issuance, { demand, next: { kind: 'resume', suspended }, of });
  }
  const { outcome, methods } = decided;
  const isSame = as.issuance === issuance;
  const final = isSame
    ? outcome.user
    : withUserChanges(loginOf(ctx, as.issuance), userChanges(login, outcome.user));
  const result = granted(ctx, as.issuance, { ...outcome, user: final }, { methods, of });
  return afterFactor(ctx, as.issuance, result, multifactor);
}

/**
 * The Actions from where they stand. One that asks for a second factor that was proven in this sign-in already has it,
 * and the next goes on.
 */
async function decide(
  ctx: Context,
  login: Login,
  issuance: Issuance,
  input: Parameters<typeof runLoginActions>[2],
): Promise<LoginActions> {
  const decided = await runLoginActions(ctx, login, input);
  if (decided.kind !== 'factor' || !issuance.isProven) return decided;
  const { suspended, writes, executions } = decided;
  const rest = await decide(ctx, login, issuance, { ...input, before: null, suspended, state: undefined });
  // The execution goes on in the rest, whose write holds all of it.
  return rest.executions.length > 0 ? rest : { ...rest, writes, executions };
}

/** The rules and then the Actions, each exactly once, and what the person is asked then; `asked` are the scopes before any cut. */
async function runPipeline(
  ctx: Context,
  issuance: Issuance,
  { asked, tell }: { asked: string[]; tell?: Tell },
): Promise<Issued> {
  const ruled = await afterRules(ctx, issuance, { asked, tell });
  if ('kind' in ruled) return ruled;
  const { suspended, state } = issuance;
  const login = loginOf(ctx, ruled.issuance);
  const decided = await decide(ctx, login, ruled.issuance, {
    before: ruled.outcome,
    canRedirect: issuance.interaction === 'possible',
    suspended,
    state,
    tell,
  });
  const byRule = (ruled.outcome ?? suspended?.outcome)?.primaryUser;
  const issued = await afterActions(ctx, ruled.issuance, { decided, login, asked, byRule });
  return afterConsent(ctx, issuance, issued);
}

/** How the record of the sign-in tells its end. */
function endOf(issued: Issued): SignInEnd {
  switch (issued.kind) {
    case 'granted': {
      const { profile, access, scope } = issued.claims;
      return { kind: 'granted', idToken: profile, accessToken: access, scope: scope ?? undefined };
    }
    case 'refused':
      return { kind: 'refused', error: issued.error.error, description: issued.error.description };
    case 'redirect':
      return { kind: 'redirect', url: issued.url };
    case 'factor':
      return { kind: 'redirect', url: factorPage() };
    case 'consent':
      return { kind: 'redirect', url: consentPage() };
  }
}

/** The pipeline, with the write that keeps what it did, which goes along with the others. */
async function runRecorded(ctx: Context, issuance: Issuance, asked: string[]): Promise<Issued> {
  const { signInRetentionDays } = await tenantSettings(ctx);
  if (signInRetentionDays === 0) return runPipeline(ctx, issuance, { asked });
  const traces: StepsTrace[] = [];
  const began = performance.now();
  const issued = await runPipeline(ctx, issuance, { asked, tell: (trace) => traces.push(trace) });
  const durationMs = performance.now() - began;
  const login = loginOf(ctx, issuance);
  const record = insertSignIn(ctx, {
    login,
    resumed: issuance.suspended !== undefined,
    userId: issued.user.userId,
    traces,
    profile: profileClaims(signInUser(login), {}, issuance.scope),
    end: endOf(issued),
    durationMs,
  });
  return { ...issued, writes: [...issued.writes, record] };
}

/**
 * Annex's own pages ask for the second factor of whoever has one, once a session, whatever rules say: it guards what an
 * administrator may do.
 */
function forConsole(ctx: Context, issuance: Issuance): Promise<Issued> {
  const { user, held, session } = issuance;
  const proven = standingMethods(held, session?.authMethods ?? []);
  const asks = held.factors.includes('otp') && !hasMfa(proven);
  const result = granted(ctx, issuance, withoutRules(user));
  return afterFactor(ctx, issuance, result, asks ? { provider: 'any' } : undefined);
}

/**
 * Decides one issuance of tokens for a person: interactive, by session, silent, refresh and password grants, and
 * nothing else. Runs the rules and then the Actions of post-login, each exactly once, after the scopes were cut to what
 * the person may have: who sets the access token's scopes there has the last word, as at Auth0. Either may name a
 * primary user, as whom it then goes on. A refusal leaves the session alone (`reference/rules.md` 1.4). What they did
 * is among the writes, for as long as the tenant keeps it.
 */
export async function issue(ctx: Context, given: Issuance): Promise<Issued> {
  const issuance = permitted(given);
  const { client, user } = issuance;
  if (user.blocked) return refused(issuance, 'unauthorized', 'user is blocked');
  if (client.internal) return forConsole(ctx, issuance);
  return runRecorded(ctx, issuance, given.scope);
}
