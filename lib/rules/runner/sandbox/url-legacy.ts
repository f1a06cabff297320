import { querystring } from './querystring';
import type { CallNative } from './url';

/** `url.parse`, `url.format` and `url.resolve`, which most old rules still use. */
export function createLegacyUrl(native: CallNative) {
  function parse(url: unknown, parseQuery = false, slashes = false): object {
    const parts = native('parseUrl', { url: String(url), slashes });
    const record: Record<string, unknown> = { ...(typeof parts === 'object' ? parts : {}) };
    if (parseQuery) record.query = querystring.parse(record.query);
    return { ...record, format: () => format(record) };
  }

  function format(parts: unknown): unknown {
    if (typeof parts === 'string') return native('formatUrl', { parts: parse(parts) });
    if (typeof parts !== 'object' || parts === null)
      throw new TypeError('url.format needs an object or a string.');
    return 'searchParams' in parts ? String(parts) : native('formatUrl', { parts });
  }

  return {
    parse,
    format,
    resolve: (from: unknown, to: unknown) => native('resolveUrl', { from: String(from), to: String(to) }),
  };
}
