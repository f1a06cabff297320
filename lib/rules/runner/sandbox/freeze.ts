/**
 * Makes the built-in objects of the context unchangeable, so that no rule can change what another rule, or the
 * prelude, finds there. A plain `Object.freeze` would also forbid `user.toString = …` on objects that inherit
 * from them, so what is inherited becomes an accessor that puts the value on the object assigned to.
 */
export function freezeIntrinsics(roots: readonly object[]): void {
  freezeFrom([...roots, ...hiddenIntrinsics()], () => false);
}

/** The same for what came later: goes no further than to what is frozen, and not to what scripts keep under `global`. */
export function freezeAddition(root: object): void {
  freezeFrom([root], (object) => object === globalThis || Object.isFrozen(object));
}

function freezeFrom(queue: object[], isDone: (object: object) => boolean): void {
  const seen = new Set<object>();
  for (let object = queue.pop(); object; object = queue.pop()) {
    if (seen.has(object) || isDone(object)) continue;
    seen.add(object);
    for (const found of reachableFrom(object)) queue.push(found);
  }
  seen.delete(globalThis);
  for (const object of seen) {
    if (isInherited(object)) makeAssignable(object);
    Object.freeze(object);
  }
}

/** Nothing replaces or removes these on the global object; new names may still be added (`global.cache = …`). */
export function lockGlobals(): void {
  for (const key of Reflect.ownKeys(globalThis)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(globalThis, key);
    if (!descriptor?.configurable) continue;
    Reflect.defineProperty(
      globalThis,
      key,
      'value' in descriptor ? { writable: false, configurable: false } : { configurable: false },
    );
  }
}

function reachableFrom(object: object): object[] {
  const found: object[] = [];
  const add = (value: unknown) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') found.push(value);
  };
  add(Reflect.getPrototypeOf(object));
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    add(descriptor?.value);
    add(descriptor?.get);
    add(descriptor?.set);
  }
  return found;
}

/** Built-ins that no global name leads to. */
function hiddenIntrinsics(): object[] {
  const samples: object[] = [
    (function* () {})(),
    (async function* () {})(),
    async () => {},
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    'a'.matchAll(/a/g),
    [].values().map((value) => value),
    Iterator.from({ next: () => ({ done: true, value: undefined }) }),
    (function () {
      // biome-ignore lint/complexity/noArguments: the prototype of an arguments object is what is wanted here
      return arguments;
    })(),
  ];
  return samples.map((sample) => Reflect.getPrototypeOf(sample)).filter((found) => found !== null);
}

/** V8 leaves its fast paths for promises, regular expressions and iteration when these become accessors. */
const keptAsData: ReadonlyMap<object, ReadonlySet<string | symbol>> = new Map<object, Set<string | symbol>>([
  [Promise.prototype, new Set(['then', 'constructor'])],
  [
    RegExp.prototype,
    new Set<string | symbol>(['exec', Symbol.match, Symbol.replace, Symbol.split, Symbol.search]),
  ],
  [Array.prototype, new Set<string | symbol>([Symbol.iterator, 'constructor'])],
]);

function isInherited(object: object): boolean {
  const maker: unknown = Reflect.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return typeof maker === 'function' && maker.prototype === object;
}

function makeAssignable(prototype: object): void {
  const kept = keptAsData.get(prototype);
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key);
    if (!descriptor?.configurable || !descriptor.writable || kept?.has(key)) continue;
    const { value, enumerable } = descriptor;
    const get = () => value;
    const set = function (this: unknown, next: unknown) {
      if (typeof this !== 'object' && typeof this !== 'function') return;
      if (this === null || this === prototype) return;
      const own = { value: next, writable: true, enumerable: true, configurable: true };
      Reflect.defineProperty(this, key, Object.hasOwn(this, key) ? { value: next } : own);
    };
    Reflect.defineProperty(prototype, key, { get, set, enumerable, configurable: false });
    Object.freeze(get);
    Object.freeze(set);
  }
}
