import type { NativeName } from './native';
import { URLSearchParams } from './url-search-params';

/** Calls a function of `native.ts` and gives its value; throws what it threw, as an error of the sandbox. */
export type CallNative = (name: NativeName, input: object) => unknown;

type UrlParts = Record<
  | 'href'
  | 'origin'
  | 'protocol'
  | 'username'
  | 'password'
  | 'host'
  | 'hostname'
  | 'port'
  | 'pathname'
  | 'search'
  | 'hash',
  string
>;
/** `URL` of the platform: the parser is Node's, outside of the isolate; the object is the sandbox's own. */
export function createUrlClass(native: CallNative) {
  const parse = (input: object): UrlParts => native('url', input) as UrlParts;

  return class URL {
    #parts: UrlParts;
    #params: URLSearchParams | undefined;

    constructor(url: unknown, base?: unknown) {
      this.#parts = parse(
        base === undefined ? { url: String(url) } : { url: String(url), base: String(base) },
      );
    }

    static canParse(url: unknown, base?: unknown): boolean {
      try {
        return new URL(url, base) instanceof URL;
      } catch {
        return false;
      }
    }

    #set(set: string, value: unknown): void {
      this.#parts = parse({ url: this.#parts.href, set, value: String(value) });
      if (set === 'search') this.#params = undefined;
    }

    get searchParams(): URLSearchParams {
      const params =
        this.#params ??
        new URLSearchParams(this.#parts.search, () => {
          this.#parts = parse({ url: this.#parts.href, set: 'search', value: params.toString() });
        });
      this.#params = params;
      return params;
    }

    get href() {
      return this.#parts.href;
    }
    set href(value: string) {
      this.#parts = parse({ url: String(value) });
      this.#params = undefined;
    }
    get origin() {
      return this.#parts.origin;
    }
    get protocol() {
      return this.#parts.protocol;
    }
    set protocol(value: string) {
      this.#set('protocol', value);
    }
    get username() {
      return this.#parts.username;
    }
    set username(value: string) {
      this.#set('username', value);
    }
    get password() {
      return this.#parts.password;
    }
    set password(value: string) {
      this.#set('password', value);
    }
    get host() {
      return this.#parts.host;
    }
    set host(value: string) {
      this.#set('host', value);
    }
    get hostname() {
      return this.#parts.hostname;
    }
    set hostname(value: string) {
      this.#set('hostname', value);
    }
    get port() {
      return this.#parts.port;
    }
    set port(value: string) {
      this.#set('port', value);
    }
    get pathname() {
      return this.#parts.pathname;
    }
    set pathname(value: string) {
      this.#set('pathname', value);
    }
    get search() {
      return this.#parts.search;
    }
    set search(value: string) {
      this.#set('search', value);
    }
    get hash() {
      return this.#parts.hash;
    }
    set hash(value: string) {
      this.#set('hash', value);
    }

    get [Symbol.toStringTag](): string {
      return 'URL';
    }

    toString(): string {
      return this.#parts.href;
    }

    toJSON(): string {
      return this.#parts.href;
    }
  };
}
