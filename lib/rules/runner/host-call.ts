import type { CallFailure } from './protocol';
import type {
  HostCalls,
  HttpAnswer,
  HttpCall,
  Json,
  JsonObject,
  ManagementOperation,
  MetadataCallName,
} from './types';

/** A call that an executor says one of its runs makes, checked in shape only. */
export type HostCall =
  | { name: MetadataCallName; userId: string; patch: JsonObject }
  | { name: 'manage'; operation: ManagementOperation; args: JsonObject }
  | { name: 'fetch'; request: HttpCall };

/** Thrown with a code, so that the script is told. */
class NotHere extends Error {
  readonly code = 'ERR_NOT_AVAILABLE';
}

/** Passes a call on to the caller of the run, with a copy of what the script gave. */
export async function callHost(
  host: Partial<HostCalls>,
  call: HostCall,
  ruleId: string,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Json | HttpAnswer> {
  switch (call.name) {
    case 'updateUserMetadata':
    case 'updateAppMetadata': {
      const write = host[call.name];
      if (!write) throw new NotHere(`auth0.users.${call.name} is not available here.`);
      return write(call.userId, structuredClone(call.patch), ruleId);
    }
    case 'manage':
      if (!host.manage) throw new NotHere(`ManagementClient.${call.operation} is not available here.`);
      return host.manage(call.operation, structuredClone(call.args), ruleId);
    case 'fetch':
      if (!host.fetch) throw new NotHere('The network is not available here.');
      return host.fetch(call.request, maxBytes, ruleId, signal);
  }
}

/** The host answers with the public errors of the verbs; whatever else it throws says nothing to a script. */
export function publicFailure(error: unknown): Partial<CallFailure> & { message: string } {
  const isPublic = error instanceof Error && 'code' in error && typeof error.code === 'string';
  if (!isPublic) return { message: 'The call failed.' };
  const statusCode = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  return { message: error.message, code: String(error.code), ...(statusCode ? { statusCode } : {}) };
}
