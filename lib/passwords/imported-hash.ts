import { z } from 'zod';
import { parseInput } from '@/lib/input';
import { digestBytes } from './digest';
import { argon2Fault, bcryptFault, costLimits, parseLdap, parsePbkdf2 } from './hash-formats';

/** What an imported hash begins with in `credentials`; its description in JSON follows. */
const prefix = '$annex-import$';

const maxText = 4096;
const passwordPart = z
  .strictObject({
    encoding: z.enum(['ascii', 'utf8', 'utf16le', 'ucs2', 'latin1', 'binary']).default('utf8'),
  })
  .prefault({});
const saltPart = z.strictObject({
  value: z.string().max(maxText),
  encoding: z.enum(['utf8', 'hex', 'base64']).default('utf8'),
  position: z.enum(['prefix', 'suffix']).default('prefix'),
});
const keyPart = z.strictObject({
  value: z.string().max(maxText),
  encoding: z.enum(['utf8', 'hex', 'base64']).default('utf8'),
});

const encodings = { hex: /^(?:[0-9a-f]{2})+$/i, base64: /^[A-Za-z0-9+/_-]+={0,2}$/ };
const binaryHash = { value: z.string().min(1).max(maxText), encoding: z.enum(['hex', 'base64']) };
type BinaryHash = { value: string; encoding: 'hex' | 'base64' };

function binaryFault(hash: BinaryHash, bytes: number): string | null {
  if (!encodings[hash.encoding].test(hash.value)) return `The hash is not ${hash.encoding}`;
  const { length } = Buffer.from(hash.value, hash.encoding);
  return length === bytes
    ? null
    : `The hash has ${length} bytes; this algorithm and key length make ${bytes}`;
}

const addFault = (check: z.RefinementCtx, path: string[], message: string | null) => {
  if (message !== null) check.addIssue({ code: 'custom', path, message });
};

/** A hash that describes itself: text, without a salt of its own. */
function textHash(fault: (value: string) => string | null) {
  const value = z
    .string()
    .min(1)
    .max(maxText)
    .check((check) => {
      const message = fault(check.value);
      if (message !== null) check.issues.push({ code: 'custom', message, input: check.value });
    });
  return z.strictObject({ value, encoding: z.literal('utf8').default('utf8') });
}

const faultOf = (parsed: object | string) => (typeof parsed === 'string' ? parsed : null);

function plainDigest<A extends 'md4' | 'md5' | 'sha1' | 'sha256' | 'sha512'>(algorithm: A) {
  return z
    .strictObject({
      algorithm: z.literal(algorithm),
      hash: z.strictObject(binaryHash),
      salt: saltPart.optional(),
      password: passwordPart,
    })
    .superRefine(({ hash }, check) =>
      addFault(check, ['hash', 'value'], binaryFault(hash, digestBytes[algorithm])),
    );
}

const keyedDigest = z
  .strictObject({
    algorithm: z.literal('hmac'),
    hash: z.strictObject({
      ...binaryHash,
      digest: z.enum(['md4', 'md5', 'ripemd160', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']),
      key: keyPart,
    }),
    salt: saltPart.optional(),
    password: passwordPart,
  })
  .superRefine(({ hash }, check) =>
    addFault(check, ['hash', 'value'], binaryFault(hash, digestBytes[hash.digest])),
  );

const scrypt = z
  .strictObject({
    algorithm: z.literal('scrypt'),
    hash: z.strictObject(binaryHash),
    salt: saltPart.optional(),
    password: passwordPart,
    keylen: z.number().int().min(4).max(1024),
    cost: z.number().int().min(2).default(16_384),
    blockSize: z.number().int().min(1).default(8),
    parallelization: z.number().int().min(1).max(costLimits.scryptParallelization).default(1),
  })
  .superRefine(({ hash, keylen, cost, blockSize }, check) => {
    addFault(check, ['hash', 'value'], binaryFault(hash, keylen));
    if (!Number.isInteger(Math.log2(cost))) addFault(check, ['cost'], 'The cost is a power of two');
    if (128 * cost * blockSize > costLimits.scryptBytes) {
      addFault(check, ['cost'], `128 times cost times blockSize may be ${costLimits.scryptBytes} at most`);
    }
  });

/** `custom_password_hash` of an import record (`reference/management-api.md` 6). Closed, by algorithm. */
export const customPasswordHash = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('argon2'), hash: textHash(argon2Fault), password: passwordPart }),
  z.strictObject({
    algorithm: z.literal('bcrypt'),
    hash: textHash(bcryptFault),
    salt: saltPart.optional(),
    password: passwordPart,
  }),
  z.strictObject({
    algorithm: z.literal('pbkdf2'),
    hash: textHash((value) => faultOf(parsePbkdf2(value))),
    password: passwordPart,
  }),
  z.strictObject({
    algorithm: z.literal('ldap'),
    hash: textHash((value) => faultOf(parseLdap(value))),
    password: passwordPart,
  }),
  plainDigest('md4'),
  plainDigest('md5'),
  plainDigest('sha1'),
  plainDigest('sha256'),
  plainDigest('sha512'),
  keyedDigest,
  scrypt,
]);

/** `password_hash` of an import record: bcrypt. */
export const passwordHash = z
  .string()
  .regex(/^\$2[ab]\$/, 'A password_hash is bcrypt and begins with $2a$ or $2b$')
  .superRefine((value, check) => addFault(check, [], bcryptFault(value)));

const importedCredential = z.union([
  z.strictObject({ password_hash: passwordHash }),
  z.strictObject({ custom_password_hash: customPasswordHash }),
]);

export type CustomPasswordHash = z.output<typeof customPasswordHash>;
export type ImportedCredential = z.input<typeof importedCredential>;

/**
 * The form in which an imported hash is stored as a credential; `verifyPassword` understands it. Throws Invalid that
 * names each field at fault.
 */
export function importedHash(credential: ImportedCredential): string {
  const described =
    'password_hash' in credential
      ? {
          algorithm: 'bcrypt' as const,
          hash: { value: parseInput(passwordHash, credential.password_hash), encoding: 'utf8' as const },
          password: { encoding: 'utf8' as const },
        }
      : parseInput(customPasswordHash, credential.custom_password_hash);
  return prefix + JSON.stringify(described satisfies CustomPasswordHash);
}

/** The description behind a stored imported hash; null for a hash of our own. */
export function readImportedHash(stored: string): CustomPasswordHash | null {
  return stored.startsWith(prefix) ? customPasswordHash.parse(JSON.parse(stored.slice(prefix.length))) : null;
}
