import { parts } from 'lodash-parts';

declare function require(name: string): unknown;

type Lodash = ((...args: unknown[]) => unknown) & Record<PropertyKey, unknown>;

let whole: Lodash | undefined;
let isChanged = false;

/** Functions that tell an argument that is left out by `_`. */
const withPlaceholder = ['bind', 'bindKey', 'curry', 'curryRight', 'partial', 'partialRight'];

/** All of lodash. Making it takes some milliseconds, of which most scripts need nothing. */
function wholeLodash(): Lodash {
  if (whole) return whole;
  const made = require('lodash') as Lodash;
  whole = made;
  for (const name of withPlaceholder) Object.assign(Object(made[name]), { placeholder: library });
  return made;
}

function changedLodash(): Lodash {
  isChanged = true;
  return wholeLodash();
}

/** What `import` and `await` ask of every module. */
const asked = ['__esModule', 'default', 'then'];
const isPart = (key: PropertyKey): key is string =>
  !isChanged && typeof key === 'string' && Object.hasOwn(parts, key);
const isAbsent = (key: PropertyKey) => !isChanged && typeof key === 'string' && asked.includes(key);

/** Bound: what a proxy says of its members may differ from its target only where the target has none that are fixed. */
const target = Object.bind(undefined);

/**
 * lodash, whose functions are loaded one by one when they are first asked for. What they share with one another (chains,
 * mixins, templates, ids, placeholders) is the whole library's; so is everything once something of `_` was changed.
 */
export const library: object = new Proxy(target, {
  get(_, key) {
    if (isPart(key)) return parts[key]?.();
    if (isAbsent(key)) return undefined;
    const value: unknown = wholeLodash()[key];
    return value === whole ? library : value;
  },
  has: (_, key) => isPart(key) || (!isAbsent(key) && key in wholeLodash()),
  set: (_, key, value) => Reflect.set(changedLodash(), key, value),
  defineProperty: (_, key, descriptor) => Reflect.defineProperty(changedLodash(), key, descriptor),
  deleteProperty: (_, key) => Reflect.deleteProperty(changedLodash(), key),
  ownKeys: () => Reflect.ownKeys(wholeLodash()),
  getOwnPropertyDescriptor(_, key) {
    const found = Reflect.getOwnPropertyDescriptor(wholeLodash(), key);
    return found && { ...found, configurable: true };
  },
  apply: (_, __, args) => wholeLodash()(...args),
  construct: (_, args) => Object(Reflect.construct(wholeLodash(), args)),
});
