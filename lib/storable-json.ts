/** How JSON writes what no PostgreSQL holds: U+0000 and halves of surrogate pairs. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Whether PostgreSQL can hold this value of JSON, keys and all. */
export function isStorableJson(value: unknown): boolean {
  return !unstorable.test(JSON.stringify(value) ?? '');
}
