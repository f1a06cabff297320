import type { HttpCall } from '../../types';
import type { Stop } from '../host-calls';
import type { LibraryHost } from '../library-loader';

/** What the libraries that speak HTTP have in common: one request of theirs, one answer. */

type Bytes = ReturnType<typeof Buffer.from>;

export type Outgoing = {
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body?: string | Uint8Array | undefined;
  redirect?: HttpCall['redirect'] | undefined;
  maxRedirects?: number | undefined;
  /** 0 and less: as long as may be. */
  timeoutMs?: number | undefined;
};

export type Incoming = {
  url: string;
  redirected: boolean;
  status: number;
  statusText: string;
  headers: [name: string, value: string][];
  body: Bytes;
};

/** Longer than a pipeline may take. */
const longestMs = 60_000;

export function bytesOf(body: string | Uint8Array): Bytes {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
}

/** `https://user:password@host` as Node's clients read it: the address without, and the header. */
function withoutCredentials(address: string): { url: string; authorization: [string, string][] } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.username === '' && url.password === '')) return { url: address, authorization: [] };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: [['authorization', basic(pair)]] };
}

/** The value of a header for a name and a password, joined by a colon. */
export function basic(pair: string): string {
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

export function hasHeader(headers: readonly (readonly [string, string])[], wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted);
}

/** Sends a request through the guard. Rejects with an error that has Node's `code`, or with what `stop` has. */
export async function exchange(annex: LibraryHost, request: Outgoing, stop?: Stop): Promise<Incoming> {
  const { method, headers, body, redirect = 'follow', maxRedirects, timeoutMs = 0 } = request;
  const { url, authorization } = withoutCredentials(request.url);
  const wait = Number(timeoutMs);
  const call: HttpCall = {
    url,
    method: method.toUpperCase(),
    headers: hasHeader(headers, 'authorization') ? headers : [...headers, ...authorization],
    ...(body === undefined ? {} : { body: bytesOf(body).toString('base64') }),
    redirect,
    ...(maxRedirects === undefined ? {} : { maxRedirects: Math.max(0, Math.trunc(maxRedirects)) }),
    timeoutMs: wait > 0 && wait < longestMs ? Math.ceil(wait) : longestMs,
  };
  const answer = await annex.calls.fetch(call, stop);
  return { ...answer, body: Buffer.from(answer.body, 'base64') };
}

/** The signal of a request, of whatever library it comes from. Throws a TypeError for what is none. */
export function signalOf(value: unknown): Stop['signal'] | undefined {
  if (value === undefined || value === null) return undefined;
  const signal = Object(value);
  if (typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function') return signal;
  throw new TypeError('Expected signal to be an instance of AbortSignal');
}

/** Pairs of an object of headers; a value may be a list. */
export function headerPairs(headers: unknown): [string, string][] {
  return Object.entries(Object(headers)).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]);
  });
}

/** Headers as Node's responses have them: several of one name are joined, cookies are a list. */
export function headerObject(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const before = all[name];
    if (name === 'set-cookie') all[name] = [...(Array.isArray(before) ? before : []), value];
    else all[name] = before === undefined ? value : `${String(before)}, ${value}`;
  }
  return all;
}
