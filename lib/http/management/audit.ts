import type { Context as HonoContext } from 'hono';
import type { Json, JsonObject } from '@/db/schema/columns';
import { holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import { apiDetails, describeCall, logEvent } from '@/lib/logs';

type Operation = { method: string; responses: Record<number, unknown> };

/** The first success that the operation declares. */
const successOf = ({ responses }: Operation) => Math.min(...Object.keys(responses).map(Number));

/**
 * The context of a write with the call as its audit row tells it, which the verb writes in its own transaction. Bodies
 * are told as they came, without secrets; uploads are not told.
 */
export function noteApiCall(
  c: HonoContext,
  ctx: Context,
  operation: Operation,
  sent: { query: JsonObject; body: unknown },
): Context {
  if (operation.method === 'get') return ctx;
  const correlationId = c.req.header('x-correlation-id')?.slice(0, 64);
  const apiCall = describeCall({
    method: operation.method,
    path: c.req.path,
    query: sent.query,
    // It came as JSON.
    body: (sent.body ?? null) as Json,
    statusCode: successOf(operation),
  });
  return { ...ctx, apiCall, ...(correlationId ? { correlationId } : {}) };
}

const secrets = new Set(['client_secret', 'access_token', 'access_token_secret', 'refresh_token']);
/** In the text of an answer, which is quicker to look through than its members are. */
const mention = /"(?:client_secret|access_token|refresh_token)/;

/** Whether a secret of an application or of a person's identity provider is in an answer. */
function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, item]) =>
    typeof item === 'string' ? secrets.has(name) && item !== '' : holdsSecret(item),
  );
}

/** The row of a read that gave secrets away (`mgmt_api_read`); callers without the scopes get none. */
export async function recordSecretRead(
  c: HonoContext,
  ctx: Context,
  { body, text }: { body: unknown; text: string },
): Promise<void> {
  const may = holds(ctx.actor, 'read:client_keys', 'read:client_credentials', 'read:user_idp_tokens');
  if (!may || !mention.test(text) || !holdsSecret(body)) return;
  const { method, path } = c.req;
  const apiCall = describeCall({ method, path, query: {}, body: null, statusCode: 200 });
  await logEvent(ctx, {
    type: 'mgmt_api_read',
    description: `Secrets were read at ${path.slice(0, 200)}`,
    details: apiDetails({ ...ctx, apiCall }),
  });
}
