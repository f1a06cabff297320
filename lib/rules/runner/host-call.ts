import type { HostCallName, HostCalls, JsonObject } from './types';

/** Passes a call on to the caller of the run, with a copy of what the rule gave. */
export async function callHost(
  host: HostCalls,
  name: HostCallName,
  userId: string,
  patch: JsonObject,
  ruleId: string,
) {
  return name === 'updateUserMetadata'
    ? host.updateUserMetadata(userId, structuredClone(patch), ruleId)
    : host.updateAppMetadata(userId, structuredClone(patch), ruleId);
}

/** The host answers with the public errors of the verbs; whatever else it throws says nothing to a rule. */
export function publicMessage(error: unknown): string {
  const isPublic = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isPublic ? error.message : 'The call failed.';
}
