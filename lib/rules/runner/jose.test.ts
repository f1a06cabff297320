import { createRequire } from 'node:module';
import * as jose from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimed, rule, testRunner } from './runner.fixture';
import type { HttpAnswer, RunInput } from './types';

const { run } = testRunner();
const jwt: { verify(token: string, key: unknown, options: object): unknown } = createRequire(import.meta.url)(
  'jsonwebtoken',
);

/** `body` has `jose` and `keys`, JWKs by algorithm, and gives a value or rejects. */
async function inSandbox(body: string, more: Partial<RunInput> = {}) {
  const script = rule(`const jose = require('jose');
    const keys = JSON.parse(configuration.KEYS || '{}');
    (async () => { ${body} })().then((value) => { context.idToken.value = value; callback(null, user, context); }, callback);`);
  return claimed(await run(script, { limits: { sliceMs: 5_000 }, ...more }));
}

type Keys = Record<string, { secret: jose.JWK; open: jose.JWK }>;
const signing = ['HS256', 'HS512', 'RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const sealing = [
  ['dir', 'A256GCM'],
  ['A256KW', 'A128CBC-HS256'],
  ['A128GCMKW', 'A256CBC-HS512'],
  ['RSA-OAEP-256', 'A192GCM'],
  ['ECDH-ES', 'A128GCM'],
  ['ECDH-ES+A128KW', 'A256GCM'],
  ['PBES2-HS256+A128KW', 'A128GCM'],
] as const;
const bytesOf: Record<string, number> = {
  HS256: 32,
  HS512: 64,
  dir: 32,
  A256KW: 32,
  A128GCMKW: 16,
  'PBES2-HS256+A128KW': 12,
};

const keys: Keys = {};
let configuration: Record<string, string> = {};

beforeAll(async () => {
  for (const alg of [...signing, ...sealing.map(([name]) => name)]) {
    const bytes = bytesOf[alg];
    if (bytes !== undefined) {
      const k = Buffer.alloc(bytes, alg).toString('base64url');
      keys[alg] = { secret: { kty: 'oct', k, alg }, open: { kty: 'oct', k, alg } };
      continue;
    }
    const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
    const [secret, open] = [await jose.exportJWK(privateKey), await jose.exportJWK(publicKey)];
    keys[alg] = { secret: { ...secret, alg }, open: { ...open, alg, kid: alg } };
  }
  configuration = { KEYS: JSON.stringify(keys) };
});

const keyOf = async (alg: string, side: 'secret' | 'open') => jose.importJWK(keys[alg]?.[side] ?? {}, alg);

