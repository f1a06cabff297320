import type { LibraryHost } from '../library-loader';
import {
  basic,
  bytesOf,
  exchange,
  hasHeader,
  headerObject,
  headerPairs,
  type Incoming,
  type Outgoing,
} from './exchange';
import { FormData } from './form-data';
import { nestedQuery } from './nested-query';

declare const annex: LibraryHost;
declare function require(name: string): unknown;

type Emitter = {
  on(name: string, listener: (...args: never[]) => void): Emitter;
  emit(name: string, ...args: unknown[]): boolean;
  listenerCount(name: string): number;
};
const EventEmitter = require('node:events') as { new (): Emitter };

export type RequestOptions = Record<string, unknown> & { callback?: unknown };
type Callback = (error: unknown, response?: unknown, body?: unknown) => void;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** `request(uri, options, callback)`, each of them optional, as one object. */
export function optionsOf(args: readonly unknown[]): RequestOptions {
  const callback = args.findLast((arg) => typeof arg === 'function');
  const [first, second] = args;
  const given = isObject(second) ? second : isObject(first) ? first : {};
  return {
    ...given,
    ...(typeof first === 'string' ? { uri: first } : {}),
    ...(callback ? { callback } : {}),
  };
}

function addressOf({ uri, url, baseUrl, qs }: RequestOptions): string {
  const given = uri ?? url;
  const text = isObject(given) ? String(given.href ?? '') : String(given ?? '');
  if (text === '') throw new Error('options.uri is a required argument');
  const joined =
    baseUrl === undefined ? text : `${String(baseUrl).replace(/\/$/, '')}/${text.replace(/^\//, '')}`;
  const query = isObject(qs) ? nestedQuery(qs) : '';
  if (query === '') return joined;
  const [address = '', hash] = joined.split('#', 2);
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?';
  return `${address}${separator}${query}${hash === undefined ? '' : `#${hash}`}`;
}

function authorization({ auth }: RequestOptions): string | undefined {
  if (!isObject(auth)) return undefined;
  const { user, username, pass, password, bearer } = auth;
  if (bearer !== undefined) return `Bearer ${String(typeof bearer === 'function' ? bearer() : bearer)}`;
  return basic(`${String(user ?? username ?? '')}:${String(pass ?? password ?? '')}`);
}

function formDataOf(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value])
      if (isObject(one) && 'value' in one) form.append(name, one.value, one.options);
      else form.append(name, one);
  return form;
}

/** The body and the headers that it brings along. */
function contentOf(options: RequestOptions): { body?: string | Uint8Array; headers: [string, string][] } {
  const { json, form, formData, body } = options;
  if (form !== undefined && form !== null) {
    const text = typeof form === 'string' ? form : nestedQuery(form);
    return { body: text, headers: [['content-type', 'application/x-www-form-urlencoded']] };
  }
  if (isObject(formData)) {
    const form = formDataOf(formData);
    return { body: form.getBuffer(), headers: [['content-type', form.contentType]] };
  }
  const accept: [string, string][] =
    json === undefined || json === false ? [] : [['accept', 'application/json']];
  const data = isObject(json) || (typeof json === 'string' && body === undefined) ? json : body;
  if (data === undefined) return { headers: accept };
  if (data instanceof Uint8Array) return { body: data, headers: accept };
  if (accept.length > 0) {
    const text = typeof data === 'string' && json === true ? JSON.stringify(data) : JSON.stringify(data);
    return { body: text, headers: [...accept, ['content-type', 'application/json']] };
  }
  if (typeof data !== 'string') throw new Error('Argument error, options.body.');
  return { body: data, headers: accept };
}

const followedByItself = ['GET', 'HEAD', 'OPTIONS'];

function outgoingOf(options: RequestOptions): Outgoing {
  const method = String(options.method ?? 'GET').toUpperCase();
  const content = contentOf(options);
  const own = headerPairs(options.headers);
  const auth = authorization(options);
  const more: [string, string][] = [
    ...content.headers,
    ...(auth === undefined ? [] : [['authorization', auth] as [string, string]]),
  ];
  const follows =
    options.followAllRedirects === true ||
    (options.followRedirect !== false && followedByItself.includes(method));
  return {
    url: addressOf(options),
    method,
    headers: [...own, ...more.filter(([name]) => !hasHeader(own, name))],
    body: content.body,
    redirect: follows ? 'follow' : 'manual',
    maxRedirects: Number(options.maxRedirects ?? 10),
    timeoutMs: Number(options.timeout ?? 0),
  };
}

