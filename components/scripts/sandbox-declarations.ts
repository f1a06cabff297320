/** What rules and Actions have around them, for the editor's language service. Types guide and never refuse. */
export const sandboxDeclarations = `
/** Lines appear in the test panel and in the record of the run. */
declare const console: Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...values: unknown[]) => void>;

declare function setTimeout(run: (...values: any[]) => void, milliseconds?: number, ...values: any[]): any;
declare function clearTimeout(timer: any): void;
declare function setInterval(run: (...values: any[]) => void, milliseconds?: number, ...values: any[]): any;
declare function clearInterval(timer: any): void;
declare function setImmediate(run: (...values: any[]) => void, ...values: any[]): any;
declare function clearImmediate(timer: any): void;
declare function queueMicrotask(run: () => void): void;
declare function structuredClone<T>(value: T): T;
declare const Buffer: any;
declare const process: { version: string; [key: string]: any };
declare const URL: any;
declare const URLSearchParams: any;
declare const TextEncoder: any;
declare const TextDecoder: any;
declare function btoa(text: string): string;
declare function atob(text: string): string;
declare class CryptoKey {
  private constructor();
  readonly type: 'secret' | 'private' | 'public';
  readonly extractable: boolean;
  readonly algorithm: { name: string; [member: string]: any };
  readonly usages: string[];
}
declare class SubtleCrypto {
  private constructor();
  digest(algorithm: any, data: any): Promise<ArrayBuffer>;
  generateKey(algorithm: any, extractable: boolean, usages: string[]): Promise<any>;
  importKey(format: string, data: any, algorithm: any, extractable: boolean, usages: string[]): Promise<CryptoKey>;
  exportKey(format: string, key: CryptoKey): Promise<any>;
  sign(algorithm: any, key: CryptoKey, data: any): Promise<ArrayBuffer>;
  verify(algorithm: any, key: CryptoKey, signature: any, data: any): Promise<boolean>;
  encrypt(algorithm: any, key: CryptoKey, data: any): Promise<ArrayBuffer>;
  decrypt(algorithm: any, key: CryptoKey, data: any): Promise<ArrayBuffer>;
  deriveBits(algorithm: any, key: CryptoKey, length?: number | null): Promise<ArrayBuffer>;
  deriveKey(algorithm: any, key: CryptoKey, wanted: any, extractable: boolean, usages: string[]): Promise<CryptoKey>;
  wrapKey(format: string, key: CryptoKey, wrapping: CryptoKey, algorithm: any): Promise<ArrayBuffer>;
  unwrapKey(format: string, wrapped: any, unwrapping: CryptoKey, algorithm: any, wanted: any, extractable: boolean, usages: string[]): Promise<CryptoKey>;
}
declare const Crypto: any;
/** Node's module, with Web Crypto in it. */
declare const crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T>(array: T): T;
  randomUUID(): string;
  [member: string]: any;
};
declare const Event: any;
declare const CustomEvent: any;
declare class EventTarget {
  addEventListener(type: string, listener: any, options?: any): void;
  removeEventListener(type: string, listener: any, options?: any): void;
  dispatchEvent(event: any): boolean;
}
/** What a request rejects with that was given up: \`name\` is AbortError or TimeoutError. */
declare class DOMException extends Error {
  constructor(message?: string, options?: string | { name?: string; cause?: unknown });
  readonly code: number;
  [constant: string]: any;
}
/** Gives a request up, where one takes a \`signal\`: fetch, axios, http and https. */
declare class AbortSignal extends EventTarget {
  private constructor();
  static abort(reason?: any): AbortSignal;
  /** Its timer is one of the run, and keeps it from ending no longer. */
  static timeout(milliseconds: number): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((event: any) => unknown) | null;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
/** Its clock is that of Date, in whole milliseconds. */
declare const performance: { now(): number; readonly timeOrigin: number; toJSON(): { timeOrigin: number } };
declare class Blob {
  constructor(parts?: Iterable<any>, options?: { type?: string; endings?: 'transparent' | 'native' });
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number, type?: string): Blob;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array>;
}
declare class File extends Blob {
  constructor(parts: Iterable<any>, name: string, options?: { type?: string; endings?: 'transparent' | 'native'; lastModified?: number });
  readonly name: string;
  readonly lastModified: number;
}
declare const FormData: any;
declare const Headers: any;
declare const Request: any;
declare const Response: any;
`;
