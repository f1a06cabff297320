import { validateHeaderName, validateHeaderValue } from 'node:http';
import { EgressError } from './errors';

export type HeaderPair = readonly [name: string, value: string];

/** Set by the connection itself. Libraries send some of them along, so they are left out and not refused. */
const ofConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const ofOneOrigin = new Set(['authorization', 'cookie', 'cookie2']);

function invalid(message: string): EgressError {
  return new EgressError('ERR_INVALID_REQUEST', message);
}

/** The address to call. Numbers and other spellings of an IPv4 host are read as every client reads them. */
export function parseTarget(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw invalid('The address of the request is no URL.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalid('A request goes to an http or https address.');
  if (url.username || url.password) throw invalid('Credentials go in a header, not in the address.');
  if (url.hostname === '') throw invalid('The address of the request names no host.');
  return url;
}

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY|PROPFIND|REPORT|SEARCH)$/;

/** Upper case. Throws for what would tunnel (`CONNECT`) and for anything unknown. */
export function parseMethod(text: string): string {
  const method = text.toUpperCase();
  if (!methods.test(method)) throw invalid(`A request may not have the method ${text.slice(0, 20)}.`);
  return method;
}

/** What goes out of the given headers. A `Host` of one's own, a line break or an odd name is refused. */
export function parseHeaders(given: readonly HeaderPair[]): HeaderPair[] {
  const kept: HeaderPair[] = [];
  for (const [name, value] of given) {
    const lower = name.toLowerCase();
    if (lower === 'host') throw invalid('The header Host cannot be set: it is that of the address.');
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      throw new EgressError(
        'ERR_INVALID_REQUEST',
        'A header of the request has characters it may not have.',
        {
          cause,
        },
      );
    }
    if (!ofConnection.has(lower)) kept.push([name, value]);
  }
  return kept;
}

/** What may go along to another origin. */
export function headersForOtherOrigin(headers: readonly HeaderPair[]): HeaderPair[] {
  return headers.filter(([name]) => !ofOneOrigin.has(name.toLowerCase()));
}

/** What is left when a redirect turns a request into one without a body. */
export function headersWithoutBody(headers: readonly HeaderPair[]): HeaderPair[] {
  return headers.filter(([name]) => !/^content-/i.test(name));
}
