import { randomUUID } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { AppError, statusOf } from '@/lib/errors';
import { requestContext } from '@/lib/http/request-context';
import { log } from '@/lib/log';
import { OAuthError } from '@/lib/oidc';
import { tenantSettings } from '@/lib/settings';
import { errorPage } from './pages';

type Failure = {
  status: number;
  error: string;
  description: string;
  headers: Record<string, string>;
  members?: object;
};

function challenge(error: OAuthError, c: HonoContext): Record<string, string> {
  switch (error.error) {
    case 'invalid_client':
      return c.req.header('authorization') ? { 'www-authenticate': 'Basic realm="annex"' } : {};
    case 'invalid_token':
    case 'insufficient_scope':
      return { 'www-authenticate': `Bearer error="${error.error}"` };
    case 'too_many_attempts':
      return { 'retry-after': '900' };
    default:
      return {};
  }
}

function failureOf(error: unknown, c: HonoContext): Failure {
  if (error instanceof OAuthError) {
    const { error: code, description, detail, status, members } = error;
    if (detail) log().info({ error: code, detail, path: c.req.path }, 'refused');
    return { status, error: code, description, members, headers: challenge(error, c) };
  }
  if (error instanceof AppError) {
    return { status: statusOf(error), error: 'invalid_request', description: error.message, headers: {} };
  }
  const requestId = randomUUID();
  log().error({ err: error, requestId, method: c.req.method, path: c.req.path }, 'unexpected failure');
  const description = `An internal error happened. Its id in the log is ${requestId}.`;
  return { status: 500, error: 'server_error', description, headers: {} };
}

const pagePaths = new Set(['/authorize', '/continue', '/v2/logout', '/oidc/logout']);

/** The tenant's own page for errors, told of this one; null when it has none or nobody can say. */
async function ownErrorPage(c: HonoContext, { error, description }: Failure): Promise<string | null> {
  const ctx = requestContext(c, { type: 'system', reason: 'error page' }, 'system');
  // Without settings, as when the database is away, the error is shown here.
  const url = await tenantSettings(ctx).then(
    (settings) => settings.errorPageUrl,
    () => null,
  );
  if (url === null) return null;
  const address = new URL(url);
  const clientId = c.req.query('client_id');
  if (clientId) address.searchParams.set('client_id', clientId.slice(0, 128));
  address.searchParams.set('error', error);
  address.searchParams.set('error_description', description);
  return address.href;
}

/**
 * The one translation of failures for the protocol: `{error, error_description}` (RFC 6749 section 5.2), or, where a
 * person looks at the answer, a page: the tenant's `error_page.url` or our own.
 */
export async function protocolError(error: Error, c: HonoContext): Promise<Response> {
  const failure = failureOf(error, c);
  for (const [name, value] of Object.entries(failure.headers)) c.header(name, value);
  if (pagePaths.has(c.req.path)) {
    const url = await ownErrorPage(c, failure);
    if (url === null) return errorPage(c, failure.status >= 500 ? 500 : 400, failure);
    c.header('cache-control', 'no-store');
    return c.redirect(url, c.req.method === 'POST' ? 303 : 302);
  }
  c.header('cache-control', 'no-store');
  const body = { error: failure.error, error_description: failure.description, ...failure.members };
  return c.json(body, failure.status as 400);
}
