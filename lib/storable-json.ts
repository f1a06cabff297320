/** How JSON writes what no PostgreSQL holds: U+0000 and halves of surrogate pairs. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Whether PostgreSQL can hold this value of JSON, keys and all. */
export function isStorableJson(value: unknown): boolean {
  return !unstorable.test(JSON.stringify(value) ?? '');
}

const eachUnstorable = /((?<!\\)(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** The same text of JSON with U+FFFD for what PostgreSQL cannot hold. `text` is what JSON.stringify made. */
export function storableText(text: string): string {
  return unstorable.test(text) ? text.replace(eachUnstorable, '$1\\ufffd') : text;
}
