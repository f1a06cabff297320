import { isObject, isSameJson, type Json, type JsonObject, valueAt, withValue } from './json';

/** A place that both sides changed, each in its own way. An absent side is an absent key. */
export type Collision = {
  path: string[];
  base?: Json | undefined;
  mine?: Json | undefined;
  theirs?: Json | undefined;
};

export type ThreeWay = {
  /** Both sides' changes, with `theirs` where they collide. */
  merged: JsonObject;
  collisions: Collision[];
};

function mergeValue(collision: Collision): { value: Json | undefined; collisions: Collision[] } {
  const { base, mine, theirs } = collision;
  if (isSameJson(mine, theirs) || isSameJson(base, mine)) return { value: theirs, collisions: [] };
  if (isSameJson(base, theirs)) return { value: mine, collisions: [] };
  if (isObject(mine) && isObject(theirs)) {
    const inner = mergeThreeWay(isObject(base) ? base : {}, mine, theirs, collision.path);
    return { value: inner.merged, collisions: inner.collisions };
  }
  return { value: theirs, collisions: [collision] };
}

/**
 * Joins two edits of the same object: what only one side changed is taken, what both changed differently is reported
 * and nothing is lost silently. Goes into objects; lists and plain values are taken whole.
 */
export function mergeThreeWay(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  path: string[] = [],
): ThreeWay {
  const collisions: Collision[] = [];
  let merged = theirs;
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine), ...Object.keys(base)])) {
    const sides = { base: valueAt(base, key), mine: valueAt(mine, key), theirs: valueAt(theirs, key) };
    const result = mergeValue({ path: [...path, key], ...sides });
    collisions.push(...result.collisions);
    if (!isSameJson(result.value, sides.theirs)) merged = withValue(merged, key, result.value);
  }
  return { merged, collisions };
}

/** The object with the value at `path` set, or taken out when it is undefined; missing objects on the way are made. */
export function setAt(object: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  if (rest.length === 0) return withValue(object, key, value);
  const inner = valueAt(object, key);
  return withValue(object, key, setAt(isObject(inner) ? inner : {}, rest, value));
}
