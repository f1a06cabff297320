import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { type DeclaredOperation, operations } from './tenant.fixture';

/** Text that has broken something somewhere: SQL, JSON, LIKE, tsquery, jsonpath, C strings, UTF-16, URLs. */
const poison = fc.constantFrom(
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\ufeff',
  "'",
  "''; drop table users; --",
  '"',
  '\\',
  '%',
  '_',
  '%00',
  '$1',
  '$$',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'auth0|x',
  '1e999',
  '-0',
  'null',
  '[object Object]',
  '\r\n',
  'a:b & c | !d',
  '$.**',
  'x'.repeat(5000),
  '😀'.repeat(300),
  '(((((((((((((((((((((((((',
  '../../etc/passwd',
);
export const text = fc.oneof(
  poison,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);
export const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

export const script = 'function (user, context, callback) { callback(null, user, context); }';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** What each member may be when it is right; ids are filled in before a property runs. */
export const good: Record<string, unknown[]> = {
  connection: ['Username-Password-Authentication'],
  email: ['fuzz@example.com', 'ADA@example.com'],
  email_verified: [true],
  phone_number: ['+4912345', null],
  password: ['Correct-Horse-9'],
  name: ['Fuzz', 'Other'],
  nickname: ['f', null],
  blocked: [true, false],
  picture: ['https://example.com/a.png'],
  script: [script],
  order: [1, 7],
  enabled: [true, false],
  value: ['v'],
  strategy: ['auth0', 'google-oauth2'],
  options: [{}, { passwordPolicy: 'low' }, { configuration: { KEY: 'v' } }],
  realms: [['example.com'], []],
  metadata: [{ a: 'b' }, { a: null }],
  format: ['csv', 'json'],
  limit: [1, 100],
  fields: [[{ name: 'email' }], [{ name: 'identities[0].provider', export_as: 'provider' }]],
  q: ['email:*', 'user_metadata.a:[1 TO *]'],
  enabled_clients: [[]],
  display_name: ['Shown'],
  friendly_name: ['Fuzzed'],
  is_domain_connection: [true, false],
  show_as_button: [true, false],
  user_metadata: [{ a: 1 }, {}, null],
  app_metadata: [{ b: 1 }],
  credentials: [{ smtp_host: 'localhost', smtp_port: 25 }, { api_key: 'k' }],
  default_from_address: ['shop@example.com'],
  settings: [null, { headers: { 'X-A': 'b' } }],
  template: ['verify_email', 'nonsense'],
  body: ['{{ user.name }}', '{{ broken', '{% for i in (1..9) %}{{ i }}{% endfor %}'],
  subject: ['Hello {{ user.name }}', null],
  from: ['Shop <shop@example.com>', null],
  syntax: ['liquid'],
  resultUrl: ['https://example.com', null],
  urlLifetimeInSeconds: [0, 60],
  includeEmailInRedirect: [true],
  user_id: ['auth0|x'],
  provider: ['auth0'],
  result_url: ['https://example.com'],
  ttl_sec: [0, 60],
  mark_email_as_verified: [true],
  identity: [{ user_id: 'x', provider: 'auth0' }],
  session_metadata: [{ a: 'b' }, {}, null],
  refresh_token_metadata: [{ a: 'b' }, null],
  preserve_refresh_tokens: [true, false],
  type: ['public_key', 'totp'],
  totp_secret: ['GEZDGNBVGY3TQOJQ', 'AB'],
  supported_triggers: [[{ id: 'event-stream', version: 'v1' }], [{ id: 'send-phone-message' }]],
  code: ['exports.onExecutePostLogin = async () => {};', ''],
  dependencies: [[], [{ name: 'axios', version: '1.7.0' }]],
  runtime: ['node22'],
  secrets: [[], [{ name: 'KEY', value: 'v' }]],
  deploy: [true, false],
  update_draft: [true, false],
  over: [{ last: 1 }, { q: 'email:*' }],
  network: ['off', 'stub'],
  trigger: ['post-login', 'pre-user-registration', 'credentials-exchange'],
  user: [{}, { email: 'fuzz@example.com' }],
  expect: [{ result: 'continue' }],
  payload: [{}, { user: { user_id: 'auth0|x' } }],
  bindings: [[], [{ ref: { type: 'action_name', value: 'x' } }]],
  app_type: ['regular_web', 'spa', null],
  grant_types: [['client_credentials', 'implicit'], []],
  callbacks: [['https://app.example/cb'], []],
  client_metadata: [{ a: 'b' }, { a: null }],
  jwt_configuration: [{ alg: 'HS256' }, { lifetime_in_seconds: 60 }],
  refresh_token: [{ expiration_type: 'expiring', leeway: 1 }, null],
  addons: [{ samlp: {} }, null],
  token_endpoint_auth_method: ['none', null],
  custom_login_page: ['<html></html>', null],
  credential_type: ['public_key'],
  pem: [publicPem],
  expires_at: ['2031-01-01T00:00:00Z'],
  identifier: ['urn:fuzz:a', 'urn:fuzz:b'],
  scopes: [[], [{ value: 'read:it', description: 'Read it' }], [{ value: 'write:it' }]],
  signing_alg: ['RS256', 'PS256'],
  token_lifetime: [60, 86_400],
  token_lifetime_for_web: [60],
  token_dialect: ['access_token_authz', 'rfc9068_profile'],
  enforce_policies: [true, false],
  audience: ['urn:fuzz:known'],
  scope: [[], ['read:it']],
  allow_all_scopes: [true, false],
  organization_usage: ['deny'],
  description: ['Described'],
  permissions: [[{ resource_server_identifier: 'urn:fuzz:known', permission_name: 'read:it' }]],
};

