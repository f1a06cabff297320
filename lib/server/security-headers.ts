import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

export type PolicyOptions = {
  path: string;
  nonce: string;
  /** Origin of the public address. */
  origin: string;
  dev: boolean;
};

/** A value for one response, unguessable (128 bits). */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** Pages of a sign-in in progress. */
function isSignInPage(path: string): boolean {
  return path.startsWith('/u/');
}

/**
 * The content security policy of a page. Scripts run only with this response's nonce, or when one that has it loads
 * them.
 *
 * `form-action` is left out on the sign-in pages: Chrome applies it to every redirect that follows a form, and a sign-in
 * ends at the application's callback, whose scheme may even be an app's own (`com.example.app:/callback`). A list from
 * the database would not help: the address is checked against the application's allow-list before any redirect, which
 * is the stronger check. Everywhere else forms stay at home.
 */
export function pagePolicy({ path, nonce, origin, dev }: PolicyOptions): string {
  // React's development build evaluates code; its hot reload uses a socket.
  const script = `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`;
  const connect = `connect-src 'self'${dev ? ' ws: wss:' : ''}`;
  return [
    "default-src 'self'",
    script,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    connect,
    ...(isSignInPage(path) ? [] : [`form-action 'self' ${origin}`]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

/**
 * Headers of every response. Strict transport security is not set for localhost and bare addresses: browsers would
 * apply it to every other program served there.
 */
export function commonHeaders(publicUrl: string): Record<string, string> {
  const { protocol, hostname } = new URL(publicUrl);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const isLocal = bare === 'localhost' || bare.endsWith('.localhost') || isIP(bare) > 0;
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    ...(protocol === 'https:' && !isLocal ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
