import type { JsonObject } from '@/db/schema/columns';

/** `merge`: Auth0's PATCH. `replace`: the given object becomes the whole bag. */
export type MergeMode = 'merge' | 'replace';

/**
 * The bag after a write (`reference/management-api.md` 3.1). `merge` goes one level deep: a key's value is replaced
 * whole, `null` removes the key, `{}` (or null) clears the bag, and what is not named stays. `replace` stores the
 * object as given, nulls included. Pure; neither argument is changed.
 */
export function mergeMetadata(
  stored: JsonObject | null,
  patch: JsonObject | null,
  mode: MergeMode,
): JsonObject {
  if (patch === null || Object.keys(patch).length === 0) return {};
  if (mode === 'replace') return { ...patch };
  const kept = Object.entries({ ...stored, ...patch }).filter(([key]) => patch[key] !== null);
  return Object.fromEntries(kept);
}
