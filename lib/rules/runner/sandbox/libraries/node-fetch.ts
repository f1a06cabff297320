import type { LibraryHost } from '../library-loader';
import { exchange, type Outgoing, signalOf } from './exchange';
import { FormData } from './form-data';

declare const annex: LibraryHost;

type Init = Record<string, unknown> & { headers?: unknown; body?: unknown };

function headerName(name: unknown): string {
  const text = String(name);
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(text)) throw new TypeError(`${text} is not a legal HTTP header name`);
  return text.toLowerCase();
}

function headerValue(value: unknown): string {
  const text = String(value).trim();
  if (/[\0\r\n]/.test(text)) throw new TypeError('The value is not a legal HTTP header value');
  return text;
}

export class Headers {
  readonly #map = new Map<string, string[]>();

  constructor(init?: unknown) {
    if (init === undefined || init === null) return;
    const pairs =
      typeof Object(init)[Symbol.iterator] === 'function'
        ? [...(init as Iterable<unknown>)]
        : Object.entries(Object(init));
    for (const pair of pairs) {
      const [name, value] = pair as [unknown, unknown];
      for (const one of Array.isArray(value) ? value : [value]) this.append(name, one);
    }
  }

  append(name: unknown, value: unknown): void {
    const key = headerName(name);
    this.#map.set(key, [...(this.#map.get(key) ?? []), headerValue(value)]);
  }
  set(name: unknown, value: unknown): void {
    this.#map.set(headerName(name), [headerValue(value)]);
  }
  get(name: unknown): string | null {
    return this.#map.get(headerName(name))?.join(', ') ?? null;
  }
  getSetCookie(): string[] {
    return [...(this.#map.get('set-cookie') ?? [])];
  }
  has(name: unknown): boolean {
    return this.#map.has(headerName(name));
  }
  delete(name: unknown): void {
    this.#map.delete(headerName(name));
  }
  raw(): Record<string, string[]> {
    return Object.fromEntries(this.#map);
  }
  *entries(): IterableIterator<[string, string]> {
    for (const name of [...this.#map.keys()].sort()) yield [name, this.get(name) ?? ''];
  }
  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }
  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value;
  }
  forEach(visit: (value: string, name: string, headers: Headers) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
  get [Symbol.toStringTag](): string {
    return 'Headers';
  }
}

type Bytes = ReturnType<typeof Buffer.from>;

function encodeBody(body: unknown): { bytes: Bytes | null; type?: string } {
  if (body === undefined || body === null) return { bytes: null };
  if (body instanceof URLSearchParams)
    return { bytes: Buffer.from(String(body)), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (Object.prototype.toString.call(body) === '[object FormData]')
    return { bytes: Buffer.from((body as FormData).getBuffer()), type: (body as FormData).contentType };
  const blob = typeof body === 'object' ? annex.blobs.get(body) : undefined;
  if (blob) return { bytes: Buffer.from(blob.bytes), ...(blob.type === '' ? {} : { type: blob.type }) };
  if (body instanceof ArrayBuffer) return { bytes: Buffer.from(new Uint8Array(body)) };
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body) };
  return { bytes: Buffer.from(String(body)), type: 'text/plain;charset=UTF-8' };
}

class FetchError extends Error {
  readonly type: string;
  readonly code: string | undefined;
  readonly errno: string | undefined;
  constructor(message: string, type: string, cause?: unknown) {
    super(message);
    this.name = 'FetchError';
    this.type = type;
    const code = Object(cause).code;
    this.code = typeof code === 'string' ? code : undefined;
    this.errno = this.code;
  }
}

class AbortError extends Error {
  readonly type = 'aborted';
  constructor(message = 'The user aborted a request.') {
    super(message);
    this.name = 'AbortError';
  }
}

class Body {
  readonly #bytes: Bytes | null;
  bodyUsed = false;

  constructor(bytes: Bytes | null) {
    this.#bytes = bytes;
  }

  static peek(body: Body): Bytes | null {
    return body.#bytes;
  }

  async #take(): Promise<Bytes> {
    if (this.bodyUsed) throw new TypeError('body used already');
    this.bodyUsed = true;
    return this.#bytes ?? Buffer.from('');
  }

  async text(): Promise<string> {
    return (await this.#take()).toString('utf8').replace(/^\ufeff/, '');
  }
  async json(): Promise<unknown> {
    const text = await this.text();
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new FetchError(
        `invalid json response body reason: ${String(Object(error).message)}`,
        'invalid-json',
      );
    }
  }
  async blob(): Promise<Blob> {
    const { headers } = this as { headers?: Headers };
    return new (annex.blobClass('Blob'))([await this.#take()], { type: headers?.get('content-type') ?? '' });
  }
  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#take());
  }
  async buffer(): Promise<Bytes> {
    return this.#take();
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.#take();
    const copy = new Uint8Array(bytes.length);
    copy.set(bytes);
    return copy.buffer;
  }
}

export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;
  readonly type = 'default';

  constructor(body?: unknown, init: Init = {}) {
    const { bytes, type } = encodeBody(body);
    super(bytes);
    this.status = Number(init.status ?? 200);
    this.statusText = String(init.statusText ?? '');
    this.headers = new Headers(init.headers);
    if (type !== undefined && !this.headers.has('content-type')) this.headers.set('content-type', type);
    this.url = String(init.url ?? '');
    this.redirected = init.redirected === true;
  }

  static json(value: unknown, init: Init = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(value), { ...init, headers });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  clone(): Response {
    if (this.bodyUsed) throw new TypeError('cannot clone body after it is used');
    const { status, statusText, headers, url, redirected } = this;
    return new Response(Body.peek(this), { status, statusText, headers, url, redirected });
  }
}

export class Request extends Body {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly timeout: number;
  readonly signal: ReturnType<typeof signalOf>;

  constructor(input: unknown, init: Init = {}) {
    const from = input instanceof Request ? input : undefined;
    const { bytes, type } = encodeBody(init.body ?? (from ? Body.peek(from) : null));
    super(bytes);
    this.url = from ? from.url : String(Object(input).href ?? input);
    this.method = String(init.method ?? from?.method ?? 'GET').toUpperCase();
    this.headers = new Headers(init.headers ?? from?.headers);
    if (type !== undefined && init.body !== undefined && !this.headers.has('content-type'))
      this.headers.set('content-type', type);
    const redirect = init.redirect ?? from?.redirect;
    this.redirect = redirect === 'manual' || redirect === 'error' ? redirect : 'follow';
    this.timeout = Number(init.timeout ?? from?.timeout ?? 0);
    this.signal = signalOf('signal' in init ? init.signal : from?.signal);
    if ((this.method === 'GET' || this.method === 'HEAD') && bytes !== null)
      throw new TypeError('Request with GET/HEAD method cannot have body');
  }

  clone(): Request {
    return new Request(this);
  }

  static outgoing(request: Request): Outgoing {
    const { url, method, headers, redirect, timeout } = request;
    const own = new Headers(headers);
    if (!own.has('accept')) own.set('accept', '*/*');
    return {
      url,
      method,
      headers: [...own],
      body: Body.peek(request) ?? undefined,
      redirect,
      timeoutMs: timeout,
    };
  }
}

/** `reasonOf`: what an aborted request rejects with. */
function fetchWith(reasonOf: (signal: { reason?: unknown }) => unknown) {
  return async function fetch(input: unknown, init?: Init): Promise<Response> {
    const request = new Request(input, init);
    const { signal } = request;
    const stop = signal && { signal, error: () => reasonOf(signal) };
    try {
      const { body, ...rest } = await exchange(annex, Request.outgoing(request), stop);
      return new Response(body, rest);
    } catch (error) {
      if (signal?.aborted) throw error;
      const { message, code } = Object(error);
      const type = code === 'ETIMEDOUT' ? 'request-timeout' : 'system';
      throw new FetchError(`request to ${request.url} failed, reason: ${String(message)}`, type, error);
    }
  };
}

const fetch = fetchWith(() => new AbortError());

export const library = Object.assign(fetch, {
  default: fetch,
  Headers,
  Request,
  Response,
  FormData,
  FetchError,
  AbortError,
  isRedirect: (status: number) => [301, 302, 303, 307, 308].includes(status),
});

// Not of node-fetch, but the global `fetch`, which gives the reason of the signal as it is.
Object.defineProperty(library, 'platform', { value: fetchWith(({ reason }) => reason) });
