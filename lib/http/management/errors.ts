import { STATUS_CODES } from 'node:http';
import type { Context as HonoContext } from 'hono';
import type { Context } from '@/lib/context';
import { AppError, statusOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { apiDetails, describeCall, logEvent } from '@/lib/logs';
import { type QueryFault, queryFault } from '@/lib/search/schemas';
import { answerHeaders } from './answer-headers';

const callers = new WeakMap<Request, Context>();

/** Says who makes the request, once that is known, so that a refusal can be recorded. */
export function noteCaller(c: HonoContext, ctx: Context): void {
  callers.set(c.req.raw, ctx);
}

/** The audit row of what somebody known tried and may not do; nothing of what they sent is in it. */
async function recordRefusal(error: AppError, c: HonoContext): Promise<void> {
  const ctx = callers.get(c.req.raw);
  if (!ctx) return;
  const { actor } = ctx;
  const { method, path } = c.req;
  const apiCall = describeCall({ method, path, query: {}, body: null, statusCode: statusOf(error) });
  await logEvent(ctx, {
    type: 'fapi',
    description: error.message,
    userId: actor.type === 'self' ? actor.userId : null,
    details: apiDetails({ ...ctx, apiCall }),
  });
}

/** Where a search cannot be read and what could stand there; our addition to the contract's body. */
function faultOf({ errorCode, data }: AppError): QueryFault | undefined {
  return errorCode === 'invalid_query_string' ? queryFault.safeParse(data).data : undefined;
}

/**
 * The one translation of failures for the Management API: `{statusCode, error, message, errorCode?}`
 * (`reference/management-api.md` 1.4). What is forbidden is recorded. A failure that nobody foresaw tells the caller
 * only the id under which it is logged.
 */
export async function managementError(error: Error, c: HonoContext): Promise<Response> {
  if (error instanceof AppError) {
    if (error.code === 'forbidden') await recordRefusal(error, c);
    const statusCode = statusOf(error);
    const body = { statusCode, error: STATUS_CODES[statusCode], message: error.message };
    const current = error.code === 'precondition' ? error.data : faultOf(error);
    return c.json(
      { ...body, ...(error.errorCode ? { errorCode: error.errorCode } : {}), ...current },
      statusCode,
      answerHeaders(c),
    );
  }
  const requestId = crypto.randomUUID();
  log().error({ err: error, requestId, method: c.req.method, path: c.req.path }, 'unexpected failure');
  const message = `An internal error happened. Its id in the log is ${requestId}.`;
  return c.json({ statusCode: 500, error: 'Internal Server Error', message }, 500, answerHeaders(c));
}
