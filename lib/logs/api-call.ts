import type { JsonObject } from '@/db/schema/columns';
import { scopesOf } from '@/lib/access';
import type { ApiCall, Context } from '@/lib/context';
import { redact, redactObject } from './redact';

/** A call as its audit row may tell it. */
export function describeCall(call: ApiCall): ApiCall {
  return {
    ...call,
    path: call.path.slice(0, 1024),
    query: redactObject(call.query),
    body: redact(call.body),
  };
}

/** `details` of a row about a call of the Management API (`reference/management-api.md` 7); nothing without one. */
export function apiDetails(ctx: Context): JsonObject {
  const { apiCall, actor, ip = '', userAgent = '' } = ctx;
  if (!apiCall) return {};
  const { statusCode, ...request } = apiCall;
  const user: JsonObject = 'userId' in actor ? { user_id: actor.userId } : {};
  const auth = { strategy: 'jwt', user, credentials: { scopes: [...scopesOf(actor)] } };
  return {
    request: { ...request, channel: 'api', ip, userAgent, auth },
    response: { statusCode },
  };
}
