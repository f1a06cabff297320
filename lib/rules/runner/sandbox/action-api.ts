import type { ActionRequest } from '../action-types';
import type { ActionsRun } from './action-run';
import { type Area, type Tools, type Turn, text } from './action-tools';
import { refreshToken, session } from './lasting-api';
import { encodeToken, validateToken } from './redirect-token';
import { utf8Length, warn } from './run';

/** The limits of `reference/rules.md` 2.5 that an Action meets while it calls. */
const limits = { metadataBytes: 32_768, metaKey: 64, metaValueBytes: 8_192, metaBytes: 16_384 };

/** A value as JSON can carry it; what cannot be written throws here, where the Action can see it. */
function plain(value: unknown, what: string): unknown {
  const written: unknown = JSON.stringify(value);
  if (typeof written !== 'string') throw new TypeError(`${what} cannot be written as JSON.`);
  return JSON.parse(written);
}

function put(bag: Map<string, unknown>, key: string, value: unknown, bytes: number, what: string): void {
  const after = new Map(bag).set(key, value);
  if (utf8Length(JSON.stringify([...after])) > bytes)
    throw new RangeError(`${what} may have ${bytes} bytes in all.`);
  bag.set(key, value);
}

function scopeName(value: unknown): string {
  const scope = text(value, 'A scope', 280);
  // RFC 6749 section 3.3
  if (/[^\x21\x23-\x5b\x5d-\x7e]/.test(scope)) throw new TypeError('A scope is one word without quotes.');
  return scope;
}

function webAddress(run: ActionsRun, url: unknown, query: unknown): string {
  const address = Object(run.native('url', { url: text(url, 'The address of a redirect', 8_192) }));
  if (address.protocol !== 'https:' && address.protocol !== 'http:')
    throw new TypeError('The address of a redirect must be a web address.');
  const added = Object.entries(Object(query))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  const search = [String(address.search).slice(1), ...added].filter((part) => part !== '').join('&');
  const set = run.native('url', { url: address.href, set: 'search', value: search });
  return String(Object(set).href);
}

/** What a parameter of the request under which the person came back says. */
function parameter(event: Turn['event'], name: string): unknown {
  const { query, body } = Object(event.request);
  return Object(query)[name] ?? Object(body)[name];
}

function access({ run, ask }: Tools): Area {
  return {
    deny(first, second) {
      if (run.start.trigger === 'credentials-exchange') {
        const code = ['invalid_scope', 'invalid_request'].includes(String(first))
          ? String(first)
          : 'server_error';
        return ask({ type: 'access.deny', code, reason: String(second ?? first ?? '') });
      }
      const userMessage = typeof second === 'string' ? { userMessage: second.slice(0, 1_000) } : {};
      return ask({ type: 'access.deny', reason: String(first ?? '').slice(0, 4_096), ...userMessage });
    },
  };
}

const validation = ({ ask }: Tools): Area => ({
  error: (code, message) =>
    ask({
      type: 'validation.error',
      code: text(code, 'The code of a validation error', 128),
      message: String(message ?? '').slice(0, 4_096),
    }),
});

const claims = ({ ask }: Tools, type: 'idToken.setCustomClaim' | 'accessToken.setCustomClaim'): Area => ({
  setCustomClaim: (name, value) =>
    ask({
      type,
      name: text(name, 'The name of a claim', 1_024),
      value: plain(value ?? null, 'The value of a claim') as null,
    }),
});

function accessToken(tools: Tools): Area {
  const { ask } = tools;
  const own = claims(tools, 'accessToken.setCustomClaim');
  if (tools.run.start.trigger !== 'post-login') return own;
  return {
    ...own,
    addScope: (scope) => ask({ type: 'accessToken.addScope', scope: scopeName(scope) }),
    removeScope: (scope) => ask({ type: 'accessToken.removeScope', scope: scopeName(scope) }),
  };
}

function user({ run, turn, ask }: Tools): Area {
  const set =
    (type: 'user.setUserMetadata' | 'user.setAppMetadata', bag: 'user_metadata' | 'app_metadata') =>
    (name: unknown, value: unknown) => {
      const key = text(name, 'The key of metadata', 1_024);
      const pending = run.changes[bag];
      if (turn.isOver()) return ask({ type, key });
      if (value === undefined) {
        pending.delete(key);
        return ask({ type, key });
      }
      const kept = plain(value, 'The value of metadata') as null;
      put(pending, key, kept, limits.metadataBytes, `The ${bag} that Actions set`);
      return ask({ type, key, value: kept });
    };
  return {
    setUserMetadata: set('user.setUserMetadata', 'user_metadata'),
    setAppMetadata: set('user.setAppMetadata', 'app_metadata'),
  };
}

