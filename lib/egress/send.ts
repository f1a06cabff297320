import type { IncomingMessage } from 'node:http';
import { checkedAddresses, type Resolve, sendTo, systemResolve } from './connect';
import { EgressError } from './errors';
import type { EgressPolicy } from './policy';
import { encodings, readBody } from './read-body';
import {
  type HeaderPair,
  headersForOtherOrigin,
  headersWithoutBody,
  parseHeaders,
  parseMethod,
  parseTarget,
} from './request-parts';

export type EgressRequest = {
  url: string;
  /** Default `GET`. */
  method?: string;
  headers?: readonly HeaderPair[];
  body?: Uint8Array | undefined;
  /** What a redirect does: it is followed, given back as it is, or refused. Default `follow`. */
  redirect?: 'follow' | 'manual' | 'error';
  maxRedirects?: number;
  /** For everything together: name, connection, redirects, body. */
  timeoutMs: number;
  /** Of the body, decompressed. */
  maxBytes: number;
  /** Gives the request up: its connection is closed, and it rejects with `ABORT_ERR`. */
  signal?: AbortSignal | undefined;
};

export type EgressResponse = {
  /** Where the answer came from in the end. */
  url: string;
  redirected: boolean;
  status: number;
  statusText: string;
  headers: HeaderPair[];
  body: Buffer;
};

/** The server itself, under its public address: answered without leaving the process. */
export type OwnOrigin = { origin: string; answer(request: Request): Promise<Response> };

export type EgressOptions = { policy: EgressPolicy; resolve?: Resolve; own?: () => OwnOrigin | undefined };

export type Egress = { send(request: EgressRequest): Promise<EgressResponse> };

const defaultRedirects = 5;
const maxRedirectsAllowed = 20;

type Hop = { url: URL; method: string; headers: HeaderPair[]; body: Uint8Array | undefined };

/**
 * The one way out for requests that somebody else may have chosen the address of. Each hop, redirects included, goes
 * through the same check; see `policy.ts` and `connect.ts`. Throws EgressError, or Node's error of the network.
 */
export function createEgress({ policy, resolve = systemResolve, own }: EgressOptions): Egress {
  async function oneHop(hop: Hop, signal: AbortSignal, maxBytes: number): Promise<EgressResponse> {
    const itself = own?.();
    if (itself && hop.url.origin === itself.origin) return fromItself(itself, hop, maxBytes);
    const addresses = await checkedAddresses(hop.url, policy, resolve);
    signal.throwIfAborted();
    const response = await sendTo(addresses, { ...hop, signal });
    const { body, decoded } = await readBody(response, maxBytes);
    return {
      url: hop.url.href,
      redirected: false,
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      headers: headersOf(response, decoded),
      body,
    };
  }

  async function follow(request: EgressRequest, signal: AbortSignal): Promise<EgressResponse> {
    const { redirect = 'follow', maxBytes } = request;
    const most = Math.min(request.maxRedirects ?? defaultRedirects, maxRedirectsAllowed);
    let hop = firstHop(request);
    for (let hops = 0; ; hops++) {
      const response = await oneHop(hop, signal, maxBytes);
      const location = isRedirect(response.status) ? headerOf(response.headers, 'location') : undefined;
      if (location === undefined || redirect === 'manual') return { ...response, redirected: hops > 0 };
      if (redirect === 'error')
        throw new EgressError('ERR_TOO_MANY_REDIRECTS', 'The response is a redirect, which was not wanted.');
      if (hops >= most)
        throw new EgressError(
          'ERR_TOO_MANY_REDIRECTS',
          `The request was redirected more than ${most} times.`,
        );
      hop = nextHop(hop, response.status, location);
    }
  }

  return {
    async send(request) {
      const { timeoutMs, signal } = request;
      const end = new AbortController();
      const giveUp = () => end.abort(new EgressError('ABORT_ERR', 'The request was given up.'));
      const late = () =>
        end.abort(new EgressError('ETIMEDOUT', `The request took longer than ${timeoutMs} ms.`));
      if (signal?.aborted) giveUp();
      end.signal.throwIfAborted();
      signal?.addEventListener('abort', giveUp, { once: true });
      const timer = setTimeout(late, timeoutMs);
      try {
        return await Promise.race([follow(request, end.signal), aborted(end.signal)]);
      } catch (error) {
        throw end.signal.aborted ? end.signal.reason : error;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        // Whatever of a lost race is still open is let go.
        end.abort();
      }
    },
  };
}

/** Looking up a name cannot be interrupted, so the end does not wait for it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function firstHop({ url, method = 'GET', headers = [], body }: EgressRequest): Hop {
  const kept = parseHeaders(headers);
  const asksEncoding = kept.some(([name]) => name.toLowerCase() === 'accept-encoding');
  return {
    url: parseTarget(url),
    method: parseMethod(method),
    headers: asksEncoding ? kept : [...kept, ['accept-encoding', encodings]],
    body,
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Fetch standard, HTTP-redirect fetch: which redirects lose method and body, and what another origin does not get. */
function nextHop(hop: Hop, status: number, location: string): Hop {
  const target = URL.parse(location, hop.url);
  const url = parseTarget(target?.href ?? '');
  if (hop.url.protocol === 'https:' && url.protocol === 'http:')
    throw new EgressError('ERR_EGRESS_REFUSED', 'The request was refused: https was redirected to http.');
  const losesBody =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  const headers = url.origin === hop.url.origin ? hop.headers : headersForOtherOrigin(hop.headers);
  if (!losesBody) return { ...hop, url, headers };
  return { url, method: 'GET', headers: headersWithoutBody(headers), body: undefined };
}

function headerOf(headers: readonly HeaderPair[], wanted: string): string | undefined {
  return headers.find(([name]) => name === wanted)?.[1];
}

/** Pairs in order, names in lower case; without what described the encoding that was taken off. */
function headersOf({ rawHeaders }: IncomingMessage, decoded: boolean): HeaderPair[] {
  const pairs: HeaderPair[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (decoded && (name === 'content-encoding' || name === 'content-length')) continue;
    pairs.push([name, rawHeaders[at + 1] ?? '']);
  }
  return pairs;
}

async function fromItself(
  { answer }: OwnOrigin,
  { url, method, headers, body }: Hop,
  maxBytes: number,
): Promise<EgressResponse> {
  const sent = headers.filter(([name]) => name.toLowerCase() !== 'accept-encoding').map(([...pair]) => pair);
  const request = new Request(url, { method, headers: sent, body: body ? new Uint8Array(body) : null });
  const response = await answer(request);
  const text = Buffer.from(await response.arrayBuffer());
  if (text.length > maxBytes)
    throw new EgressError('ERR_RESPONSE_TOO_LARGE', `The response is larger than ${maxBytes} bytes.`);
  return {
    url: url.href,
    redirected: false,
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: text,
  };
}