function bodyOf({ body }: Incoming, { encoding, json }: RequestOptions): unknown {
  if (encoding === null) return body;
  const text = body
    .toString(typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8')
    .replace(/^\ufeff/, '');
  if (json === undefined || json === false) return text;
  try {
    return JSON.parse(text);
  } catch {
    // As the original: what is no JSON stays text.
    return text === '' ? undefined : text;
  }
}

/** A request under way. It is sent when the code that made it has ended, so that it may still be changed. */
export class Request extends EventEmitter {
  readonly method: string;
  uri: { href: string } = { href: '' };
  response: unknown;
  aborted = false;
  #options: RequestOptions;
  #began = Date.now();

  constructor(options: RequestOptions) {
    super();
    this.#options = options;
    this.method = String(options.method ?? 'GET').toUpperCase();
    Promise.resolve()
      .then(() => this.#send())
      .catch((reason: unknown) => this.#fail(reason));
  }

  async #send(): Promise<void> {
    if (this.aborted) return;
    const options = this.#options;
    if (options.strictSSL === false || options.rejectUnauthorized === false)
      annex.warn('request: strictSSL: false has no effect; certificates are always checked.');
    const outgoing = outgoingOf(options);
    this.uri = { href: outgoing.url };
    const incoming = await exchange(annex, outgoing);
    if (!this.aborted) this.#complete(incoming, outgoing);
  }

  #complete(incoming: Incoming, outgoing: Outgoing): void {
    const body = bodyOf(incoming, this.#options);
    const headers = headerObject(incoming.headers);
    const about = { uri: this.uri, method: this.method, headers: Object.fromEntries(outgoing.headers) };
    const response = {
      statusCode: incoming.status,
      statusMessage: incoming.statusText,
      headers,
      body,
      request: about,
      ...(this.#options.time === true ? { elapsedTime: Date.now() - this.#began } : {}),
      toJSON: () => ({ statusCode: incoming.status, body, headers, request: about }),
    };
    this.response = response;
    this.emit('response', response);
    this.emit('data', incoming.body);
    this.emit('end');
    this.emit('complete', response, body);
    this.#call(null, response, body);
  }

  #call(...args: Parameters<Callback>): void {
    const { callback } = this.#options;
    if (typeof callback === 'function') Reflect.apply(callback, this, args);
  }

  #fail(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if ('code' in error && error.code === 'ETIMEDOUT') Object.assign(error, { connect: false });
    if (this.listenerCount('error') > 0) this.emit('error', error);
    this.#call(error);
  }

  abort(): void {
    this.aborted = true;
    this.emit('abort');
  }

  auth(user: unknown, pass: unknown, _immediately?: unknown, bearer?: unknown): this {
    this.#options = { ...this.#options, auth: bearer === undefined ? { user, pass } : { bearer } };
    return this;
  }

  form(fields?: unknown): unknown {
    if (fields !== undefined) {
      this.#options = { ...this.#options, form: fields };
      return this;
    }
    const data: Record<string, unknown> = {};
    this.#options = { ...this.#options, formData: data };
    return {
      append: (name: string, value: unknown, options?: unknown) =>
        Object.assign(data, { [name]: { value, options } }),
    };
  }

  json(body: unknown): this {
    this.#options = { ...this.#options, json: body };
    return this;
  }

  setHeader(name: string, value: unknown): this {
    this.#options = { ...this.#options, headers: { ...Object(this.#options.headers), [name]: value } };
    return this;
  }

  write(chunk: string | Uint8Array): boolean {
    const before = this.#options.body;
    const joined = [before, chunk].flatMap((part) => (part === undefined ? [] : [bytesOf(part as string)]));
    this.#options = { ...this.#options, body: Buffer.concat(joined) };
    return true;
  }

  end(chunk?: string | Uint8Array): void {
    if (chunk !== undefined) this.write(chunk);
  }

  pipe(target: { write(chunk: unknown): unknown; end(): unknown }): unknown {
    this.on('data', (chunk: unknown) => void target.write(chunk));
    this.on('end', () => void target.end());
    return target;
  }

  toJSON(): object {
    return { uri: this.uri, method: this.method, headers: Object(this.#options.headers) };
  }
}

type Make = (options: RequestOptions) => unknown;
const verbs = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  del: 'DELETE',
  delete: 'DELETE',
  options: 'OPTIONS',
};

function mergeDefaults(defaults: RequestOptions, options: RequestOptions): RequestOptions {
  const headers = { ...Object(defaults.headers), ...Object(options.headers) };
  return { ...defaults, ...options, headers };
}

/** The `request` object around a way to make one: callable, with a function for each method and `defaults`. */
export function requestApi(make: Make, defaults: RequestOptions = {}): unknown {
  const call = (...args: unknown[]) => make(mergeDefaults(defaults, optionsOf(args)));
  const methods = Object.entries(verbs).map(([name, method]) => [
    name,
    (...args: unknown[]) => make({ ...mergeDefaults(defaults, optionsOf(args)), method }),
  ]);
  return Object.assign(call, Object.fromEntries(methods), {
    defaults: (more: RequestOptions, wrapper?: unknown) => {
      const inner = requestApi(make, mergeDefaults(defaults, Object(more)));
      return typeof wrapper === 'function'
        ? requestApi((options) => wrapper(mergeDefaults(Object(more), options)))
        : inner;
    },
    forever: () => requestApi(make, defaults),
    jar: () => ({ setCookie: () => undefined, getCookieString: () => '', getCookies: () => [] }),
    cookie: (text: unknown) => String(text),
    Request,
  });
}
