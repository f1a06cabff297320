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
declare const crypto: any;
declare const Event: any;
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
declare const FormData: any;
declare const Headers: any;
declare const Request: any;
declare const Response: any;
`;