/** Members that an operation cannot do without, though its schema can. */
const neededToo: Record<string, string[]> = {
  'POST /users': ['email', 'password'],
  'POST /users/{id}/identities': ['provider', 'user_id'],
  'POST /tickets/password-change': ['user_id'],
  'POST /refresh-tokens/revoke': ['user_id'],
};

const needed = ({ name, neededMembers }: DeclaredOperation): string[] => [
  ...neededMembers,
  ...(neededToo[name] ?? []),
];

const totp = { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQ' };
const ruleTest = () => ({ name: 'A test', user: {}, expect: { result: 'continue' } });

/** Well-formed bodies of operations that do not take one of independent members, or not any value of `good`. */
const goodBodies: Record<string, () => unknown> = {
  'PATCH /connections/{id}/clients': () => [{ client_id: known.clients[0], status: true }],
  'POST /rules/test': () => ({ script, user: {} }),
  'POST /rules/{id}/tests': ruleTest,
  'PUT /rules/{id}/tests/{test}': ruleTest,
  'POST /actions/test': () => ({ code: good.code?.[0], user: {} }),
  'POST /actions/actions/{id}/tests': ruleTest,
  'PUT /actions/actions/{id}/tests/{test}': ruleTest,
  'POST /replays': () => ({ script, over: { last: 1 } }),
  'PATCH /emails/provider': () => ({ enabled: true }),
  'POST /emails/provider': () => ({ name: 'smtp', credentials: good.credentials?.[0] }),
  'POST /users/{id}/authentication-methods': () => totp,
  'PUT /users/{id}/authentication-methods': () => [totp],
  'POST /device-credentials': () => ({
    ...ofMembers(['device_name', 'device_id', 'type', 'value', 'client_id']),
  }),
};

const ofMembers = (members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(members.map((name) => [name, good[name]?.[0] ?? 'x']));

/** A well-formed body that says no more than it must: of members that may all be left out, one. */
export function rightBody(operation: DeclaredOperation): unknown {
  const whole = goodBodies[operation.name];
  if (whole) return whole();
  const first = operation.members.find((name) => good[name] !== undefined);
  const members = needed(operation);
  return ofMembers(members.length > 0 || first === undefined ? members : [first]);
}

/** A body with the operation's own members, most of them right; or anything at all. */
function bodyOf(operation: DeclaredOperation): fc.Arbitrary<string | undefined> {
  const { members, hasBody } = operation;
  if (!hasBody) return fc.constant(undefined);
  const right = (name: string) => fc.constantFrom(...(good[name] ?? ['x']));
  const some = fc
    .subarray(members, { maxLength: Math.min(3, members.length) })
    .chain((names) =>
      fc.record(
        Object.fromEntries(
          [...needed(operation), ...names].map((name) => [
            name,
            fc.oneof({ arbitrary: right(name), weight: 3 }, { arbitrary: json, weight: 1 }),
          ]),
        ),
        { requiredKeys: [] },
      ),
    );
  const bag = fc
    .constantFrom('user_metadata', 'app_metadata')
    .chain((name) => fc.dictionary(text, json, { maxKeys: 3 }).map((value) => ({ [name]: value })));
  return fc.oneof(
    { arbitrary: some.map((value) => JSON.stringify(value)), weight: 5 },
    {
      arbitrary: bag.map((value) => JSON.stringify(value)),
      weight: members.includes('user_metadata') ? 3 : 0,
    },
    { arbitrary: json.map((value) => JSON.stringify(value)), weight: 1 },
    { arbitrary: text, weight: 1 },
  );
}

const field = fc.constantFrom(
  ...'email name user_metadata.a app_metadata.plan identities.provider created_at logins_count type date user_id _exists_ x'.split(
    ' ',
  ),
);
const value = fc.oneof(
  text,
  fc.constantFrom('*', 'a*', '[1 TO 2}', '[* TO *]', '"a b"', '(a OR b)', '>=1', 'NOT', 'true', '2026-05'),
);
const clause = fc.tuple(field, value).map(([name, what]) => `${name}:${what}`);
const search = fc.oneof(
  text,
  fc.array(clause, { maxLength: 4 }).map((parts) => parts.join(' AND ')),
);
const nestedFields =
  'identities.provider,jwt_configuration.alg,refresh_token.leeway,options.mfa.active,authentication.active,device.last_ip,settings.a,credentials.smtp_user,change_password.html,flags.x,details.request.path';
const rightQuery: Record<string, fc.Arbitrary<string>> = {
  q: search,
  sort: fc.constantFrom('name:1', 'created_at:-1', 'last_login:1', 'logins_count:-1', 'date:-1'),
  page: fc.constantFrom('0', '1', '999999999'),
  per_page: fc.constantFrom('0', '1', '100'),
  search_engine: fc.constant('v3'),
  strategy: fc.constantFrom('auth0', 'sms'),
  take: fc.constantFrom('1', '50'),
  search: fc.oneof(text, fc.constantFrom('type:s AND user_name:"a"', 'Shop', 'user:a')),
  to: fc.constantFrom('20260504', '20260230'),
  email: fc.constant('fuzz@example.com'),
  resource_server_identifier: fc.constant('urn:fuzz:known'),
  audience: fc.constant('urn:fuzz:known'),
  name_filter: fc.constant('fuzz'),
  fields: fc.constantFrom('email', 'email,name', 'app_metadata', '__proto__,constructor', nestedFields),
};

/** What a query cannot do without, where it is not any text. */
const goodQuery: Record<string, string> = {
  email: 'fuzz@example.com',
  identifier: 'fuzz@example.com',
  user_id: 'auth0|x',
  resource_server_identifier: 'urn:fuzz:known',
};

function queryOf({ query }: DeclaredOperation): fc.Arbitrary<[string, string][]> {
  const right = (name: string) => rightQuery[name] ?? fc.constantFrom('true', 'false');
  const known = fc
    .subarray(query, { maxLength: Math.min(3, query.length) })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc
            .oneof({ arbitrary: right(name), weight: 3 }, { arbitrary: text, weight: 1 })
            .map((what): [string, string] => [name, what]),
        ),
      ),
    );
  const any = fc.array(fc.tuple(fc.oneof(text, fc.constantFrom('q', 'from', 'take')), text), {
    maxLength: 3,
  });
  return fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: any, weight: 1 });
}

