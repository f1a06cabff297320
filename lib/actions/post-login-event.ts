import type { Json, JsonObject } from '@/db/schema/columns';
import { isObject } from '@/lib/json';
import type { Login, LoginContinues } from '@/lib/rules';
import { presentUser } from '@/lib/users';
import { type Asks, askedMetadata, noAsks } from './asks';
import { clientPart, plain, requestPart, tenantPart, userPart, words } from './event-parts';
import { localeOf, wantedLanguages } from './languages';

/** What Actions of a sign-in share under `event.transaction`. */
export type LoginTransaction = { id: string; metadata: JsonObject };

/** Of a sign-in at a browser: of its wishes the first that the tenant has. */
function localePart({ authorization, request }: Login, enabled: readonly string[]): string | undefined {
  if (!authorization) return undefined;
  return localeOf([...words(authorization.ui_locales), ...wantedLanguages(request.acceptLanguage)], enabled);
}

function transactionPart(login: Login, { id, metadata }: LoginTransaction, locales: readonly string[]) {
  const {
    acr_values,
    ui_locales,
    login_hint,
    prompt,
    redirect_uri,
    response_mode,
    response_type,
    scope,
    state,
  } = login.authorization ?? {};
  return {
    id,
    protocol: login.protocol,
    requested_scopes: scope === undefined ? login.scope : words(scope),
    acr_values: words(acr_values),
    locale: localePart(login, locales),
    ui_locales: words(ui_locales),
    login_hint,
    prompt: prompt === undefined ? undefined : words(prompt),
    redirect_uri,
    response_mode,
    response_type: response_type === undefined ? undefined : words(response_type),
    state,
    metadata,
  };
}

/** Second factors, as Actions know them; `multifactor` as rules do. */
function factorsPart({ factors = [] }: Login) {
  const multifactor = factors.includes('otp') ? ['guardian'] : undefined;
  return plain({ multifactor, enrolledFactors: factors.map((type) => ({ type, options: {} })) });
}

/** What is not known is not there. */
function knownOf(device: Json | undefined): JsonObject | undefined {
  if (!isObject(device)) return undefined;
  return Object.fromEntries(Object.entries(device).filter(([, value]) => value !== null));
}

function sessionPart({ session, user, authMethods }: Login, metadata: JsonObject) {
  if (!session) return undefined;
  const [first] = authMethods;
  const { device, ...facts } = session.facts ?? {};
  return {
    id: session.sid,
    user_id: user.userId,
    authenticated_at: first ? new Date(first.timestamp).toISOString() : undefined,
    ...facts,
    device: knownOf(device),
    clients: session.clientIds.map((client_id) => ({ client_id })),
    metadata,
  };
}

/** `event` of post-login (`reference/rules.md` 2.2), without the secrets, which each Action gets of its own. */
export function postLoginEvent(
  login: Login,
  {
    written,
    transaction,
    locales,
    asks = noAsks,
  }: {
    written: LoginContinues['written'];
    transaction: LoginTransaction;
    /** Those that the tenant has, the first for whoever wants none of them. */
    locales: readonly string[];
    /** Of session and refresh token, before. */
    asks?: Asks;
  },
): JsonObject {
  const kept = askedMetadata(login, asks);
  const { connection, audience, authMethods } = login;
  const { id, name, strategy, metadata } = connection;
  return plain({
    tenant: tenantPart(),
    client: clientPart(login.client),
    connection: { id, name, strategy, metadata },
    request: requestPart(login.request, login.request),
    resource_server: audience === undefined ? undefined : { identifier: audience },
    stats: { logins_count: login.stats.loginsCount },
    transaction: transactionPart(login, transaction, locales),
    session: sessionPart(login, kept.session),
    refresh_token: login.refreshToken && { ...login.refreshToken, metadata: kept.refreshToken },
    user: {
      ...userPart(presentUser(login.user, { type: 'system', reason: 'actions' }), written),
      ...factorsPart(login),
    },
    authentication: {
      methods: authMethods.map((method) => ({
        ...method,
        timestamp: new Date(method.timestamp).toISOString(),
      })),
    },
    authorization: { roles: login.roles },
  });
}
