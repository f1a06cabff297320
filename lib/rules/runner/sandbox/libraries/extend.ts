type Bag = Record<string, unknown>;

function isPlain(value: unknown): value is Bag {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Reflect.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Never through `__proto__`. */
function put(target: Bag, key: string, value: unknown): void {
  Reflect.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function merged(before: unknown, value: unknown): unknown {
  if (Array.isArray(value)) return extend(true, Array.isArray(before) ? before : [], value);
  return isPlain(value) ? extend(true, isPlain(before) ? before : {}, value) : value;
}

/** `extend(true, target, …)` copies deeply, `extend(target, …)` one level; what is undefined is left out. */
function extend(first: unknown, ...rest: unknown[]): unknown {
  const deep = first === true;
  const [target, ...sources] = typeof first === 'boolean' ? rest : [first, ...rest];
  const bag: Bag = Object(target ?? {});
  for (const source of sources)
    for (const [key, value] of Object.entries(Object(source)))
      if (value !== undefined)
        put(bag, key, deep ? merged(Object.hasOwn(bag, key) ? bag[key] : undefined, value) : value);
  return bag;
}

export const library = extend;
