import { parseOptions } from '@node-rs/argon2';
import type { Digest } from './digest';

/** What one sign-in may cost. More would let an imported record stall every other sign-in. */
export const costLimits = {
  bcryptRounds: 15,
  pbkdf2Iterations: 5_000_000,
  argon2Kibibytes: 512 * 1024,
  /** Kibibytes times passes. */
  argon2Work: 4 * 1024 * 1024,
  scryptBytes: 512 * 1024 * 1024,
  scryptParallelization: 16,
};

const bcryptPattern = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** Why this bcrypt string cannot be used; null when it can. */
export function bcryptFault(value: string): string | null {
  const rounds = Number(bcryptPattern.exec(value)?.[1] ?? Number.NaN);
  if (Number.isNaN(rounds)) return 'A bcrypt hash is $2a$, $2b$ or $2y$, two digits, $ and 53 characters';
  if (rounds < 4) return 'A bcrypt hash has at least 4 rounds';
  return rounds > costLimits.bcryptRounds
    ? `At most ${costLimits.bcryptRounds} rounds of bcrypt are taken`
    : null;
}

/** Why this argon2 PHC string cannot be used; null when it can. */
export function argon2Fault(value: string): string | null {
  const shape = /^\$argon2(id|i|d)\$(v=(16|19)\$)?m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{6,}$/;
  if (!shape.test(value))
    return 'An argon2 hash is a PHC string such as $argon2id$v=19$m=65536,t=3,p=4$salt$hash';
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(value);
  } catch (error) {
    return `This argon2 hash cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const { memoryCost, timeCost } = options;
  const tooMuch = memoryCost > costLimits.argon2Kibibytes || memoryCost * timeCost > costLimits.argon2Work;
  return tooMuch
    ? `Argon2 is taken up to m=${costLimits.argon2Kibibytes} and m times t=${costLimits.argon2Work}`
    : null;
}

export type Pbkdf2 = { digest: Digest; iterations: number; salt: Buffer; hash: Buffer };

const pbkdf2Pattern =
  /^\$pbkdf2-([A-Za-z0-9-]+)\$(?:(?<params>(?:[il]=\d+)(?:,[il]=\d+)*)\$)?(?<salt>[A-Za-z0-9+/]+)={0,2}\$(?<hash>[A-Za-z0-9+/]+)={0,2}$/;
const pbkdf2Digests: readonly string[] = ['md5', 'ripemd160', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** A PBKDF2 PHC string (`$pbkdf2-sha512$i=100000,l=64$salt$hash`), or one sentence on why it is none. */
export function parsePbkdf2(value: string): Pbkdf2 | string {
  const match = pbkdf2Pattern.exec(value);
  if (!match?.groups) return 'A pbkdf2 hash is a PHC string such as $pbkdf2-sha512$i=100000,l=64$salt$hash';
  const digest = (match[1] ?? '')
    .toLowerCase()
    .replace(/^rsa-/, '')
    .replace(/withrsa(encryption)?$/, '');
  if (!pbkdf2Digests.includes(digest)) return `The digest of pbkdf2 is one of ${pbkdf2Digests.join(', ')}`;
  const params = new Map(
    (match.groups.params ?? '').split(',').map((pair) => [pair[0], Number(pair.slice(2))]),
  );
  const iterations = params.get('i') ?? 100_000;
  const keyBytes = params.get('l') ?? 64;
  const hash = Buffer.from(match.groups.hash ?? '', 'base64');
  if (hash.length !== keyBytes) return `The hash has ${hash.length} bytes, and l says ${keyBytes}`;
  if (keyBytes < 4 || keyBytes > 256) return 'The hash of pbkdf2 has 4 to 256 bytes';
  if (iterations < 1 || iterations > costLimits.pbkdf2Iterations) {
    return `From 1 to ${costLimits.pbkdf2Iterations} iterations of pbkdf2 are taken`;
  }
  return { digest: digest as Digest, iterations, salt: Buffer.from(match.groups.salt ?? '', 'base64'), hash };
}

const ldapDigests = {
  md5: 'md5',
  sha: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
};
/** Scheme names of RFC 2307 and its followers; the `s` in front stands for a salt behind the digest. */
const ldapSchemes = new Map(
  Object.entries(ldapDigests).flatMap(([name, digest]) => [
    [name, { digest: digest as Digest, salted: false }],
    [`s${name}`, { digest: digest as Digest, salted: true }],
  ]),
);

export type Ldap = { digest: Digest; salted: boolean; bytes: Buffer };

/** An LDAP userPassword value (`{SSHA512}…`), or one sentence on why it is none. */
export function parseLdap(value: string): Ldap | string {
  const match = /^\{([A-Za-z0-9-]+)\}([A-Za-z0-9+/]+={0,2})$/.exec(value);
  if (!match) return 'An ldap hash is {SCHEME} and base64, such as {SSHA}…';
  const scheme = ldapSchemes.get((match[1] ?? '').toLowerCase().replaceAll('-', ''));
  if (!scheme) return `The ldap scheme is one of ${[...ldapSchemes.keys()].join(', ')}; crypt is not taken`;
  return { ...scheme, bytes: Buffer.from(match[2] ?? '', 'base64') };
}