function redirect({ run, turn, ask }: Tools): Area {
  const { isPossible = false, host = '', state, payload: tried } = run.start.surroundings.redirect ?? {};
  return {
    canRedirect: () => isPossible,
    sendUserTo: (url, options) =>
      ask({ type: 'redirect.sendUserTo', url: webAddress(run, url, Object(options).query) }),
    encodeToken(options) {
      const { secret, payload, expiresInSeconds = 900 } = Object(options);
      const seconds = Number(expiresInSeconds);
      if (!(seconds > 0)) throw new RangeError('expiresInSeconds must be a number above 0.');
      const own = { sub: Object(turn.event.user).user_id, iss: host, ip: Object(turn.event.request).ip };
      return encodeToken(run.native, secret, { ...own, ...Object(payload) }, seconds);
    },
    validateToken(options) {
      if (tried !== undefined) return plain(tried, 'The payload of a trial');
      const { secret, tokenParameterName = 'session_token' } = Object(options);
      const token = parameter(turn.event, String(tokenParameterName));
      if (typeof token !== 'string' || token === '')
        throw new Error(`The session token is missing: there is no parameter "${tokenParameterName}".`);
      return validateToken(run.native, secret, token, state);
    },
  };
}

function cache({ run, ask }: Tools): Area {
  return {
    get: (key) => run.cache.get(key),
    set(key, value, options) {
      const kept = run.cache.set(key, value, options);
      if (typeof kept === 'string') return { type: 'error', code: kept };
      ask({ type: 'cache.set', ...kept });
      return { type: 'success', record: { value: kept.value, expires_at: kept.expires_at } };
    },
    delete(key) {
      if (!run.cache.delete(key)) return { type: 'error', code: 'item_not_found' };
      ask({ type: 'cache.delete', key: String(key) });
      return { type: 'success' };
    },
  };
}

function transaction({ run, ask }: Tools): Area {
  const { changes } = run;
  return {
    setMetadata(name, value) {
      const key = text(name, 'The key of transaction metadata', limits.metaKey);
      const isPlain =
        value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
      if (!isPlain) throw new TypeError('Transaction metadata may hold texts, numbers and booleans.');
      const kept = value as string | number | boolean | null;
      if (typeof kept === 'string' && utf8Length(kept) > limits.metaValueBytes)
        throw new RangeError(`A value of transaction metadata may have ${limits.metaValueBytes} bytes.`);
      put(changes.transaction, key, kept, limits.metaBytes, 'Transaction metadata');
      return ask({ type: 'transaction.setMetadata', key, value: kept });
    },
  };
}

function targetScopes({ run, turn, ask }: Tools): Area {
  const present = (): string[] => {
    const given: unknown = Object(turn.event.transaction).target_scopes;
    return run.changes.targetScopes ?? (Array.isArray(given) ? given.map(String) : []);
  };
  const set = (scopes: string[]) => {
    run.changes.targetScopes = [...new Set(scopes)];
    return ask({ type: 'transaction.setTargetScopes', scopes: run.changes.targetScopes });
  };
  return {
    addTargetScope: (scope) => set([...present(), scopeName(scope)]),
    removeTargetScope: (scope) => set(present().filter((name) => name !== scope)),
    clearTargetScopes: () => set([]),
    setTargetScopes(scopes) {
      if (!Array.isArray(scopes)) throw new TypeError('setTargetScopes needs an array of scopes.');
      return set(scopes.map(scopeName));
    },
  };
}

/** Factors that Annex has; any of them will do where one is asked for. */
const factors = new Set(['otp', 'recovery-code']);

