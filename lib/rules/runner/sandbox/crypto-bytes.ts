import { Buffer, bufferStatics } from './buffer';
import { encodingOf } from './encodings';

export type Bytes = string | Uint8Array;

/** Data that arrives in parts, and what is made of the whole at the end. */
export function collector(finish: (data: string) => unknown) {
  const parts: Uint8Array[] = [];
  let used = false;
  return {
    add(data: Bytes, encoding?: string): void {
      if (used) throw new Error('Digest already called');
      parts.push(bytes(data, encoding));
    },
    finish(): unknown {
      if (used) throw new Error('Digest already called');
      used = true;
      return finish(base64(bufferStatics.concat(parts)));
    },
    get data(): string {
      return base64(bufferStatics.concat(parts));
    },
  };
}

/** Bytes in the encoding that was asked for, else a Buffer. */
export function encoded(data: unknown, encoding?: string) {
  const result = Buffer(data, 'base64');
  return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding);
}

export function bytes(data: unknown, encoding?: string): Uint8Array {
  if (typeof data === 'string') return Buffer(data, encodingOf(encoding));
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError('The data must be a string, a Buffer or a Uint8Array.');
}

export function base64(data: Uint8Array): string {
  return Buffer(data).toString('base64');
}

type Done = (error: Error | null, value?: unknown) => void;

/** Node's form with a callback of a function that is synchronous here. */
export function withCallback<T extends unknown[]>(run: (...args: T) => unknown) {
  return (...args: [...T, Done]): void => {
    const done = args.at(-1) as Done;
    const given = args.slice(0, -1) as unknown as T;
    Promise.resolve()
      .then(() => run(...given))
      .then(
        (value) => done(null, value),
        (reason: Error) => done(reason),
      );
  };
}

/** The same function in both of Node's forms, by whether a callback was given. */
export function orCallback<T extends unknown[]>(run: (...args: T) => unknown) {
  const later = withCallback(run);
  return (...args: [...T] | [...T, Done]): unknown =>
    typeof args.at(-1) === 'function' ? later(...(args as [...T, Done])) : run(...(args as [...T]));
}
