import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@/db/schema/columns';
import { presentUser, type StoredUser } from '@/lib/users';

const filled = (bag: JsonObject | null): bag is JsonObject => bag !== null && Object.keys(bag).length > 0;

const bags = new Set(['user_metadata', 'app_metadata']);

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

/**
 * The user that rules left, without what `app_metadata` still lays over the root: a rule may read `user.name` from
 * there, but only what a rule sets becomes a claim.
 */
export function withoutOverlay(final: JsonObject, stored: StoredUser): JsonObject {
  const profile: object = presentUser(stored, { type: 'system', reason: 'rules' });
  const laid = Object.entries(stored.appMetadata ?? {}).filter(
    ([key, value]) => !bags.has(key) && isDeepStrictEqual(final[key], value),
  );
  const names = new Set(laid.map(([key]) => key));
  const left = Object.entries(final).filter(([key]) => !names.has(key));
  const own = Object.entries(profile).filter(([key]) => names.has(key));
  return Object.fromEntries([...left, ...own]);
}
