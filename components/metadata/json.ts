import type { Json, JsonObject } from '@/db/schema/columns';
import { isObject } from '@/lib/json';

export { isObject, isSameJson } from '@/lib/json';
export type { Json, JsonObject };

/** JSON as it is shown for editing: indented, keys in the order they have. */
export function formatJson(value: Json): string {
  return JSON.stringify(value, null, 2);
}

/** The value of an own key; what an object inherits is not there. */
export function valueAt(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object with one own key set, even one named like part of a prototype, or taken out. */
export function withValue(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(object);
  if (value === undefined) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (!Object.hasOwn(object, key)) return Object.fromEntries([...entries, [key, value]]);
  return Object.fromEntries(entries.map(([name, old]) => [name, name === key ? value : old]));
}

/** The same value with its keys in the order of another, so that only real differences show beside it. */
export function inOrderOf(model: Json | undefined, value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => inOrderOf(Array.isArray(model) ? model[index] : undefined, item));
  }
  if (!isObject(value) || !isObject(model)) return value;
  const known = Object.keys(model).filter((key) => Object.hasOwn(value, key));
  const fresh = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  return Object.fromEntries(
    [...known, ...fresh].map((key) => [key, inOrderOf(model[key], value[key] ?? null)]),
  );
}