describe('tokens of jose', () => {
  it.each(signing)('signed with %s in a script hold outside of it, and the other way about', async (alg) => {
    const outside = await new jose.SignJWT({ from: 'node' })
      .setProtectedHeader({ alg })
      .setExpirationTime('1m')
      .sign(await keyOf(alg, 'secret'));
    const body = `const { secret, open } = keys['${alg}'];
      const token = await new jose.SignJWT({ from: 'script' }).setProtectedHeader({ alg: '${alg}' }).setIssuedAt().setExpirationTime('1m').sign(await jose.importJWK(secret));
      return [token, (await jose.jwtVerify('${outside}', await jose.importJWK(open))).payload.from];`;
    const [token, from] = (await inSandbox(body, { configuration })) as string[];
    expect(from).toBe('node');
    const { payload } = await jose.jwtVerify(String(token), await keyOf(alg, 'open'));
    expect(payload).toMatchObject({ from: 'script' });
  });

  it('hold with jsonwebtoken too', async () => {
    const body = `return new jose.SignJWT({ a: 1 }).setProtectedHeader({ alg: 'RS256' }).setSubject('ada').sign(await jose.importJWK(keys.RS256.secret));`;
    const key = await jose.exportSPKI((await keyOf('RS256', 'open')) as jose.CryptoKey);
    const token = String(await inSandbox(body, { configuration }));
    expect(jwt.verify(token, key, { algorithms: ['RS256'] })).toMatchObject({ a: 1, sub: 'ada' });
  });

  it.each(sealing)(
    'sealed with %s and %s in a script open outside of it, and the other way about',
    async (alg, enc) => {
      const outside = await new jose.CompactEncrypt(Buffer.from('from node'))
        .setProtectedHeader({ alg, enc })
        .encrypt(await keyOf(alg, 'open'));
      const body = `const { secret, open } = keys['${alg}'];
      const sealed = await new jose.CompactEncrypt(new TextEncoder().encode('from script')).setProtectedHeader({ alg: '${alg}', enc: '${enc}' }).encrypt(await jose.importJWK(open, '${alg}'));
      const options = { keyManagementAlgorithms: ['${alg}'] };
      return [sealed, new TextDecoder().decode((await jose.compactDecrypt('${outside}', await jose.importJWK(secret, '${alg}'), options)).plaintext)];`;
      const [sealed, text] = (await inSandbox(body, { configuration })) as string[];
      expect(text).toBe('from node');
      const options = { keyManagementAlgorithms: [alg] };
      const { plaintext } = await jose.compactDecrypt(String(sealed), await keyOf(alg, 'secret'), options);
      expect(Buffer.from(plaintext).toString()).toBe('from script');
    },
  );

  it.each([
    ['a wrong signature', "token.slice(0, -4) + 'AAAA'", '{}', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['another audience', 'token', "{ audience: 'b' }", 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['a token that is over', 'token', '{ currentDate: new Date(9e12) }', 'ERR_JWT_EXPIRED'],
    ['an algorithm that is not wanted', 'token', "{ algorithms: ['RS256'] }", 'ERR_JOSE_ALG_NOT_ALLOWED'],
  ])('%s is refused by its code', async (_, token, options, code) => {
    const body = `const key = await jose.importJWK(keys.ES256.open);
      const token = await new jose.SignJWT({ aud: 'a' }).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(await jose.importJWK(keys.ES256.secret));
      return jose.jwtVerify(${token}, key, ${options}).then(() => 'fine', (e) => e.code);`;
    expect(await inSandbox(body, { configuration })).toBe(code);
  });
});

describe('keys of jose', () => {
  it('are fetched through the way out of scripts, once', async () => {
    const asked: string[] = [];
    const none = async () => null;
    const fetch: NonNullable<RunInput['host']['fetch']> = async ({ url }): Promise<HttpAnswer> => {
      asked.push(url);
      const set = { keys: Object.values(keys).map(({ open }) => open) };
      const body = Buffer.from(JSON.stringify(set)).toString('base64');
      return { url, redirected: false, status: 200, statusText: 'OK', headers: [], body };
    };
    const body = `const set = jose.createRemoteJWKSet(new URL('https://a.test/.well-known/jwks.json'));
      const found = [];
      for (const alg of ['RS256', 'ES256']) {
        const token = await new jose.SignJWT({}).setProtectedHeader({ alg, kid: alg }).setIssuer('i').sign(await jose.importJWK(keys[alg].secret));
        found.push((await jose.jwtVerify(token, set, { issuer: 'i' })).protectedHeader.kid);
      }
      const other = await new jose.SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'x' }).sign(await jose.importJWK(keys.RS256.secret));
      return [found, await jose.jwtVerify(other, set).then(() => 'fine', (e) => e.code)];`;
    const host = { updateUserMetadata: none, updateAppMetadata: none, fetch };
    expect(await inSandbox(body, { configuration, host })).toEqual([
      ['RS256', 'ES256'],
      'ERR_JWKS_NO_MATCHING_KEY',
    ]);
    expect(asked).toEqual(['https://a.test/.well-known/jwks.json']);
  });

  it('are made, written and read in every form, and only those that may be', async () => {
    const body = `const made = await jose.generateKeyPair('ES256', { extractable: true });
      const [pkcs8, spki] = [await jose.exportPKCS8(made.privateKey), await jose.exportSPKI(made.publicKey)];
      const token = await new jose.SignJWT({ a: 1 }).setProtectedHeader({ alg: 'ES256' }).sign(await jose.importPKCS8(pkcs8, 'ES256'));
      const kept = await jose.generateKeyPair('RS256');
      const secret = await jose.generateSecret('HS256', { extractable: true });
      const node = await new jose.SignJWT({ a: 2 }).setProtectedHeader({ alg: 'ES256' }).sign(crypto.createPrivateKey(pkcs8));
      return [(await jose.jwtVerify(token, await jose.importSPKI(spki, 'ES256'))).payload.a, (await jose.jwtVerify(node, crypto.createPublicKey(spki))).payload.a, jose.decodeJwt(token).a, jose.decodeProtectedHeader(token).alg,
        (await jose.calculateJwkThumbprint(await jose.exportJWK(made.publicKey))).length, (await jose.exportJWK(secret)).kty, await jose.exportJWK(kept.privateKey).catch((e) => e.message)];`;
    const message = 'non-extractable CryptoKey cannot be exported as a JWK';
    expect(await inSandbox(body)).toEqual([1, 2, 1, 'ES256', 43, 'oct', message]);
  });
});
