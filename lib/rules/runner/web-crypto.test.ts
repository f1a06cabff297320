import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { claimed, rule, testRunner } from './runner.fixture';

const { run } = testRunner();
const { privateKey: rsaKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: ecKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { privateKey: edKey } = generateKeyPairSync('ed25519');

/** Helpers that both worlds get, and a body that gives a value or rejects. */
const program = (body: string) => `(async () => {
  const { subtle } = crypto;
  const text = (value) => new TextEncoder().encode(value);
  const hex = (buffer) => Buffer.from(buffer).toString('hex');
  const name = (promise) => promise.then(() => 'fine', (e) => [e.name, e instanceof DOMException || e instanceof TypeError]);
  const about = ({ type, extractable, algorithm, usages }) => ({ type, extractable, usages,
    algorithm: { ...algorithm, publicExponent: algorithm.publicExponent && [...algorithm.publicExponent] } });
  const raw = (bytes, algorithm, usages, extractable = true) =>
    subtle.importKey('raw', Uint8Array.from({ length: bytes }, (_, at) => at + 1), algorithm, extractable, usages);
  const same = (left, right) => hex(left) === hex(right);
  ${body}
})()`;

const script = (body: string) =>
  rule(
    `${program(body)}.then((value) => { context.idToken.value = value; callback(null, user, context); }, callback);`,
  );

const inSandbox = async (body: string) => claimed(await run(script(body), { limits: { sliceMs: 5_000 } }));
const inNode = async (body: string): Promise<unknown> =>
  JSON.parse(JSON.stringify(await runInThisContext(program(body))));

describe('crypto.subtle does what that of Node does', () => {
  it.each([
    [
      'digests',
      `return Promise.all(['SHA-1', 'sha-256', { name: 'SHA-384' }, 'SHA-512'].map(async (a) => hex(await subtle.digest(a, text('häy')))));`,
    ],
    [
      'HMAC',
      `const key = await raw(40, { name: 'HMAC', hash: 'SHA-256' }, ['verify', 'sign', 'sign']);
       const mac = await subtle.sign('HMAC', key, text('a'));
       class Inherited { get name() { return 'hmac'; } }
       return [about(key), hex(mac), await subtle.verify(new Inherited(), key, mac, text('a')), await subtle.verify('HMAC', key, mac, text('a')), await subtle.verify('HMAC', key, mac, text('b')),
         await subtle.verify('HMAC', key, mac.slice(1), text('a')), await subtle.exportKey('jwk', key), hex(await subtle.exportKey('raw', key))];`,
    ],
    [
      'AES-GCM',
      `const key = await raw(32, 'aes-gcm', ['decrypt', 'encrypt']);
       const [iv, additionalData] = [new Uint8Array(12), text('aad')];
       const made = [];
       for (const more of [{}, { additionalData }, { tagLength: 96 }, { additionalData: text('') }]) {
         const sealed = await subtle.encrypt({ name: 'AES-GCM', iv, ...more }, key, text('hello'));
         made.push(hex(sealed), hex(await subtle.decrypt({ name: 'AES-GCM', iv, ...more }, key, sealed)));
         made.push(await name(subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(13), ...more }, key, sealed)));
       }
       return [about(key), made, await name(subtle.decrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(3))),
         await name(subtle.encrypt({ name: 'AES-GCM', iv, tagLength: 40 }, key, text('x'))), await name(subtle.encrypt({ name: 'AES-GCM' }, key, text('x')))];`,
    ],
    [
      'AES-CBC',
      `const key = await raw(16, 'AES-CBC', ['encrypt', 'decrypt']);
       const iv = new Uint8Array(16).fill(7);
       const sealed = await subtle.encrypt({ name: 'AES-CBC', iv }, key, text('sixteen bytes!!!'));
       return [hex(sealed), hex(await subtle.decrypt({ name: 'AES-CBC', iv }, key, sealed)), await name(subtle.encrypt({ name: 'AES-CBC', iv: iv.slice(1) }, key, sealed)),
         await name(subtle.decrypt({ name: 'AES-CBC', iv }, key, sealed.slice(1)))];`,
    ],
    [
      'AES-CTR, which begins its counter again',
      `const key = await raw(24, 'AES-CTR', ['encrypt', 'decrypt']);
       const counter = new Uint8Array(16).fill(255), data = new Uint8Array(50).fill(1);
       const made = [];
       for (const length of [2, 8, 64, 128]) {
         const sealed = await subtle.encrypt({ name: 'AES-CTR', counter, length }, key, data);
         made.push(hex(sealed), same(data, await subtle.decrypt({ name: 'AES-CTR', counter, length }, key, sealed)));
       }
       return [made, await name(subtle.encrypt({ name: 'AES-CTR', counter, length: 1 }, key, data)), await name(subtle.encrypt({ name: 'AES-CTR', counter, length: 0 }, key, data)),
         hex(await subtle.encrypt({ name: 'AES-CTR', counter, length: 9 }, key, new Uint8Array(0)))];`,
    ],
    [
      'PBKDF2 and HKDF',
      `const salt = text('salt'), info = text('info'), made = [];
       for (const [algorithm, more] of [['PBKDF2', { iterations: 1000 }], ['HKDF', { info }]]) {
         const key = await raw(9, algorithm, ['deriveBits', 'deriveKey'], false);
         const params = { name: algorithm, hash: 'SHA-512', salt, ...more };
         made.push(about(key), hex(await subtle.deriveBits(params, key, 520)), await name(subtle.deriveBits(params, key, 7)), await name(subtle.deriveBits(params, key, null)));
         const derived = await subtle.deriveKey(params, key, { name: 'AES-GCM', length: 256 }, true, ['encrypt']);
         const mac = await subtle.deriveKey(params, key, { name: 'HMAC', hash: 'SHA-1' }, true, ['sign']);
         made.push(about(derived), hex(await subtle.exportKey('raw', derived)), about(mac), hex(await subtle.exportKey('raw', mac)), await name(subtle.exportKey('raw', key)));
       }
       return [made, await name(raw(3, 'PBKDF2', ['deriveBits'], true)), await name(subtle.importKey('jwk', {}, 'HKDF', false, ['deriveBits']))];`,
    ],
    [
      'RSA keys',
      `const rsa = (name) => ({ name, hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) });
       const pair = await subtle.generateKey(rsa('RSASSA-PKCS1-v1_5'), true, ['sign', 'verify']);
       const signature = await subtle.sign('RSASSA-PKCS1-v1_5', pair.privateKey, text('a'));
       const pkcs8 = await subtle.exportKey('pkcs8', pair.privateKey), spki = await subtle.exportKey('spki', pair.publicKey);
       const again = await subtle.importKey('spki', spki, rsa('RSASSA-PKCS1-v1_5'), true, ['verify']);
       const pss = { name: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 };
       const [signer, checker] = [await subtle.importKey('pkcs8', pkcs8, pss, true, ['sign']), await subtle.importKey('spki', spki, pss, true, ['verify'])];
       const oaep = { name: 'RSA-OAEP', hash: 'SHA-256', label: text('l') };
       const [opener, sealer] = [await subtle.importKey('pkcs8', pkcs8, oaep, false, ['decrypt']), await subtle.importKey('spki', spki, oaep, true, ['encrypt'])];
       const sealed = await subtle.encrypt(oaep, sealer, text('secret'));
       const jwk = await subtle.exportKey('jwk', pair.privateKey);
       const back = await subtle.importKey('jwk', jwk, rsa('RSASSA-PKCS1-v1_5'), true, ['sign']);
       const { kty, alg, ext, key_ops, e } = await subtle.exportKey('jwk', sealer);
       return [about(pair.publicKey), about(pair.privateKey), about(opener), await subtle.verify('RSASSA-PKCS1-v1_5', again, signature, text('a')),
         await subtle.verify('RSASSA-PKCS1-v1_5', again, signature, text('b')), await subtle.verify(pss, checker, await subtle.sign(pss, signer, text('p')), text('p')),
         await subtle.verify({ ...pss, saltLength: 20 }, checker, await subtle.sign(pss, signer, text('p')), text('p')), hex(await subtle.decrypt(oaep, opener, sealed)),
         await name(subtle.decrypt({ ...oaep, label: text('m') }, opener, sealed)), Object.keys(jwk).sort(), { kty, alg, ext, key_ops, e },
         same(pkcs8, await subtle.exportKey('pkcs8', back)), same(signature, await subtle.sign('RSASSA-PKCS1-v1_5', back, text('a'))),
         await name(subtle.exportKey('raw', again)), await name(subtle.exportKey('pkcs8', again)), await name(subtle.sign(pss, pair.privateKey, text('a'))), await name(subtle.sign('RSASSA-PKCS1-v1_5', again, text('a')))];`,
    ],
    [
      'elliptic curves',
      `const made = [];
       for (const [namedCurve, hash] of [['P-256', 'SHA-256'], ['P-384', 'SHA-384'], ['P-521', 'SHA-512']]) {
         const algorithm = { name: 'ECDSA', namedCurve, hash };
         const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
         const point = await subtle.exportKey('raw', pair.publicKey);
         const bytes = new Uint8Array(point), size = (bytes.length - 1) / 2;
         const squeezed = new Uint8Array([2 + (bytes.at(-1) & 1), ...bytes.subarray(1, 1 + size)]);
         const signature = await subtle.sign(algorithm, pair.privateKey, text('a'));
         for (const [format, data] of [['raw', point], ['raw', squeezed], ['spki', await subtle.exportKey('spki', pair.publicKey)], ['jwk', await subtle.exportKey('jwk', pair.publicKey)]])
           made.push(await subtle.verify(algorithm, await subtle.importKey(format, data, algorithm, true, ['verify']), signature, text('a')));
         const again = await subtle.importKey('jwk', await subtle.exportKey('jwk', pair.privateKey), algorithm, true, ['sign']);
         made.push(signature.byteLength, bytes.length, about(pair.privateKey), about(pair.publicKey), same(await subtle.exportKey('pkcs8', again), await subtle.exportKey('pkcs8', pair.privateKey)));
         const agreement = { name: 'ECDH', namedCurve };
         const [a, b] = [await subtle.generateKey(agreement, true, ['deriveBits', 'deriveKey']), await subtle.generateKey(agreement, false, ['deriveBits'])];
         const [x, y] = [await subtle.deriveBits({ ...agreement, public: b.publicKey }, a.privateKey, null), await subtle.deriveBits({ ...agreement, public: a.publicKey }, b.privateKey, null)];
         const { x: _x, y: _y, d, ...rest } = await subtle.exportKey('jwk', a.privateKey);
         made.push(same(x, y), x.byteLength, about(b.privateKey), about(a.publicKey), rest, (await subtle.deriveBits({ ...agreement, public: b.publicKey }, a.privateKey, 128)).byteLength,
           await name(subtle.deriveBits({ ...agreement, public: b.publicKey }, a.privateKey, 1000)), await name(subtle.deriveBits({ ...agreement, public: b.privateKey }, a.privateKey, 128)),
           await name(subtle.exportKey('pkcs8', b.privateKey)), about(await subtle.deriveKey({ ...agreement, public: b.publicKey }, a.privateKey, { name: 'AES-KW', length: 128 }, true, ['wrapKey'])));
       }
       return [made, await name(subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-255' }, true, ['sign'])), await name(subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']))];`,
    ],
    [
      'Ed25519 and X25519',
      `const pair = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
       const signature = await subtle.sign('Ed25519', pair.privateKey, text('a'));
       const again = await subtle.importKey('raw', await subtle.exportKey('raw', pair.publicKey), { name: 'Ed25519' }, true, ['verify']);
       const jwk = await subtle.exportKey('jwk', pair.privateKey);
       const back = await subtle.importKey('jwk', { ...jwk, alg: 'EdDSA' }, 'Ed25519', true, ['sign']);
       const [a, b] = [await subtle.generateKey('X25519', true, ['deriveBits']), await subtle.generateKey('X25519', true, ['deriveBits'])];
       return [about(pair.privateKey), about(pair.publicKey), signature.byteLength, await subtle.verify('Ed25519', again, signature, text('a')), same(signature, await subtle.sign('Ed25519', back, text('a'))),
         jwk.crv, jwk.kty, jwk.key_ops, about(a.privateKey), about(a.publicKey), same(await subtle.deriveBits({ name: 'X25519', public: b.publicKey }, a.privateKey, 256), await subtle.deriveBits({ name: 'X25519', public: a.publicKey }, b.privateKey, 256))];`,
    ],
    [
      'secrets that are made, and keys in keys',
      `const made = [];
       for (const [algorithm, usages] of [[{ name: 'AES-GCM', length: 192 }, ['encrypt']], [{ name: 'HMAC', hash: 'SHA-384' }, ['sign']], [{ name: 'HMAC', hash: 'SHA-1', length: 80 }, ['verify']]]) {
         const key = await subtle.generateKey(algorithm, true, usages);
         const { k, ...jwk } = await subtle.exportKey('jwk', key);
         made.push(about(key), k.length, jwk);
       }
       const key = await raw(16, 'AES-GCM', ['encrypt', 'decrypt']);
       const wrapper = await raw(32, 'AES-KW', ['wrapKey', 'unwrapKey']);
       const wrapped = await subtle.wrapKey('raw', key, wrapper, 'AES-KW');
       const unwrapped = await subtle.unwrapKey('raw', wrapped, wrapper, 'AES-KW', 'AES-GCM', true, ['decrypt']);
       const cipher = await raw(16, 'AES-CBC', ['wrapKey', 'unwrapKey']), params = { name: 'AES-CBC', iv: new Uint8Array(16) };
       const jwk = await subtle.wrapKey('jwk', key, cipher, params);
       const back = await subtle.unwrapKey('jwk', jwk, cipher, params, 'AES-GCM', false, ['encrypt']);
       return [made, hex(wrapped), about(unwrapped), hex(await subtle.exportKey('raw', unwrapped)), about(back),
         await name(subtle.unwrapKey('raw', new Uint8Array(24), wrapper, 'AES-KW', 'AES-GCM', true, ['decrypt'])), await name(subtle.encrypt(params, cipher, text('x'))), await name(subtle.wrapKey('raw', back, wrapper, 'AES-KW'))];`,
    ],
    [
      'what is refused',
      `const hmac = { name: 'HMAC', hash: 'SHA-256' };
       const key = await raw(32, hmac, ['sign'], false);
       const jwk = { kty: 'oct', k: 'AQIDBAUGBwgJCgsMDQ4PEA' };
       return Promise.all([
         subtle.digest('MD5', text('a')), subtle.digest('SHA-256', 'text'), subtle.digest({}, text('a')),
         subtle.exportKey('raw', key), subtle.exportKey('spki', key), subtle.exportKey('jwk', {}), subtle.exportKey('pem', key),
         subtle.verify('HMAC', key, text('a'), text('a')), subtle.sign('AES-GCM', key, text('a')), subtle.sign('HMAC', {}, text('a')), subtle.sign('RSA-PSS', key, text('a')),
         raw(0, hmac, ['sign']), raw(15, 'AES-GCM', ['encrypt']), raw(16, hmac, []), raw(16, hmac, ['encrypt']), raw(16, hmac, ['fly']), raw(16, 'HMAC', ['sign']), raw(16, 'DES', ['encrypt']), raw(16, 'RSA-PSS', ['verify']),
         subtle.importKey('jwk', { ...jwk, alg: 'HS512' }, hmac, true, ['sign']), subtle.importKey('jwk', { ...jwk, kty: 'RSA' }, hmac, true, ['sign']), subtle.importKey('jwk', { ...jwk, ext: false }, hmac, true, ['sign']),
         subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, hmac, true, ['sign']), subtle.importKey('jwk', { ...jwk, use: 'enc' }, hmac, true, ['sign']), subtle.importKey('jwk', jwk, hmac, false, ['sign']), subtle.importKey('jwk', text('a'), hmac, true, ['sign']),
         subtle.importKey('spki', text('not a key'), { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['verify']), subtle.importKey('pkcs8', text('not a key'), 'Ed25519', true, ['sign']), subtle.importKey('raw', text('short'), 'Ed25519', true, ['verify']),
         subtle.importKey('raw', new Uint8Array(65).fill(4), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']), subtle.generateKey('PBKDF2', true, ['deriveBits']), subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt']),
       ].map(name));`,
    ],
  ])('%s', async (_, body) => {
    expect(await inSandbox(body)).toEqual(await inNode(body));
  });

  it.each([
    [
      'random values',
      `const error = (value) => { try { crypto.getRandomValues(value); return 'fine'; } catch (e) { return [e.name, e.code]; } };
       const bytes = new Uint8Array(64), view = bytes.subarray(32);
       return [crypto.getRandomValues(view) === view, bytes.slice(0, 32).every((byte) => byte === 0), view.some((byte) => byte !== 0), error(new BigInt64Array(2)), error(new Uint8ClampedArray(2)),
         error(new Float64Array(2)), error(new Float16Array(2)), error(new Int16Array(2)), error(new BigUint64Array(2)), error(new DataView(new ArrayBuffer(2))), error([1]), error(new Uint8Array(65537)), error(new Uint8Array(65536)), /^[0-9a-f-]{36}$/.test(crypto.randomUUID())];`,
    ],
    [
      'classes that nobody makes',
      `const attempt = (make) => { try { return make(); } catch (e) { return [e.name, e.code]; } };
       const key = await raw(16, 'AES-GCM', ['encrypt']);
       const copy = structuredClone({ key }).key;
       return [attempt(() => new CryptoKey()), attempt(() => new SubtleCrypto()), attempt(() => new Crypto()), key instanceof CryptoKey, String(key), String(subtle), subtle instanceof SubtleCrypto, crypto.subtle === subtle,
         attempt(() => Object.create(CryptoKey.prototype).type)[0], copy !== key, about(copy), same(await subtle.exportKey('raw', copy), await subtle.exportKey('raw', key)), key.algorithm === key.algorithm];`,
    ],
  ])('%s', async (_, body) => {
    expect(await inSandbox(body)).toEqual(await inNode(body));
  });
});

describe('keys of Node’s own module', () => {
  it.each([
    [
      'read and written in every form',
      `const jwk = keys.rsa.export({ format: 'jwk' });
       const [priv, pub] = [c.createPrivateKey({ key: jwk, format: 'jwk' }), c.createPublicKey({ key: jwk, format: 'jwk' })];
       const forms = [[priv, 'pkcs1'], [priv, 'pkcs8'], [pub, 'pkcs1'], [pub, 'spki']].map(([key, type]) => [key.export({ format: 'pem', type }), hex(key.export({ format: 'der', type }))]);
       const sealed = priv.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' });
       return [forms, pub.export({ format: 'jwk' }), priv.equals(keys.rsa), priv.equals(pub), String(pub), c.createPrivateKey({ key: sealed, passphrase: 'p' }).equals(priv), c.createSecretKey(Buffer.from('ab')).export({ format: 'jwk' }),
         c.createPublicKey({ key: keys.ec.export({ format: 'jwk' }), format: 'jwk' }).export({ format: 'jwk' }), keys.ec.export({ format: 'der', type: 'sec1' }).length];`,
    ],
    [
      'sign and verify in one call, and with a callback',
      `const made = [];
       for (const [key, name] of [[keys.rsa, 'sha256'], [keys.ec, 'sha256'], [keys.ed, null]]) {
         const signature = c.sign(name, text('a'), key), pub = c.createPublicKey(key);
         made.push(c.verify(name, text('a'), pub, signature), c.verify(name, text('b'), pub, signature), await new Promise((done) => c.verify(name, text('a'), pub, signature, (e, ok) => done([e, ok]))));
       }
       const p1363 = c.sign('sha256', text('a'), { key: keys.ec, dsaEncoding: 'ieee-p1363' });
       return [made, p1363.length, hex(c.sign(null, text('a'), keys.ed)), hex(c.sign('RSA-SHA1', text('a'), keys.rsa))];`,
    ],
    [
      'hkdf and hash',
      `return [hex(c.hkdfSync('sha256', 'key', 'salt', 'info', 40)), await new Promise((done) => c.hkdf('sha512', text('key'), '', '', 8, (e, key) => done(hex(key)))), c.hash('sha1', 'a'), c.hash('md5', text('a'), 'base64'), c.hash('sha256', 'a', 'buffer').length];`,
    ],
  ])('%s', async (_, body) => {
    const pem = (key: KeyObject) => JSON.stringify(key.export({ format: 'pem', type: 'pkcs8' }));
    const keys = `const keys = Object.fromEntries(Object.entries({ rsa: ${pem(rsaKey)}, ec: ${pem(ecKey)}, ed: ${pem(edKey)} }).map(([name, key]) => [name, c.createPrivateKey(key)]));`;
    const whole = `const c = process.getBuiltinModule ? process.getBuiltinModule('crypto') : require('crypto'); ${keys} ${body}`;
    expect(await inSandbox(whole)).toEqual(await inNode(whole));
  });
});

describe('the bytes of a key that may not be exported', () => {
  it('are nowhere in reach, and stay behind whatever a script changes', async () => {
    const body = `
      const secret = 'ab'.repeat(16);
      const key = await subtle.importKey('raw', Buffer.from(secret, 'hex'), 'AES-GCM', false, ['encrypt']);
      const tries = [() => { key.extractable = true; }, () => { Object.defineProperty(key, 'extractable', { value: true }); }, () => { key.usages.push('decrypt', 'wrapKey'); },
        () => { key.algorithm.length = 8; key.algorithm.name = 'HMAC'; }, () => { CryptoKey.prototype.extractable = true; }, () => { Object.setPrototypeOf(key, { type: 'public' }); },
        () => { WeakMap.prototype.get = () => ({ extractable: true }); }, () => { Array.prototype.includes = () => true; }, () => { String.prototype.toLowerCase = () => 'pkcs8'; },
        () => { JSON.stringify = (value) => { global.seen = value; return '{}'; }; }, () => { Object.prototype.toJSON = function () { global.seen = this; }; }, () => { Buffer.from = () => { throw 1; }; },
        () => { Object.defineProperty(Object.prototype, 'then', { get() { global.seen = this; } }); }, () => { globalThis.CryptoKey = globalThis.Buffer = 1; }, () => { SubtleCrypto.prototype.exportKey = 1; }];
      for (const attempt of tries) { try { attempt(); } catch {} }
      const iv = new Uint8Array(12);
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, text('a'));
      const refused = [];
      for (const work of [() => subtle.exportKey('raw', key), () => subtle.exportKey('jwk', key), () => subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed), () => subtle.wrapKey('raw', key, key, { name: 'AES-GCM', iv })])
        refused.push((await name(work()))[0]);
      const queue = [key, structuredClone(key), CryptoKey, subtle, crypto.webcrypto, global.seen, globalThis], seen = new Set();
      let found = 0;
      while (queue.length) {
        const value = queue.pop();
        if (typeof value === 'string' && (value.includes(secret) || value.includes(Buffer.from(secret, 'hex').toString('base64')))) found += value === secret ? 0 : 1;
        if (ArrayBuffer.isView(value) && hex(value) === secret) found += 1;
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || value instanceof Promise) continue;
        seen.add(value);
        for (const key of Reflect.ownKeys(value)) { const d = Reflect.getOwnPropertyDescriptor(value, key); queue.push(d.value, d.get, d.set); }
        queue.push(Object.getPrototypeOf(value));
      }
      return [refused, found, global.seen ?? null, sealed.byteLength];`;
    const access = 'InvalidAccessError';
    expect(await inSandbox(body)).toEqual([[access, access, access, access], 0, null, 17]);
  });
});

describe('work that nothing could interrupt is refused before it begins', () => {
  const rsa = (more: string) =>
    `subtle.generateKey({ name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), ${more} }, true, ['sign'])`;
  const pbkdf2 = (iterations: number, bits: number) =>
    `subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: text('s'), iterations: ${iterations} }, await raw(8, 'PBKDF2', ['deriveBits'], false), ${bits})`;
  it.each([
    ['a key pair whose primes would never be found', rsa('publicExponent: new Uint8Array([1])'), 'exponent'],
    ['an exponent without end', rsa('publicExponent: new Uint8Array(4096).fill(255)'), 'exponent'],
    ['a key pair of too many bits', rsa('modulusLength: 16384'), '3072 bits'],
    ['iterations without end', pbkdf2(1e9, 128), 'up to 1000000'],
    ['few iterations for a long key', pbkdf2(1e6, 8_192), 'for all of the key'],
    ['a key longer than any', pbkdf2(1, 1e6), 'length of the key'],
    [
      'a key of more bits than one can wait for',
      "subtle.importKey('jwk', { kty: 'RSA', n: 'f'.repeat(2731), e: 'AQAB' }, { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['verify'])",
      '8192 bits',
    ],
    ['more text than may cross', "subtle.digest('SHA-256', new Uint8Array(3_200_000))", 'too large'],
  ])('%s', async (_, work, words) => {
    const began = process.hrtime.bigint();
    const body = `return ${work}.then(() => 'done', (e) => [e.name, e.message]);`;
    const [name, message] = (await inSandbox(body)) as string[];
    expect([name, message]).toEqual([
      expect.stringMatching(/^(Operation|Data)Error$/),
      expect.stringContaining(words),
    ]);
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(5_000);
  });

  it('key pairs without end are stopped as any loop, and the next run is healthy', async () => {
    const result = await run(rule(`for (;;) ${rsa('').replace('subtle', 'crypto.subtle')};`), {
      limits: { sliceMs: 400, cpuMs: 1_200 },
    });
    expect(result).toMatchObject({ kind: 'timeout', cause: 'cpu' });
    expect(await inSandbox('return 1;')).toBe(1);
  });
});
