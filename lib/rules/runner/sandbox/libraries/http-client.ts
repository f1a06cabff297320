import type { LibraryHost } from '../library-loader';
import {
  basic,
  bytesOf,
  exchange,
  headerObject,
  headerPairs,
  type Incoming,
  type Outgoing,
  signalOf,
} from './exchange';

declare const annex: LibraryHost;
declare function require(name: string): unknown;

type Emitter = {
  on(name: string, listener: (...args: never[]) => void): Emitter;
  once(name: string, listener: (...args: never[]) => void): Emitter;
  emit(name: string, ...args: unknown[]): boolean;
};
const EventEmitter = require('node:events') as { new (): Emitter };

type Options = Record<string, unknown>;

/** The answer of a request: its body comes in one piece, when somebody listens. */
class IncomingMessage extends EventEmitter {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: Record<string, unknown>;
  readonly rawHeaders: string[];
  #body: Incoming['body'];
  #encoding: string | undefined;
  #isRead = false;

  constructor({ status, statusText, headers, body }: Incoming) {
    super();
    this.statusCode = status;
    this.statusMessage = statusText;
    this.headers = headerObject(headers);
    this.rawHeaders = headers.flat();
    this.#body = body;
  }

  override on(name: string, listener: (...args: never[]) => void): this {
    super.on(name, listener);
    if (name === 'data' || name === 'end') this.resume();
    return this;
  }

  setEncoding(encoding: string): this {
    this.#encoding = encoding;
    return this;
  }

  resume(): this {
    if (this.#isRead) return this;
    this.#isRead = true;
    Promise.resolve().then(() => {
      if (this.#body.length > 0) this.emit('data', this.#read());
      this.emit('end');
      this.emit('close');
    });
    return this;
  }

  #read(): unknown {
    return this.#encoding === undefined ? this.#body : this.#body.toString(this.#encoding as 'utf8');
  }

  pipe(target: { write(chunk: unknown): unknown; end(): unknown }): unknown {
    this.on('data', (chunk: unknown) => void target.write(chunk));
    this.on('end', () => void target.end());
    return target;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    this.#isRead = true;
    if (this.#body.length > 0) yield this.#read();
  }
}

function addressOf(options: Options, protocol: string): string {
  const { hostname, host, port, path = '/' } = options;
  const scheme = String(options.protocol ?? protocol);
  const name = String(hostname ?? host ?? 'localhost');
  const bare = name.includes(':') && !name.startsWith('[') && name.split(':').length > 2 ? `[${name}]` : name;
  const end = port === undefined || port === null || /:\d+$/.test(bare) ? '' : `:${String(port)}`;
  return `${scheme}//${bare}${end}${String(path)}`;
}

class AbortError extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ABORT_ERR';
}

class ClientRequest extends EventEmitter {
  #url: string;
  #options: Options;
  #headers: Record<string, unknown>;
  #chunks: Uint8Array[] = [];
  #timeoutMs: number;
  #isOver = false;
  #signal: ReturnType<typeof signalOf>;

  constructor(url: string, options: Options) {
    super();
    this.#url = url;
    this.#options = options;
    this.#headers = { ...Object(options.headers) };
    this.#timeoutMs = Number(options.timeout ?? 0);
    this.#signal = signalOf(options.signal);
    if (typeof options.auth === 'string') this.#headers.authorization ??= basic(options.auth);
  }

  setHeader(name: string, value: unknown): this {
    this.#headers[name] = value;
    return this;
  }

  setTimeout(ms: number, listener?: () => void): this {
    this.#timeoutMs = ms;
    if (listener) this.once('timeout', listener);
    return this;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(bytesOf(chunk));
    return true;
  }

  end(chunk?: string | Uint8Array | (() => void)): this {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.write(chunk);
    this.#send().catch((reason: unknown) => this.#fail(reason));
    return this;
  }

  async #send(): Promise<void> {
    const outgoing: Outgoing = {
      url: this.#url,
      method: String(this.#options.method ?? 'GET'),
      headers: headerPairs(this.#headers),
      body: this.#chunks.length > 0 ? Buffer.concat(this.#chunks) : undefined,
      redirect: 'manual',
      timeoutMs: this.#timeoutMs,
    };
    const signal = this.#signal;
    const error = () => new AbortError('The operation was aborted', { cause: signal?.reason });
    const incoming = await exchange(annex, outgoing, signal && { signal, error });
    if (this.#isOver) return;
    this.emit('response', new IncomingMessage(incoming));
    this.emit('close');
  }

  #fail(reason: unknown): void {
    if (this.#isOver) return;
    if (Object(reason).code === 'ETIMEDOUT') this.emit('timeout');
    this.emit('error', reason);
  }

  destroy(error?: Error): this {
    if (error && !this.#isOver) this.emit('error', error);
    this.#isOver = true;
    return this;
  }

  abort(): void {
    this.destroy();
  }

  flushHeaders(): void {}
  setNoDelay(): void {}
  setSocketKeepAlive(): void {}
}

/** Node's `http` or `https`, as far as a client needs it. Redirects are not followed. */
export function clientModule(protocol: string): unknown {
  const request = (...args: unknown[]) => {
    const listener = args.find((arg): arg is (answer: never) => void => typeof arg === 'function');
    const [first, second] = args;
    const isAddress = typeof first === 'string' || first instanceof URL;
    const options: Options = Object(isAddress ? (typeof second === 'object' ? second : {}) : first);
    const url = isAddress ? String(first) : addressOf(options, protocol);
    const made = new ClientRequest(url, options);
    if (listener) made.once('response', listener);
    return made;
  };
  class Agent {}
  return {
    request,
    get: (...args: unknown[]) => request(...args).end(),
    Agent,
    globalAgent: new Agent(),
    STATUS_CODES: {},
    METHODS: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
  };
}
