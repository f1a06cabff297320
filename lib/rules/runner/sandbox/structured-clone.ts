import { DOMException } from './dom-exception';
import { withCode } from './with-code';

type Memory = Map<object, object>;
type Copying = (value: unknown) => unknown;

const getterOf = (prototype: object, key: PropertyKey) =>
  Reflect.getOwnPropertyDescriptor(prototype, key)?.get ?? (() => undefined);
const sizeOf = { map: getterOf(Map.prototype, 'size'), set: getterOf(Set.prototype, 'size') };
/** `Uint8Array` and the like of a typed array, which no script can change; undefined of a DataView. */
export const kindOfView = getterOf(Object(Reflect.getPrototypeOf(Uint8Array.prototype)), Symbol.toStringTag);
const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as const;

function refuse(shown: string): never {
  throw new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

/** Whether a built-in takes the object for one of its own, and not only for one that inherits from it. */
function is(
  value: object,
  maker: { readonly prototype: object },
  probe: (value: object) => unknown,
): boolean {
  if (!Object.prototype.isPrototypeOf.call(maker.prototype, value)) return false;
  try {
    probe(value);
    return true;
  } catch {
    return false;
  }
}

const probes = {
  date: (value: object) => Date.prototype.getTime.call(value),
  map: (value: object) => sizeOf.map.call(value),
  set: (value: object) => sizeOf.set.call(value),
  buffer: (value: object) => ArrayBuffer.prototype.slice.call(value, 0, 0),
};
const isDate = (value: object): value is Date => is(value, Date, probes.date);
const isMap = (value: object): value is Map<unknown, unknown> => is(value, Map, probes.map);
const isSet = (value: object): value is Set<unknown> => is(value, Set, probes.set);
const isBuffer = (value: object): value is ArrayBuffer => is(value, ArrayBuffer, probes.buffer);
const boxes = [Boolean, Number, String, BigInt].map(({ prototype }) => prototype);
const uncloned = [Promise, WeakMap, WeakSet, WeakRef, Symbol];

function copyError(error: Error, copy: Copying): object {
  const { name } = error;
  const own = (key: string): unknown => Reflect.getOwnPropertyDescriptor(error, key)?.value;
  const Made = Object.hasOwn(errors, name) ? errors[name as keyof typeof errors] : Error;
  const message = own('message');
  const made = message === undefined ? new Made() : new Made(String(message));
  const { stack } = error;
  Reflect.defineProperty(made, 'stack', { value: stack, writable: true, configurable: true });
  if (Object.hasOwn(error, 'cause'))
    Reflect.defineProperty(made, 'cause', { value: copy(error.cause), writable: true, configurable: true });
  return made;
}

function copyView(view: ArrayBufferView, copy: Copying): object {
  const buffer = copy(view.buffer) as ArrayBuffer;
  const kind: unknown = kindOfView.call(view);
  if (kind === undefined) return new DataView(buffer, view.byteOffset, view.byteLength);
  const length: unknown = Reflect.get(view, 'length');
  return Object(Reflect.construct(Reflect.get(globalThis, String(kind)), [buffer, view.byteOffset, length]));
}

/** Of objects of the platform, what makes a copy of one. */
export const cloneables = new WeakMap<object, () => object>();

/** What has no parts that could lead back to it; undefined for what has. */
function copyWhole(value: object, copy: Copying): object | undefined {
  const clone = cloneables.get(value);
  if (clone) return clone();
  if (isDate(value)) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (isBuffer(value)) return value.slice(0);
  if (ArrayBuffer.isView(value)) return copyView(value, copy);
  if (boxes.some((prototype) => Object.prototype.isPrototypeOf.call(prototype, value)))
    return Object(value.valueOf());
  const maker = uncloned.find((each) => Object.prototype.isPrototypeOf.call(each.prototype, value));
  return maker && refuse(`#<${maker.name}>`);
}

function copyObject(value: object, memory: Memory): object {
  const copy: Copying = (part) => copyOf(part, memory);
  const whole = value instanceof Error ? copyError(value, copy) : copyWhole(value, copy);
  if (whole) {
    memory.set(value, whole);
    return whole;
  }
  if (isMap(value)) {
    const made = new Map();
    memory.set(value, made);
    for (const [key, item] of [...value]) made.set(copy(key), copy(item));
    return made;
  }
  if (isSet(value)) {
    const made = new Set();
    memory.set(value, made);
    for (const item of [...value]) made.add(copy(item));
    return made;
  }
  const made: object = Array.isArray(value) ? new Array(value.length) : {};
  memory.set(value, made);
  for (const key of Object.keys(value)) {
    const part = copy(Reflect.get(value, key));
    Reflect.defineProperty(made, key, { value: part, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

function copyOf(value: unknown, memory: Memory): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return refuse(String(value));
  if (typeof value !== 'object' || value === null) return value;
  return memory.get(value) ?? copyObject(value, memory);
}

/** As the platform has it: circles stay circles, and an ArrayBuffer in `transfer` is moved. */
export function structuredClone(
  ...args: [value?: unknown, options?: { transfer?: Iterable<unknown> }]
): unknown {
  if (args.length === 0)
    throw withCode(new TypeError('The "value" argument must be specified'), 'ERR_MISSING_ARGS');
  const [value, options] = args;
  const memory: Memory = new Map();
  const moved = [...(options?.transfer ?? [])].map((each) => {
    if (typeof each === 'object' && each !== null && isBuffer(each)) return each;
    throw new DOMException('Value not transferable', 'DataCloneError');
  });
  for (const buffer of moved) memory.set(buffer, buffer.transfer());
  return copyOf(value, memory);
}