const oddIds = fc.oneof(
  text,
  fc.constantFrom('auth0|nobody', 'rul_0000000000000000', '%', '%zz', '%E0%A4%A', '.', '..', ' '),
);

/** Ids that are somebody's, filled in before a property runs. */
export const known = {
  jobs: ['x'],
  users: ['x'],
  clients: ['x'],
  connections: ['x'],
  rules: ['x'],
  'rules-configs': ['KEY'],
  actions: ['x'],
  roles: ['x'],
  'resource-servers': ['x'],
  'client-grants': ['x'],
  'email-templates': ['verify_email', 'reset_email'],
  /** In the second place of a path. */
  inner: ['x'],
};

function knownIds(path: string): string[] {
  const [, , , kind = ''] = path.split('/');
  return Object.hasOwn(known, kind) ? known[kind as keyof typeof known] : ['x'];
}

function idOf({ path }: DeclaredOperation): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...knownIds(path)), weight: 3 },
    { arbitrary: oddIds, weight: 1 },
  );
}

export type Sent = {
  operation: DeclaredOperation;
  id: string;
  query: [string, string][];
  body: string | undefined;
  ifMatch: string | undefined;
};

/** A request that is well-formed in all its parts, of ids that are there, as far as `known` has any. */
export const wellFormed = (operation: DeclaredOperation): Sent => ({
  operation,
  id: knownIds(operation.path)[0] ?? 'x',
  query: operation.neededQuery.map((name) => [name, goodQuery[name] ?? 'true']),
  body: operation.hasBody ? JSON.stringify(rightBody(operation)) : undefined,
  ifMatch: undefined,
});

export const anything = (): fc.Arbitrary<Sent> =>
  fc.constantFrom(...operations()).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      id: idOf(operation),
      query: queryOf(operation),
      body: bodyOf(operation),
      ifMatch: fc.option(fc.constantFrom('"1"', '"999"', '*', 'x', '1'), { nil: undefined, freq: 1 }),
    }),
  );
