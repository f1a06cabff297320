import { STATUS_CODES } from 'node:http';
import type { Context as HonoContext } from 'hono';
import { AppError, statusOf } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * The one translation of failures for the Management API: `{statusCode, error, message, errorCode?}`
 * (`reference/management-api.md` 1.4). A failure that nobody foresaw tells the caller only the id under which it is
 * logged.
 */
export function managementError(error: Error, c: HonoContext): Response {
  if (error instanceof AppError) {
    const statusCode = statusOf(error);
    const body = { statusCode, error: STATUS_CODES[statusCode], message: error.message };
    const current = error.code === 'precondition' ? error.data : undefined;
    return c.json(
      { ...body, ...(error.errorCode ? { errorCode: error.errorCode } : {}), ...current },
      statusCode,
    );
  }
  const requestId = crypto.randomUUID();
  log().error({ err: error, requestId, method: c.req.method, path: c.req.path }, 'unexpected failure');
  const message = `An internal error happened. Its id in the log is ${requestId}.`;
  return c.json({ statusCode: 500, error: 'Internal Server Error', message }, 500);
}
