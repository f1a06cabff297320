import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import type { Held } from '@/lib/roles';
import { runLoginRules } from '@/lib/rules';
import type { Login, LoginOutcome, Protocol } from '@/lib/rules/login.types';
import { presentUser, type StoredUser } from '@/lib/users';
import { profileClaims } from './claims';
import { OAuthError } from './errors';
import { issuer } from './issuer';
import { permittedScope } from './scope';

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
  session?: { sid: string; clientIds: string[] } | undefined;
  request: { method: string; query: Record<string, string>; body: Record<string, string> };
  /** What was asked for and may be granted at all; what the person may not have is dropped here. */
  scope: string[];
  audience: string | null;
  authenticatedAt: Date;
  /** Where a rule's demand for a redirect or a second factor cannot be met by showing the person something. */
  interaction: 'possible' | 'impossible';
  carried?: JsonObject | undefined;
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

export type Issued =
  /** `scope`: what was granted of the issuance's. */
  | { kind: 'granted'; scope: string[]; claims: GrantClaims; warnings: string[] }
  | { kind: 'refused'; error: OAuthError }
  /** `carried`: root fields that the rules put on `user`, for the run after the redirect. */
  | { kind: 'redirect'; url: string; carried: JsonObject };

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
    authMethods: [{ name: 'pwd', timestamp: issuance.authenticatedAt.getTime() }],
    scope,
    audience: issuance.audience ?? undefined,
    carried: issuance.carried,
  };
}

/** Annex's own client runs no rules: a bad rule must not lock every administrator out. */
function withoutRules(user: StoredUser): LoginOutcome {
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

function refused(...[error, description]: ConstructorParameters<typeof OAuthError>): Issued {
  return { kind: 'refused', error: new OAuthError(error, description) };
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
  return { kind: 'redirect', url, carried: carriedFields(user, issuance.user) };
}

/** What this version cannot do for a rule; never passed over in silence. */
function unmetDemand(
  issuance: Issuance,
  outcome: Extract<LoginOutcome, { kind: 'continue' }>,
): Issued | null {
  const { primaryUser, multifactor } = outcome;
  if (primaryUser !== undefined && primaryUser !== issuance.user.userId) {
    return refused(
      'access_denied',
      'A rule set a primaryUser that does not hold the identity of this login.',
    );
  }
  if (!multifactor) return null;
  const code = issuance.interaction === 'impossible' ? 'interaction_required' : 'access_denied';
  return refused(
    code,
    'A rule asks for multi-factor authentication, which this version of Annex does not have.',
  );
}

/**
 * Decides one issuance of tokens for a person: interactive, by session, silent, refresh and password grants, and
 * nothing else. Runs the rules exactly once, after the scopes were cut to what the person may have: a rule that sets
 * the access token's scopes has the last word, as at Auth0. A refusal leaves the session alone (`reference/rules.md` 1.4).
 */
export async function issue(ctx: Context, asked: Issuance): Promise<Issued> {
  const { permissions } = asked.held;
  const issuance = { ...asked, scope: permittedScope(asked.scope, permissions) };
  const { client, user, scope } = issuance;
  if (user.blocked) return refused('unauthorized', 'user is blocked');
  const outcome = client.internal ? withoutRules(user) : await runLoginRules(ctx, loginOf(ctx, issuance));
  if (outcome.kind === 'deny') return refused(outcome.error, outcome.description);
  const unmet = unmetDemand(issuance, outcome);
  if (unmet) return unmet;
  if (outcome.redirect && issuance.protocol !== 'redirect-callback') {
    return redirectTo(issuance, outcome.redirect.url, outcome.user);
  }
  const claims = {
    profile: profileClaims(outcome.user, outcome.idTokenClaims, scope),
    access: outcome.accessTokenClaims,
    scope: outcome.scope ?? null,
    permissions,
  };
  return { kind: 'granted', scope, claims, warnings: outcome.warnings };
}
