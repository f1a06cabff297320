import type { JsonObject } from '@/db/schema/columns';
import { presentUser, type StoredUser } from '@/lib/users';

const filled = (bag: JsonObject | null): bag is JsonObject => bag !== null && Object.keys(bag).length > 0;

/**
 * The `user` that rules see (`reference/rules.md` 1.7): the profile, both bags (absent when empty), and each property
 * of `app_metadata` laid over the root. Pure; a copy, never the stored object.
 */
export function ruleUser(stored: StoredUser, loginsCount: number): JsonObject {
  const { user_metadata, app_metadata, ...profile } = presentUser(stored, {
    type: 'system',
    reason: 'rules',
  });
  return structuredClone({
    ...profile,
    logins_count: loginsCount,
    ...(filled(stored.appMetadata) ? stored.appMetadata : {}),
    ...(filled(stored.userMetadata) ? { user_metadata: stored.userMetadata } : {}),
    ...(filled(stored.appMetadata) ? { app_metadata: stored.appMetadata } : {}),
  }) as JsonObject;
}
