import { pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { digest, digestBytes, hmac } from './digest';
import { parseLdap, parsePbkdf2 } from './hash-formats';
import type { CustomPasswordHash } from './imported-hash';

const deriveByPbkdf2 = promisify(pbkdf2);
const deriveByScrypt = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

type Spec<A extends CustomPasswordHash['algorithm']> = Extract<CustomPasswordHash, { algorithm: A }>;
type Encoded = { value: string; encoding: BufferEncoding };

const bytesOf = ({ value, encoding }: Encoded): Buffer => Buffer.from(value, encoding);

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function salted(password: Buffer, salt: Spec<'md5'>['salt']): Buffer {
  if (!salt) return password;
  const bytes = bytesOf(salt);
  return Buffer.concat(salt.position === 'prefix' ? [bytes, password] : [password, bytes]);
}

async function checkPbkdf2({ hash }: Spec<'pbkdf2'>, password: Buffer): Promise<boolean> {
  const parsed = parsePbkdf2(hash.value);
  if (typeof parsed === 'string') return false;
  const { salt, iterations, digest: name } = parsed;
  return same(await deriveByPbkdf2(password, salt, iterations, parsed.hash.length, name), parsed.hash);
}

function checkLdap({ hash }: Spec<'ldap'>, password: Buffer): boolean {
  const parsed = parseLdap(hash.value);
  if (typeof parsed === 'string') return false;
  const size = digestBytes[parsed.digest];
  const salt = parsed.bytes.subarray(size);
  const made = digest(parsed.digest, Buffer.concat([password, salt]));
  return same(made, parsed.bytes.subarray(0, size));
}

async function checkScrypt(spec: Spec<'scrypt'>, password: Buffer): Promise<boolean> {
  const { cost: N, blockSize: r, parallelization: p, keylen, salt } = spec;
  const options = { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 };
  const made = await deriveByScrypt(password, salt ? bytesOf(salt) : Buffer.alloc(0), keylen, options);
  return same(made, bytesOf(spec.hash));
}

/** Whether the password made the imported hash. What takes time runs on libuv threads, never on the main one. */
export async function verifyImported(spec: CustomPasswordHash, text: string): Promise<boolean> {
  const password = Buffer.from(text, spec.password.encoding);
  switch (spec.algorithm) {
    case 'argon2':
      return verifyArgon2(spec.hash.value, password);
    case 'bcrypt':
      return verifyBcrypt(salted(password, spec.salt), spec.hash.value);
    case 'pbkdf2':
      return checkPbkdf2(spec, password);
    case 'ldap':
      return checkLdap(spec, password);
    case 'scrypt':
      return checkScrypt(spec, password);
    case 'hmac': {
      const { digest: name, key } = spec.hash;
      return same(hmac(name, bytesOf(key), salted(password, spec.salt)), bytesOf(spec.hash));
    }
    default:
      return same(digest(spec.algorithm, salted(password, spec.salt)), bytesOf(spec.hash));
  }
}
