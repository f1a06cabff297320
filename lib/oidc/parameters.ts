import { OAuthError } from './errors';

/** Parameters of a request: each at most once (RFC 6749 section 3.1), empty ones left out. */
export type Parameters = ReadonlyMap<string, string>;

const maxCount = 100;
/** Longest value by name; others may have `maxLength` characters. */
const maxLength = 4096;
const maxLengths: Record<string, number> = { scope: 2048, nonce: 512, state: 4096, audience: 600 };

function assertSize(name: string, value: string): void {
  if (name.length > 256 || value.length > (maxLengths[name] ?? maxLength)) {
    throw new OAuthError('invalid_request', `The parameter ${name.slice(0, 64)} is too long.`);
  }
}

/** Reads pairs as they came. Throws `invalid_request` for a repeated, overlong or control-character-bearing one. */
export function readParameters(pairs: Iterable<readonly [string, string]>): Parameters {
  const seen = new Set<string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    assertSize(name, value);
    if (seen.has(name)) {
      throw new OAuthError('invalid_request', `The parameter ${name} may be given once only.`);
    }
    if (seen.size >= maxCount) throw new OAuthError('invalid_request', 'There are too many parameters.');
    if (value.includes('\0') || !value.isWellFormed()) {
      throw new OAuthError('invalid_request', `The parameter ${name} has characters that are not allowed.`);
    }
    seen.add(name);
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

/** The parameters as rules see them. */
export function asObject(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(parameters);
}
