import { describe, expect, it } from 'vitest';
import { Invalid } from '@/lib/errors';
import { type ImportedCredential, importedHash } from './imported-hash';
import { verifyPassword } from './verify';

const umlauts = 'Pässwörd-1';
const custom = (custom_password_hash: object): ImportedCredential =>
  ({ custom_password_hash }) as ImportedCredential;
const jefe = 'what do ya want for nothing?';
const hmacOf = (digest: string, value: string): [string, string, ImportedCredential] => [
  `hmac ${digest}`,
  jefe,
  custom({ algorithm: 'hmac', hash: { value, encoding: 'hex', digest, key: { value: 'Jefe' } } }),
];
const text = (algorithm: string, value: string) => custom({ algorithm, hash: { value, encoding: 'utf8' } });

/** Published vectors where a standard has them, else made with Python's hashlib and OpenSSL. */
const known: [string, string, ImportedCredential][] = [
  [
    'password_hash $2a$',
    'U*U',
    { password_hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' },
  ],
  [
    'password_hash $2b$',
    'U*U',
    { password_hash: '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' },
  ],
  ['bcrypt $2y$', 'U*U*', text('bcrypt', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK')],
  [
    'bcrypt, salt in front',
    '*U',
    custom({
      algorithm: 'bcrypt',
      hash: { value: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' },
      salt: { value: 'U' },
    }),
  ],
  [
    'bcrypt, salt behind',
    'U*',
    custom({
      algorithm: 'bcrypt',
      hash: { value: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' },
      salt: { value: 'U', position: 'suffix' },
    }),
  ],
  [
    'argon2id',
    'password',
    text('argon2', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
  ],
  [
    'argon2i',
    'password',
    text('argon2', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'),
  ],
  [
    'argon2i of version 16',
    'password',
    text('argon2', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'),
  ],
  [
    'pbkdf2 of RFC 6070',
    'password',
    text('pbkdf2', '$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE'),
  ],
  [
    'pbkdf2 sha512, digest by its RSA name',
    umlauts,
    text(
      'pbkdf2',
      '$pbkdf2-RSA-SHA512$i=1000,l=64$TmFDbC1zYWx0LTE2LWJ5dA$wrnkKkYFMFVDv7LV2LB5Ah/Iu1C8bzSIWdh8el1QkPyLR69N3tRLeYBtcpB1GxhG8SBF1lbEOvV9Xk8LDhmBzQ',
    ),
  ],
  [
    'pbkdf2 with the defaults i=100000, l=64',
    'hunter2',
    text(
      'pbkdf2',
      '$pbkdf2-sha256$c2FsdHNhbHQ$S9X/qGglbR3rOdwJDxsTzAsgEfJhqyAUn5BoIh4Hwzi4LuENlYCWcHDVPafqcOHERyKAPWPb/1ys38LAR9vAGw',
    ),
  ],
  [
    'scrypt of RFC 7914, defaults',
    'pleaseletmein',
    custom({
      algorithm: 'scrypt',
      hash: {
        value:
          '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
        encoding: 'hex',
      },
      salt: { value: 'SodiumChloride', encoding: 'utf8' },
      keylen: 64,
    }),
  ],
  [
    'scrypt of RFC 7914, parallel',
    'password',
    custom({
      algorithm: 'scrypt',
      hash: {
        value:
          'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
        encoding: 'hex',
      },
      salt: { value: 'NaCl' },
      keylen: 64,
      cost: 1024,
      blockSize: 8,
      parallelization: 16,
    }),
  ],
  [
    'NTLM: md4 of UTF-16',
    'password',
    custom({
      algorithm: 'md4',
      hash: { value: '8846F7EAEE8FB117AD06BDD830B7586C', encoding: 'hex' },
      password: { encoding: 'utf16le' },
    }),
  ],
  [
    'md5 of UTF-16',
    umlauts,
    custom({
      algorithm: 'md5',
      hash: { value: '63d22a3b673b5c135b5b505d58493a01', encoding: 'hex' },
      password: { encoding: 'ucs2' },
    }),
  ],
  [
    'md5, salt in front',
    umlauts,
    custom({
      algorithm: 'md5',
      hash: { value: 'cc9470c5b05cda911204265a8e163a85', encoding: 'hex' },
      salt: { value: 'salt', position: 'prefix' },
    }),
  ],
  [
    'sha1 of Latin 1',
    umlauts,
    custom({
      algorithm: 'sha1',
      hash: { value: '3efdf91ec0c8b5f6bfbb683ef1644eb5a34ce223', encoding: 'hex' },
      password: { encoding: 'latin1' },
    }),
  ],
  [
    'sha256 in base64, salt in hex behind',
    umlauts,
    custom({
      algorithm: 'sha256',
      hash: { value: 'sTC5woAGYgQC+W2YSmrP0q7jBJHs/ILsEo0HXVWVgGs=', encoding: 'base64' },
      salt: { value: 'deadbeef', encoding: 'hex', position: 'suffix' },
    }),
  ],
  [
    'sha512',
    umlauts,
    custom({
      algorithm: 'sha512',
      hash: {
        value:
          'f761e270a9e3ac6a9fbfdde0fa440150d0d4cbc27da0bf1e1a28bec6f23e937d72ec33091f9b93df87a9558604e809a07b2d406975fabcd26d90dd8d284ee1e8',
        encoding: 'hex',
      },
      salt: { value: 'c2FsdA==', encoding: 'base64' },
    }),
  ],
  hmacOf('md4', 'be192c588a8e914d8a59b474a828128f'),
  hmacOf('md5', '750c783e6ab0b503eaa86e310a5db738'),
  hmacOf('ripemd160', 'dda6c0213a485a9e24f4742064a7f033b43c4069'),
  hmacOf('sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'),
  hmacOf('sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
  ['ldap {SHA}', 'password', text('ldap', '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=')],
  ['ldap {MD5}', 'password', text('ldap', '{MD5}X03MO1qnZdYdgyfeuILPmQ==')],
  ['ldap {SMD5}', umlauts, text('ldap', '{SMD5}ZmZEDmNfHhyp7jEOH9PaLAEC/3BlcHBlcg==')],
  ['ldap {ssha}', umlauts, text('ldap', '{ssha}BdLaUC3K3jy5HpOUxtU0WrhOs40BAv9wZXBwZXI=')],
  [
    'ldap {SSHA512}',
    umlauts,
    text(
      'ldap',
      '{SSHA512}rPj5laSXFNNf1XEALfSQ/fQnY9YDALbLetupXqOAMRGY4ul/IE4ZhJL4Jw92jrUsACq+oxkSxlyvxO/3lvgHZgEC/3BlcHBlcg==',
    ),
  ],
];

describe('an imported hash', () => {
  it.each(known)('(%s) signs in with its password and with no other', async (_, password, credential) => {
    const stored = importedHash(credential);
    expect(stored).toMatch(/^\$annex-import\$\{/);
    expect(await verifyPassword(stored, password)).toBe(true);
    expect(await verifyPassword(stored, `${password} `)).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('is found by a password typed in decomposed Unicode', async () => {
    const stored = importedHash(text('ldap', '{SMD5}ZmZEDmNfHhyp7jEOH9PaLAEC/3BlcHBlcg=='));
    expect(umlauts.normalize('NFD')).not.toBe(umlauts);
    expect(await verifyPassword(stored, umlauts.normalize('NFD'))).toBe(true);
  });
});

const sha = { value: 'aa'.repeat(32), encoding: 'hex' };

/** What is wrong, the field that must be named, and what the sentence must say. */
const refused: [string, object, string, RegExp][] = [
  ['no algorithm', { hash: sha }, 'algorithm', /./],
  ['an unknown algorithm', { algorithm: 'crypt', hash: sha }, 'algorithm', /./],
  ['no hash', { algorithm: 'sha256' }, 'hash', /Missing required property: hash/],
  ['an unknown member', { algorithm: 'sha256', hash: sha, rounds: 3 }, '', /rounds/],
  ['a hash of another size', { algorithm: 'sha512', hash: sha }, 'hash.value', /32 bytes/],
  [
    'hex that is not hex',
    { algorithm: 'sha256', hash: { ...sha, value: 'zz'.repeat(32) } },
    'hash.value',
    /not hex/,
  ],
  ['utf8 for a digest', { algorithm: 'sha256', hash: { ...sha, encoding: 'utf8' } }, 'hash.encoding', /./],
  [
    'an unknown password encoding',
    { algorithm: 'sha256', hash: sha, password: { encoding: 'utf7' } },
    'password.encoding',
    /./,
  ],
  [
    'a salt in the middle',
    { algorithm: 'sha256', hash: sha, salt: { value: 'x', position: 'middle' } },
    'salt.position',
    /./,
  ],
  ['bcrypt that is none', { algorithm: 'bcrypt', hash: { value: '$2b$10$short' } }, 'hash.value', /bcrypt/],
  [
    'bcrypt that would run for days',
    { algorithm: 'bcrypt', hash: { value: `$2b$31$${'a'.repeat(53)}` } },
    'hash.value',
    /At most 15 rounds/,
  ],
  [
    'argon2 that would take 4 GB',
    {
      algorithm: 'argon2',
      hash: { value: '$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH' },
    },
    'hash.value',
    /up to m=/,
  ],
  [
    'argon2 of no passes',
    {
      algorithm: 'argon2',
      hash: { value: '$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH' },
    },
    'hash.value',
    /./,
  ],
  [
    'argon2 with a salt beside it',
    {
      algorithm: 'argon2',
      hash: { value: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH' },
      salt: { value: 'x' },
    },
    '',
    /salt/,
  ],
  [
    'pbkdf2 that is no PHC string',
    { algorithm: 'pbkdf2', hash: { value: 'sha256:1000:salt:hash' } },
    'hash.value',
    /PHC/,
  ],
  [
    'pbkdf2 with another length than it says',
    { algorithm: 'pbkdf2', hash: { value: '$pbkdf2-sha1$i=4096,l=64$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE' } },
    'hash.value',
    /20 bytes, and l says 64/,
  ],
  [
    'pbkdf2 of too many iterations',
    {
      algorithm: 'pbkdf2',
      hash: { value: '$pbkdf2-sha1$i=999999999,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE' },
    },
    'hash.value',
    /iterations/,
  ],
  [
    'pbkdf2 of an unknown digest',
    { algorithm: 'pbkdf2', hash: { value: '$pbkdf2-whirlpool$i=1,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE' } },
    'hash.value',
    /digest/,
  ],
  [
    'ldap crypt',
    { algorithm: 'ldap', hash: { value: '{CRYPT}abcdefgh' } },
    'hash.value',
    /crypt is not taken/,
  ],
  ['scrypt without keylen', { algorithm: 'scrypt', hash: sha, salt: { value: 'x' } }, '', /keylen/],
  [
    'scrypt whose cost is no power of two',
    { algorithm: 'scrypt', hash: sha, salt: { value: 'x' }, keylen: 32, cost: 1000 },
    'cost',
    /power of two/,
  ],
  [
    'scrypt that would take 16 GB',
    { algorithm: 'scrypt', hash: sha, salt: { value: 'x' }, keylen: 32, cost: 2 ** 24 },
    'cost',
    /at most/,
  ],
  ['hmac without a key', { algorithm: 'hmac', hash: { ...sha, digest: 'sha256' } }, 'hash', /key/],
];

describe('a hash that nobody could sign in with', () => {
  it.each(refused)('(%s) is refused by field', (_, hash, field, sentence) => {
    const caught = (() => {
      try {
        return importedHash(custom(hash));
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(Invalid);
    const fields = caught instanceof Invalid ? (caught.fields ?? {}) : {};
    expect(Object.entries(fields).find(([name]) => name.startsWith(field))?.[1]).toMatch(sentence);
  });

  it('is refused as password_hash when it is no bcrypt', () => {
    expect(() => importedHash({ password_hash: '5f4dcc3b5aa765d61d8327deb882cf99' })).toThrow(/bcrypt/);
    expect(() =>
      importedHash({ password_hash: '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' }),
    ).toThrow(/bcrypt/);
  });
});
