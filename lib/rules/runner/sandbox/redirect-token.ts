import { Buffer } from './buffer';
import type { CallNative } from './url';

const header = encode('{"alg":"HS256","typ":"JWT"}');

function encode(text: string): string {
  return Buffer(text, 'utf8').toString('base64url');
}

function secretOf(secret: unknown): string {
  if (typeof secret === 'string' && secret !== '') return Buffer(secret, 'utf8').toString('base64');
  throw new TypeError('The secret of a redirect token must be a text that is not empty.');
}

function sign(native: CallNative, secret: unknown, text: string): Uint8Array {
  const data = Buffer(text, 'utf8').toString('base64');
  return Buffer(native('hmac', { name: 'sha256', key: secretOf(secret), data }), 'base64');
}

type Claims = Record<string, unknown>;

/** A JWT with HS256, good for `seconds` from now. */
export function encodeToken(native: CallNative, secret: unknown, claims: Claims, seconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const body = encode(JSON.stringify({ ...claims, iat: now, exp: now + seconds }));
  const signature = Buffer(sign(native, secret, `${header}.${body}`)).toString('base64url');
  return `${header}.${body}.${signature}`;
}

/** The same time for each place where they may differ. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
}

function read(part: string): Claims {
  const value: unknown = JSON.parse(Buffer(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('Not an object.');
  return { ...value };
}

/** Claims of a JWT with HS256 that is signed with `secret`, not expired, and made for `state`. Throws otherwise. */
export function validateToken(
  native: CallNative,
  secret: unknown,
  token: string,
  state: string | undefined,
): Claims {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const invalid = (reason: string) => new Error(`The session token is invalid: ${reason}.`);
  let claims: Claims;
  try {
    if (more.length > 0 || read(head).alg !== 'HS256') throw invalid('it must be a JWT with HS256');
    claims = read(body);
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof TypeError ? invalid('it is no JWT') : error;
  }
  if (!isSame(sign(native, secret, `${head}.${body}`), Buffer(signature, 'base64url')))
    throw invalid('the signature is wrong');
  if (typeof claims.exp !== 'number' || claims.exp <= Date.now() / 1000) throw invalid('it has expired');
  if (state === undefined || claims.state !== state) throw invalid('its state is not that of this redirect');
  return claims;
}
