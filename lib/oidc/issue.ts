import type { SQL } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import { type LoginActions, runLoginActions, type SuspendedLogin } from '@/lib/actions';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import type { Held } from '@/lib/roles';
import { runLoginRules } from '@/lib/rules';
import type { Login, LoginContinues, Protocol } from '@/lib/rules/login.types';
import { presentUser, type StoredUser } from '@/lib/users';
import { profileClaims } from './claims';
import { OAuthError } from './errors';
import { issuer } from './issuer';
import { permittedScope } from './scope';
import type { Session } from './sessions';

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
  session?: Pick<Session, 'sid' | 'clientIds' | 'authMethods' | 'metadata'> | undefined;
  request: { method: string; query: Record<string, string>; body: Record<string, string> };
  /** What was asked for and may be granted at all; what the person may not have is dropped here. */
  scope: string[];
  audience: string | null;
  authenticatedAt: Date;
  /** Where a rule's demand for a redirect or a second factor cannot be met by showing the person something. */
  interaction: 'possible' | 'impossible';
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
};

/** What the run of the Actions leaves: writes to make with the rest whatever came of it, and ids for the log. */
type OfActions = { writes: SQL[]; executions: string[] };

export type Issued = OfActions &
  (
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
    | {
        kind: 'redirect';
        url: string;
        /** Root fields that the rules put on `user`, for the run after the redirect. */
        carried: JsonObject;
        /** Where an Action, and not a rule, sends the person away. */
        suspended?: SuspendedLogin;
      }
  );

const nothing: OfActions = { writes: [], executions: [] };

function loginOf(ctx: Context, issuance: Issuance): Login {
  const { loginId, client, user, held, connection, protocol, session, request, scope } = issuance;
  return {
    loginId,
    user,
    roles: held.roles,
    client: { clientId: client.clientId, name: client.name, metadata: client.clientMetadata },
    connection: { ...connection, options: connection.options as JsonObject },
    protocol,
    request: {
      ...request,
      userAgent: ctx.userAgent ?? '',
      ip: ctx.ip ?? '',
      hostname: new URL(issuer()).host,
    },
    stats: { loginsCount: user.loginsCount ?? 0 },
    session,
    authMethods: [
      { name: 'pwd', timestamp: issuance.authenticatedAt.getTime() },
      ...(session?.authMethods ?? []),
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
  error: ConstructorParameters<typeof OAuthError>[0],
  description: string,
  { writes, executions }: OfActions = nothing,
): Issued {
  return { kind: 'refused', error: new OAuthError(error, description), writes, executions };
}

/** Fields of the final `user` that are neither profile nor metadata: what one rule left for a later run. */
function carriedFields(final: JsonObject, stored: StoredUser): JsonObject {
  const known = new Set([
    ...Object.keys(presentUser(stored, { type: 'system', reason: 'sign-in' })),
    ...Object.keys(stored.appMetadata ?? {}),
    'app_metadata',
    'user_metadata',
  ]);
  return Object.fromEntries(Object.entries(final).filter(([key]) => !known.has(key)));
}

function redirectTo(issuance: Issuance, url: string, user: JsonObject): Issued {
  if (issuance.interaction === 'impossible') {
    return refused('interaction_required', 'A rule wants to send the person to another page.');
  }
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    return refused('access_denied', 'A rule set a redirect address that is not a web address.');
  }
  return { kind: 'redirect', url, carried: carriedFields(user, issuance.user), ...nothing };
}

/** What this version cannot do for a rule or an Action; never passed over in silence. */
function unmetDemand(issuance: Issuance, outcome: LoginContinues, of: OfActions = nothing): Issued | null {
  const { primaryUser, multifactor } = outcome;
  if (primaryUser !== undefined && primaryUser !== issuance.user.userId) {
    return refused('access_denied', 'The primary user that was set does not hold this login.', of);
  }
  if (!multifactor) return null;
  const code = issuance.interaction === 'impossible' ? 'interaction_required' : 'access_denied';
  return refused(
    code,
    'A rule asks for multi-factor authentication, which this version of Annex does not have.',
    of,
  );
}

/** The rules, unless they ran before an Action sent the person away. Gives the answer where it is theirs. */
async function afterRules(
  ctx: Context,
  issuance: Issuance,
  login: Login,
): Promise<LoginContinues | null | Issued> {
  if (issuance.suspended) return null;
  const outcome = await runLoginRules(ctx, login);
  if (outcome.kind === 'deny') return refused(outcome.error, outcome.description);
  const unmet = unmetDemand(issuance, outcome);
  if (unmet) return unmet;
  if (outcome.redirect && issuance.protocol !== 'redirect-callback') {
    return redirectTo(issuance, outcome.redirect.url, outcome.user);
  }
  return outcome;
}

function granted(issuance: Issuance, outcome: LoginContinues, methods: string[], of: OfActions): Issued {
  const claims = {
    profile: profileClaims(outcome.user, outcome.idTokenClaims, issuance.scope),
    access: outcome.accessTokenClaims,
    scope: outcome.scope ?? null,
    permissions: issuance.held.permissions,
  };
  return { kind: 'granted', scope: issuance.scope, claims, warnings: outcome.warnings, methods, ...of };
}

function afterActions(issuance: Issuance, decided: LoginActions): Issued {
  const { writes, executions } = decided;
  const of = { writes, executions };
  switch (decided.kind) {
    case 'deny':
      return refused(decided.error, decided.description, of);
    case 'redirect': {
      const { url, suspended } = decided;
      if (issuance.interaction === 'possible')
        return { kind: 'redirect', url, carried: {}, suspended, ...of };
      return refused('interaction_required', 'An Action wants to send the person to another page.', of);
    }
    case 'continue':
      return (
        unmetDemand(issuance, decided.outcome, of) ?? granted(issuance, decided.outcome, decided.methods, of)
      );
  }
}

/**
 * Decides one issuance of tokens for a person: interactive, by session, silent, refresh and password grants, and
 * nothing else. Runs the rules and then the Actions of post-login, each exactly once, after the scopes were cut to what
 * the person may have: who sets the access token's scopes there has the last word, as at Auth0. A refusal leaves the
 * session alone (`reference/rules.md` 1.4).
 */
export async function issue(ctx: Context, asked: Issuance): Promise<Issued> {
  const issuance = { ...asked, scope: permittedScope(asked.scope, asked.held.permissions) };
  const { client, user } = issuance;
  if (user.blocked) return refused('unauthorized', 'user is blocked');
  if (client.internal) return granted(issuance, withoutRules(user), [], nothing);
  const login = loginOf(ctx, issuance);
  const ruled = await afterRules(ctx, issuance, login);
  if (ruled && ruled.kind !== 'continue') return ruled;
  const { suspended, state } = issuance;
  const canRedirect = issuance.interaction === 'possible';
  return afterActions(
    issuance,
    await runLoginActions(ctx, login, { before: ruled, canRedirect, suspended, state }),
  );
}
