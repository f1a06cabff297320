/** RFC 3986, as the `request` library wrote forms and queries. */
function escaped(text: unknown): string {
  return encodeURIComponent(String(text)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function pairs(key: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [`${escaped(key)}=${escaped(value ?? '')}`];
  if (value instanceof Date) return [`${escaped(key)}=${escaped(value.toISOString())}`];
  return Object.entries(value).flatMap(([name, item]) => pairs(`${key}[${name}]`, item));
}

/** `{ a: { b: 1 }, c: [2] }` as `a[b]=1&c[0]=2`, escaped. */
export function nestedQuery(object: unknown): string {
  return Object.entries(Object(object))
    .flatMap(([key, value]) => pairs(key, value))
    .join('&');
}
