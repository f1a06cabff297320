/** Where a request goes: `api` is the Hono app, `pages` is Next. */
export type Door = 'api' | 'pages';

/** The paths of the Hono app: those with a final slash and everything below them, the others exactly. */
export const apiPaths = [
  '/api/v2/',
  '/oauth/',
  '/authorize',
  '/userinfo',
  '/.well-known/',
  '/dbconnections/',
  '/mfa/',
  '/v2/logout',
  '/oidc/logout',
  '/continue',
  '/login/callback',
  '/exports/',
  '/health',
] as const;

const exact = new Set<string>(apiPaths.filter((path) => !path.endsWith('/')));
const prefixes = apiPaths.filter((path) => path.endsWith('/'));

/** The path of a request line's target, which may be a whole address (RFC 9112 section 3.2.2). */
export function pathOf(target: string): string {
  const path = target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  return path.split(/[?#]/, 1)[0] || '/';
}

/** The door for a path as it was sent; a path that is written in another way (`//`, `%2F`) is never the API's. */
export function doorOf(path: string): Door {
  return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix)) ? 'api' : 'pages';
}
