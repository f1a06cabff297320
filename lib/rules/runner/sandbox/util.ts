import { format, inspect } from './inspect';

type Callback = (error: unknown, value?: unknown) => void;
type WithCallback = (this: unknown, ...args: unknown[]) => unknown;

function promisify(original: WithCallback) {
  if (typeof original !== 'function') throw new TypeError('The argument must be a function.');
  return function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const callback: Callback = (error, value) => (error ? reject(error) : resolve(value));
      Reflect.apply(original, this, [...args, callback]);
    });
  };
}

function callbackify(original: (...args: unknown[]) => Promise<unknown>) {
  return function (this: unknown, ...args: unknown[]): void {
    const callback = args.at(-1);
    if (typeof callback !== 'function') throw new TypeError('The last argument must be a function.');
    Reflect.apply(original, this, args.slice(0, -1)).then(
      (value: unknown) => callback(null, value),
      (error: unknown) => callback(error),
    );
  };
}

function inherits(child: { prototype: object; super_?: unknown }, parent: { prototype: object }): void {
  child.super_ = parent;
  Object.setPrototypeOf(child.prototype, parent.prototype);
}

function isDeepStrictEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  const keys = Reflect.ownKeys(left);
  if (keys.length !== Reflect.ownKeys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && isDeepStrictEqual(Reflect.get(left, key), Reflect.get(right, key)),
  );
}

/** The part of Node's `util` that rules use. */
export const util = {
  format: (...args: unknown[]): string => format(args),
  inspect: (value: unknown, options?: { depth?: number | null }): string => inspect(value, options),
  promisify,
  callbackify,
  inherits,
  isDeepStrictEqual,
  deprecate: (original: unknown): unknown => original,
  isArray: Array.isArray,
  types: {
    isDate: (value: unknown): boolean => value instanceof Date,
    isRegExp: (value: unknown): boolean => value instanceof RegExp,
    isPromise: (value: unknown): boolean => value instanceof Promise,
    isNativeError: (value: unknown): boolean => value instanceof Error,
  },
};
