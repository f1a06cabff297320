import { isObject, isSameJson, type Json, type JsonObject, valueAt } from './json';

/** One difference: an absent side was an absent key. Lists are compared whole. */
export type Difference = { path: string[]; before?: Json | undefined; after?: Json | undefined };

/** What differs between two objects, going into objects that stand on both sides. In the order of the keys. */
export function diffJson(before: JsonObject, after: JsonObject, path: string[] = []): Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const old = valueAt(before, key);
    const now = valueAt(after, key);
    const here = [...path, key];
    if (isSameJson(old, now)) return [];
    if (isObject(old) && isObject(now)) return diffJson(old, now, here);
    return [{ path: here, before: old, after: now }];
  });
}
