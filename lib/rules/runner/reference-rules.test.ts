import { expect, it } from 'vitest';
import { hostThatStores, testRunner } from './runner.fixture';
import type { HttpAnswer, HttpCall, JsonObject, RunInput } from './types';

const { run } = testRunner();

const user: JsonObject = {
  user_id: 'auth0|1',
  email: 'ada@example.com',
  email_verified: false,
  name: 'Ada',
  roles: ['admin'],
  app_metadata: { roles: ['admin'], plan: 'gold' },
  identities: [{ provider: 'auth0', user_id: '1', connection: 'db', isSocial: false }],
};
const context: JsonObject = {
  tenant: 'id',
  clientID: 'app',
  clientName: 'Shop',
  connection: 'db',
  connectionOptions: { domain_aliases: ['example.com'] },
  protocol: 'oidc-basic-profile',
  samlConfiguration: {},
  stats: { loginsCount: 1 },
  sso: { current_clients: [] },
  request: {
    ip: '10.1.2.3',
    hostname: 'id.example.com',
    userAgent: 'Test',
    query: { prompt: 'login' },
    body: {},
    geoip: {},
  },
  authentication: { methods: [{ name: 'pwd', timestamp: 1 }] },
  authorization: { roles: ['Editor'] },
  idToken: {},
  accessToken: {},
};

type Case = {
  /** The row of the reference that the rule stands for. */
  title: string;
  script: string;
  kind?: 'continue' | 'deny' | 'error' | 'timeout';
  user?: object;
  context?: object;
  error?: object;
  asked?: object[];
  sent?: string[];
  given?: Partial<RunInput>;
};

const session = { SESSION_TOKEN_SECRET: 'a-secret-of-the-test' };

