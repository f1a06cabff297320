/**
 * Libraries that `require` knows besides the sandbox's own modules, and where each comes from: `npm` is a package that
 * is bundled as it is, `own` a file of `sandbox/libraries`.
 */
export const libraries = {
  '@auth0/rule-utilities': { own: 'rule-utilities', version: '0.2.0' },
  '@incognia/api': { own: 'incognia', version: '1.1.1' },
  '@onfido/api': { own: 'onfido', version: '1.5.1' },
  '@slack/webhook': { own: 'slack-webhook', version: '7.0.5' },
  async: { npm: 'async' },
  /** All of its versions in one. */
  auth0: { own: 'auth0', version: '7.1.0' },
  axios: { own: 'axios', npm: 'axios' },
  bcryptjs: { npm: 'bcryptjs' },
  bluebird: { npm: 'bluebird' },
  extend: { own: 'extend', version: '3.0.2' },
  http: { own: 'http' },
  https: { own: 'https' },
  'ipaddr.js': { npm: 'ipaddr.js' },
  jose: { npm: 'jose' },
  'js-yaml': { npm: 'js-yaml' },
  jsonwebtoken: { own: 'jsonwebtoken', npm: 'jsonwebtoken' },
  'jwt-decode': { own: 'jwt-decode', version: '4.0.0' },
  lodash: { own: 'lodash', npm: 'lodash' },
  moment: { npm: 'moment' },
  'moment-timezone': {
    npm: 'moment-timezone',
    path: 'moment-timezone/builds/moment-timezone-with-data-10-year-range.js',
  },
  'native-or-bluebird': { own: 'native-or-bluebird', version: '1.2.0' },
  'node-fetch': { own: 'node-fetch', version: '2.7.0' },
  'oauth-sign': { npm: 'oauth-sign' },
  q: { npm: 'q' },
  request: { own: 'request', version: '2.88.2' },
  'request-promise': { own: 'request-promise', version: '4.2.6' },
  'slack-notify': { own: 'slack-notify', version: '0.1.7' },
  underscore: { npm: 'underscore' },
  'utils-merge': { own: 'utils-merge', version: '1.0.1' },
  uuid: { own: 'uuid', npm: 'uuid' },
  xml2js: { npm: 'xml2js' },
  xmldom: { npm: '@xmldom/xmldom' },
  xpath: { npm: 'xpath' },
} as const satisfies Record<string, { npm?: string; path?: string; own?: string; version?: string }>;

export type LibraryName = keyof typeof libraries;

/** Parts of the platform that all runs share, and that no `require` leads to: files of `sandbox/libraries`. */
export const sharedLibraries = ['blob', 'web-crypto'] as const;

export type SharedLibraryName = (typeof sharedLibraries)[number];

/** Where the bundle of a library lies, beside the executor's. */
export function libraryFile(name: LibraryName | SharedLibraryName): string {
  return `libraries/${name.replace('/', '+')}.js`;
}

/** A package of types, under this name and all that begin with it and a slash: nothing is there at run time. */
export const typesOnly = '@auth0/actions';

/** Other names of the same. */
export const aliases: Readonly<Record<string, LibraryName>> = {
  '@xmldom/xmldom': 'xmldom',
  bcrypt: 'bcryptjs',
  'request-promise-native': 'request-promise',
  xtend: 'extend',
};

/** Names that Auth0's old sandbox had in scope without `require` (`reference/rules.md` 1.13), and those of Node 18. */
export const libraryGlobals: Readonly<Record<string, { module: string; member?: string }>> = {
  _: { module: 'lodash' },
  async: { module: 'async' },
  bcrypt: { module: 'bcryptjs' },
  crypto: { module: 'crypto' },
  jwt: { module: 'jsonwebtoken' },
  q: { module: 'q' },
  querystring: { module: 'querystring' },
  request: { module: 'request' },
  uuid: { module: 'uuid' },
  xml2js: { module: 'xml2js' },
  xmldom: { module: 'xmldom' },
  xpath: { module: 'xpath' },
  xtend: { module: 'extend' },
  fetch: { module: 'node-fetch', member: 'platform' },
  FormData: { module: 'node-fetch', member: 'FormData' },
  Headers: { module: 'node-fetch', member: 'Headers' },
  Request: { module: 'node-fetch', member: 'Request' },
  Response: { module: 'node-fetch', member: 'Response' },
};

/** Names that Node has for what is in the libraries that all runs share. */
export const sharedGlobals: Readonly<Record<string, SharedLibraryName>> = {
  Blob: 'blob',
  Crypto: 'web-crypto',
  CryptoKey: 'web-crypto',
  File: 'blob',
  SubtleCrypto: 'web-crypto',
};

const database = 'a script opens no connection to a database. Put an HTTP service before it and call that';
const service = 'call the service over HTTP with fetch, axios or request';
const noFiles = 'a script has no files, processes and sockets';

const waysOut: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'mongodb',
      'mongoose',
      'tedious',
      'mssql',
      'mysql',
      'mysql2',
      'pg',
      'postgres',
      'knex',
      'cassandra-driver',
      'couchbase',
      'redis',
      'ioredis',
      'oracledb',
      'sequelize',
      'edge',
      'ldapjs',
    ].map((name) => [name, database]),
  ),
  ...Object.fromEntries(
    ['fs', 'child_process', 'net', 'tls', 'dns', 'dgram', 'cluster', 'worker_threads', 'vm', 'os'].map(
      (name) => [name, noFiles],
    ),
  ),
  ...Object.fromEntries(
    [
      '@octokit/rest',
      '@sendgrid/mail',
      '@sentry/node',
      '@sentry/tracing',
      'aws-sdk',
      'azure',
      'azure-storage',
      'firebase-admin',
      'googleapis',
      'pubnub',
      'stripe',
      'twilio',
    ].map((name) => [name, service]),
  ),
  '@panva/hkdf': 'crypto.hkdfSync does the same',
  debug: 'what console writes is kept with the run',
  'jwks-rsa': 'jose has createRemoteJWKSet',
  njwt: 'jsonwebtoken does the same',
  'node-jose': 'jose does the same',
  'openid-client': 'fetch and jose do what a script needs of it',
  promise: 'Promise is there without it, and so is bluebird',
  zlib: 'bodies of responses are decompressed already',
};

/** What to do instead of a module that scripts for Auth0 may ask for and that Annex does not have, where it is known. */
export function wayOut(name: string): string | undefined {
  const known = name.startsWith('@aws-sdk/') ? 'aws-sdk' : name;
  return Object.hasOwn(waysOut, known) ? waysOut[known] : undefined;
}
