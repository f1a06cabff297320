import { unescapeForm } from './url-search-params';

function escapeQuery(text: unknown): string {
  return encodeURIComponent(String(text).toWellFormed());
}

function primitive(value: unknown): string {
  const kind = typeof value;
  if (kind === 'string' || kind === 'boolean' || kind === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

function stringify(object: unknown, separator = '&', equals = '='): string {
  if (typeof object !== 'object' || object === null) return '';
  return Object.entries(object)
    .flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: unknown) => [key, item] as const),
    )
    .map(([key, item]) => `${escapeQuery(key)}${equals}${escapeQuery(primitive(item))}`)
    .join(separator);
}

function parse(text: unknown, separator = '&', equals = '='): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = Object.create(null);
  if (typeof text !== 'string' || text === '') return result;
  for (const part of text.split(separator).slice(0, 1000)) {
    if (part === '') continue;
    const at = part.indexOf(equals);
    const key = unescapeForm(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : unescapeForm(part.slice(at + equals.length));
    const before = result[key];
    result[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return result;
}

/** Node's `querystring`. */
export const querystring = {
  stringify,
  encode: stringify,
  parse,
  decode: parse,
  escape: escapeQuery,
  unescape: unescapeForm,
};