/** Rules of our own, in the styles that public rules are written in (`reference/rules.md` 1.2 to 1.16). */
const cases: Case[] = [
  {
    title: '1.2 anonymous',
    script:
      'function (user, context, callback) {\n  // a comment\n  return callback(null, user, context);\n}',
    context,
  },
  {
    title: '1.2 named, led by comments, ended by a semicolon',
    script: '/* About */\n// more\nfunction named(user, context, cb) { cb(null, user, context); };\n\n',
  },
  { title: '1.2 arrow', script: '(user, context, callback) => callback(null, user, context)' },
  {
    title: '1.2 async',
    script: 'async function (user, context, callback) { await 1; return callback(null, user, context); }',
  },
  {
    title: '1.2 ended by a line comment',
    script: 'function (user, context, callback) { callback(null, user, context); } // the end',
  },
  {
    title: '1.2 sloppy',
    script:
      'function (user, context, callback) { leaked = 010; user.n = leaked; callback(null, user, context); }',
    user: { n: 8 },
  },
  {
    title: '1.3 callback without objects',
    script: 'function (user, context, callback) { user.a = 1; callback(); }',
    user: { a: 1 },
  },
  {
    title: '1.3 another user',
    script: "function (user, context, callback) { callback(null, { user_id: 'x' }, context); }",
    user: { user_id: 'x' },
  },
  {
    title: '1.3 a text denies',
    script: "function (user, context, callback) { callback('no'); }",
    kind: 'deny',
    error: { message: 'no' },
  },
  {
    title: '1.3 twice: the first counts',
    script: "function (user, context, callback) { callback(null, user, context); callback('late'); }",
  },
  {
    title: '1.4 UnauthorizedError',
    script: "function (user, context, callback) { callback(new UnauthorizedError('Blocked')); }",
    kind: 'deny',
    error: { name: 'UnauthorizedError', code: 'unauthorized', message: 'Blocked' },
  },
  {
    title: '1.4 its properties',
    script:
      "function (user, context, callback) { const e = new ValidationError('c', 'm'); user.e = [e.code, e.statusCode, e.description, e instanceof Error]; callback(null, user, context); }",
    user: { e: ['c', 400, 'm', true] },
  },
  {
    title: '1.4 an uncaught throw',
    script: 'function (user, context, callback) { user.missing.field; }',
    kind: 'error',
    error: { name: 'TypeError', position: { line: 1, column: expect.any(Number) } },
  },
  {
    title: '1.4 async that never calls back',
    script: 'async function (user, context, callback) { }',
    kind: 'timeout',
    error: { message: expect.stringContaining('without calling callback') },
  },
  {
    title: '1.7 root merge and guards',
    script:
      'function (user, context, callback) { user.user_metadata = user.user_metadata || {}; user.first = user.roles[0]; callback(null, user, context); }',
    user: { first: 'admin', user_metadata: {} },
  },
  {
    title: '1.8 the connection of a domain',
    script:
      "function (user, context, callback) { const ok = context.connectionOptions.domain_aliases.includes(user.email.split('@')[1]); callback(ok ? null : new UnauthorizedError('x'), user, context); }",
  },
  {
    title: '1.9 SAML mappings',
    script:
      "function (user, context, callback) { if (context.clientID === 'app') { context.samlConfiguration.mappings = { 'urn:name': 'name' }; } callback(null, user, context); }",
    context: { samlConfiguration: { mappings: { 'urn:name': 'name' } } },
  },
  {
    title: '1.10 a second factor',
    script:
      "function (user, context, callback) { const done = context.authentication.methods.some((m) => m.name === 'mfa'); if (!done) context.multifactor = { provider: 'any', allowRememberBrowser: false }; callback(null, user, context); }",
    context: { multifactor: { provider: 'any' } },
  },
  {
    title: '1.11 claims and scopes',
    script:
      "function (user, context, callback) { const ns = 'https://app.example.com/'; context.idToken[ns + 'roles'] = context.authorization.roles; context.accessToken.scope = ['read:x']; callback(null, user, context); }",
    context: { idToken: { 'https://app.example.com/roles': ['Editor'] }, accessToken: { scope: ['read:x'] } },
  },
  {
    title: '1.12 a redirect',
    script:
      "function (user, context, callback) { if (context.protocol !== 'redirect-callback') context.redirect = { url: 'https://forms.example.com/?a=1' }; callback(null, user, context); }",
    context: { redirect: { url: 'https://forms.example.com/?a=1' } },
  },
  {
    title: '1.12 rule-utilities 0.1',
    script:
      "async function (user, context, callback) { const { Auth0RedirectRuleUtilities } = require('@auth0/rule-utilities@0.1.0'); const util = new Auth0RedirectRuleUtilities(user, context, configuration); if (util.canRedirect) util.doRedirect('https://f.example.com', util.createSessionToken({ a: 1 })); user.claims = jwt.decode(util.redirectUrl.split('session_token=')[1]); callback(null, user, context); }",
    given: { configuration: session },
    user: {
      claims: {
        a: 1,
        sub: 'auth0|1',
        iss: 'https://id.example.com/',
        ip: '10.1.2.3',
        exp: expect.any(Number),
      },
    },
  },
  {
    title: '1.12 rule-utilities 0.2, without a token',
    script:
      "function (user, context, callback) { const { Auth0RedirectRuleUtilities } = require('@auth0/rule-utilities@0.2.0'); new Auth0RedirectRuleUtilities(user, context, configuration).doRedirect('https://f.example.com?x=1', { generateSessionToken: false }); callback(null, user, context); }",
    given: { configuration: session },
    context: { redirect: { url: 'https://f.example.com?x=1' } },
  },
  {
    title: '1.12 rule-utilities at /continue: a token of another user is refused',
    script:
      "function (user, context, callback) { const { Auth0RedirectRuleUtilities } = require('@auth0/rule-utilities'); const util = new Auth0RedirectRuleUtilities(user, context, configuration); context.request.query.session_token = util.createSessionToken({ sub: 'auth0|2' }); try { util.validateSessionToken(); callback('taken'); } catch (error) { callback(new UnauthorizedError(error.message)); } }",
    given: { configuration: session },
    kind: 'deny',
    error: { message: 'Token sub mismatch' },
  },
  {
    title: '1.12 rule-utilities 0.2 writes metadata under a namespace',
    script:
      "async function (user, context, callback) { const { Auth0UserUpdateUtilities } = require('@auth0/rule-utilities@0.2.0'); const util = new Auth0UserUpdateUtilities(user, auth0, 'forms'); util.setAppMeta('consent', true); await util.updateAppMeta(); callback(null, user, context); }",
    given: {
      auth0: { domain: 'id.example.com', baseUrl: 'https://id.example.com/api/v2', accessToken: 't' },
    },
    asked: [{ bag: 'app_metadata', userId: 'auth0|1', patch: { forms: { consent: true } } }],
  },
  {
    title: '1.13 configuration',
    script:
      'function (user, context, callback) { const { KEY } = configuration; user.k = [KEY, JSON.stringify(configuration)]; callback(null, user, context); }',
    given: { configuration: { KEY: 'v' } },
    user: { k: ['v', '{"KEY":"v"}'] },
  },
  {
    title: '1.13 a function shared by global',
    script:
      'function (user, context, callback) { global.count = global.count || ((list) => (list || []).length); user.n = global.count(user.roles); callback(null, user, context); }',
    user: { n: 1 },
  },
  {
    title: '1.13 names without require',
    script:
      "function (user, context, callback) { user.t = [_.first(user.roles), jwt.decode(jwt.sign({ a: 1 }, 's', { expiresInMinutes: 1 })).a, uuid.v4().length, new Buffer('a').toString('base64')]; callback(null, user, context); }",
    user: { t: ['admin', 1, 36, 'YQ=='] },
  },
  {
    title: '1.14 an address list',
    script:
      "function (user, context, callback) { const ip = require('ipaddr.js'); const inside = ip.parse(context.request.ip).match(ip.parseCIDR('10.0.0.0/8')); callback(inside ? null : new UnauthorizedError('x'), user, context); }",
  },
  {
    title: '1.14 an HTTP service, callback first',
    script:
      "function (user, context, callback) { callback(null, user, context); if (context.stats.loginsCount > 1) return; const request = require('request'); request.post({ url: configuration.HOOK, json: { email: user.email } }, () => {}); }",
    given: { configuration: { HOOK: 'https://hooks.example.com/new' }, waitForDetached: true },
    sent: ['POST https://hooks.example.com/new {"email":"ada@example.com"}'],
  },
  {
    title: '1.14 an HTTP service that enriches',
    script:
      "async function (user, context, callback) { const axios = require('axios@0.21.1'); try { const { data } = await axios.get('https://api.example.com/u', { params: { email: user.email }, timeout: 2000 }); user.enriched = data.ok; return callback(null, user, context); } catch (error) { return callback(error); } }",
    sent: ['GET https://api.example.com/u?email=ada%40example.com '],
    user: { enriched: true },
  },
  {
    title: '1.14 an unknown module',
    script: "function (user, context, callback) { require('left-pad'); }",
    kind: 'error',
    error: { message: "Cannot find module 'left-pad'" },
  },
  {
    title: '1.14 a module for which there is another way',
    script: "function (user, context, callback) { require('@aws-sdk/client-sns@3.1.0'); }",
    kind: 'error',
    error: {
      message: expect.stringMatching(/^Cannot find module '@aws.*'\. Annex does not have it: .*over HTTP/),
    },
  },
  {
    title: '1.13 a database of the old sandbox, with the way out',
    script: "function (user, context, callback) { mongo('mongodb://db', callback); }",
    kind: 'error',
    error: {
      message: expect.stringMatching(/^mongo is not defined\. Annex does not have it: .*HTTP service/),
    },
  },
  {
    title: '1.15 metadata, by promise',
    script:
      'function (user, context, callback) { user.app_metadata = user.app_metadata || {}; user.app_metadata.seen = true; auth0.users.updateAppMetadata(user.user_id, user.app_metadata).then(() => callback(null, user, context)).catch((err) => callback(err)); }',
    asked: [{ bag: 'app_metadata', patch: { seen: true } }],
  },
  {
    title: '1.15 the primary user after linking',
    script:
      "function (user, context, callback) { context.primaryUser = 'auth0|0'; callback(null, user, context); }",
    context: { primaryUser: 'auth0|0' },
  },
];

it.each(cases.map((each) => [each.title, each] as const))('%s', async (_, expected) => {
  const sent: string[] = [];
  const host = hostThatStores();
  const fetch = async ({ method, url, body = '' }: HttpCall): Promise<HttpAnswer> => {
    sent.push(`${method} ${url} ${Buffer.from(body, 'base64')}`);
    return {
      url,
      redirected: false,
      status: 200,
      statusText: 'OK',
      headers: [['content-type', 'application/json']],
      body: btoa('{"ok":true}'),
    };
  };
  const result = await run(expected.script, { user, context, host: { ...host, fetch }, ...expected.given });
  expect(result).toMatchObject({
    kind: expected.kind ?? 'continue',
    ...(expected.user ? { user: expected.user } : {}),
    ...(expected.context ? { context: expected.context } : {}),
    ...(expected.error ? { error: expected.error } : {}),
  });
  expect(host.asked).toMatchObject(expected.asked ?? []);
  expect(sent).toEqual(expected.sent ?? []);
});
