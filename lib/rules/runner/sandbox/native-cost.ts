import { hash } from 'node:crypto';

/** Native work cannot be interrupted, so what decides how long it takes is bounded, to well under a slice. */
const maxIterations = 1_000_000;
/** Of SHA-1 and SHA-256, for all blocks of a key together. */
const maxRounds = 1_500_000;
const maxScrypt = 2 ** 17;
/** N × r × p; of the usual block size, `maxScrypt` once. */
const maxScryptWork = maxScrypt * 8;
const maxKeyLength = 1024;

/** A number from a script, if it is whole and no more than `most`. */
export function count(value: unknown, most: number, what: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new RangeError(`${what} must be a whole number up to ${most}.`);
  return number;
}

export const keyLength = (length: unknown): number => count(length, maxKeyLength, 'The length of the key');

/** How many rounds of SHA-256 one of this digest takes as long as, as measured; unknown ones as the slowest. */
function weightOf(digest: string): number {
  const name = digest.toLowerCase();
  if (/sha3|shake|blake/.test(name)) return 5;
  if (/512|384|sm3|ripemd|rmd|md5-sha1/.test(name)) return 3;
  return /md5|sha-?(1|224|256)/.test(name) ? 1 : 5;
}

/** The iterations of PBKDF2 for a key of `size` bytes. Each block of the key takes all of them. */
export function pbkdf2Rounds(
  iterations: unknown,
  { digest, size }: { digest: string; size: number },
): number {
  const rounds = count(iterations, maxIterations, 'The number of iterations');
  const blocks = Math.ceil(size / hash(digest, '', 'buffer').length);
  const most = Math.floor(maxRounds / weightOf(digest));
  count(rounds * blocks, most, 'The number of iterations for all of the key');
  return rounds;
}

/** The parameters of scrypt, each and together. */
export function scryptCost({ N, r, p }: Record<'N' | 'r' | 'p', unknown>): {
  N: number;
  r: number;
  p: number;
} {
  const cost = {
    N: count(N, maxScrypt, 'The cost'),
    r: count(r, 16, 'The block size'),
    p: count(p, 4, 'The parallelization'),
  };
  count(cost.N * cost.r * cost.p, maxScryptWork, 'The cost for all of the key');
  return cost;
}