/** Asks for a factor before the next Action, if one of these is there to be had; else it is as if the method were not. */
function requireFactor({ ask }: Tools, name: string, asked: readonly unknown[]): unknown {
  const types = asked.map((factor) => String(Object(factor).type));
  if (types.some((type) => factors.has(type))) return ask({ type: 'authentication.requireFactor' });
  return unavailable(`authentication.${name} with ${types.join(', ').slice(0, 200) || 'no factor'}`, ask)();
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function factorMethods(tools: Tools): Area {
  const one = (name: string) => (factor: unknown, options: unknown) =>
    requireFactor(tools, name, [factor, ...list(Object(options).additionalFactors)]);
  const any = (name: string) => (asked: unknown) => requireFactor(tools, name, list(asked));
  return {
    challengeWith: one('challengeWith'),
    challengeWithAny: any('challengeWithAny'),
    enrollWith: one('enrollWith'),
    enrollWithAny: any('enrollWithAny'),
  };
}

/** Providers that an authenticator app can stand for, and `none`, which takes the demand back. */
const providers = new Set(['any', 'guardian', 'google-authenticator', 'none']);

const multifactor = ({ ask }: Tools): Area => ({
  enable(provider, options) {
    const name = text(provider, 'The provider of the second factor', 100);
    if (!providers.has(name)) return unavailable(`multifactor.enable with ${name}`, ask)();
    const allowRememberBrowser = Object(options).allowRememberBrowser === true;
    return ask({ type: 'multifactor.enable', provider: name, allowRememberBrowser });
  },
});

function authentication(tools: Tools): Area {
  const { run, ask } = tools;
  return {
    ...factorMethods(tools),
    setPrimaryUser(userId) {
      if (run.commands.some(({ type }) => type === 'authentication.setPrimaryUser'))
        throw new Error('The primary user of a sign-in can be set once.');
      return ask({ type: 'authentication.setPrimaryUser', userId: text(userId, 'The primary user', 128) });
    },
    recordMethod(url) {
      if (!run.start.resumes) throw new Error('recordMethod can be called in onContinuePostLogin only.');
      const address = text(url, 'The method', 1_024);
      run.native('url', { url: address });
      return ask({ type: 'authentication.recordMethod', url: address });
    },
  };
}

/** `reference/rules.md` 1.9, as far as Actions have it (2.6), and the attributes. */
const samlSetters = [
  'setAttribute',
  'setAudience',
  'setRecipient',
  'setIssuer',
  'setDestination',
  'setCreateUpnClaim',
  'setPassthroughClaimsWithNoMapping',
  'setMapUnknownClaimsAsIs',
  'setMapIdentities',
  'setSignatureAlgorithm',
  'setDigestAlgorithm',
  'setLifetimeInSeconds',
  'setSignResponse',
  'setNameIdentifierFormat',
  'setNameIdentifierProbes',
  'setAuthnContextClassRef',
  'setTypedAttributes',
  'setIncludeAttributeNameFormat',
  'setSigningCert',
  'setEncryptionAlgorithm',
  'setEncryptionCert',
  'setEncryptionPublicKey',
  'setCert',
  'setKey',
  'setRelayState',
];

/** No sign-in of Annex ends in a SAML response, and for any other the setters have no effect, as at Auth0. */
function samlResponse({ run, turn, api }: Tools): Area {
  const note = (setter: string) => () => {
    warn(run, turn.index, `api.samlResponse.${setter} has no effect: this sign-in makes no SAML response.`);
    return api();
  };
  return Object.fromEntries(samlSetters.map((setter) => [setter, note(setter)]));
}

const rules = ({ run }: Tools): Area => ({
  wasExecuted: (id) => run.start.surroundings.executedRules.some((executed) => executed === id),
});

/** A method of Auth0's that Annex does not have. It is noted, so that catching its error changes nothing. */
function unavailable(name: string, ask: Tools['ask']): () => never {
  const method = `api.${name}`;
  return () => {
    ask({ type: 'unavailable', method });
    throw new Error(`${method} is not available in this version of Annex.`);
  };
}

/** Methods of Auth0's that Annex does not have, by their area. */
const absent: Readonly<Record<string, readonly string[]>> = {
  prompt: ['render'],
  groups: ['getUserGroups', 'hasGroupMembership'],
  roles: ['getUserEffectiveRoles', 'getUserEffectiveRolesByIds', 'getUserEffectiveRolesByNames'],
};

function absentAreas({ run, ask }: Tools): Record<string, Area> {
  if (run.start.trigger !== 'post-login') return {};
  return Object.fromEntries(
    Object.entries(absent).map(([area, methods]) => [
      area,
      Object.fromEntries(methods.map((name) => [name, unavailable(`${area}.${name}`, ask)])),
    ]),
  );
}

function areasOf(tools: Tools): Record<string, Area> {
  const { trigger } = tools.run.start;
  switch (trigger) {
    case 'post-login':
      return {
        access: access(tools),
        idToken: claims(tools, 'idToken.setCustomClaim'),
        accessToken: accessToken(tools),
        user: user(tools),
        redirect: redirect(tools),
        authentication: authentication(tools),
        multifactor: multifactor(tools),
        samlResponse: samlResponse(tools),
        session: session(tools),
        refreshToken: refreshToken(tools),
        transaction: transaction(tools),
        rules: rules(tools),
        validation: validation(tools),
      };
    case 'credentials-exchange':
      return { access: access(tools), accessToken: accessToken(tools), transaction: targetScopes(tools) };
    case 'pre-user-registration':
      return { access: access(tools), user: user(tools), validation: validation(tools) };
    default:
      return {};
  }
}

/**
 * The `api` of one Action (`reference/rules.md` 2.3). It changes nothing: each call is noted in the run's commands,
 * and the server decides what becomes of them. Calls after the Action's end are ignored and told.
 */
export function createApi(run: ActionsRun, turn: Turn): unknown {
  const api: Record<string, Area> = Object.create(Object.prototype);
  const ask = (request: ActionRequest) => {
    if (turn.isOver())
      warn(run, turn.index, `A call of api after the end of the Action was ignored: ${request.type}`);
    else run.commands.push({ ...request, action: turn.index });
    return api;
  };
  const tools = { run, turn, ask, api: () => api };
  Object.assign(api, areasOf(tools), { cache: cache(tools) }, absentAreas(tools));
  return api;
}
