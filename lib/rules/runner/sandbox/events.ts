type Listener = (...args: unknown[]) => void;
type Name = string | symbol;
type Entry = { listener: Listener; once: boolean };

/** By object and not in a field, because `util.inherits` makes emitters that no constructor has touched. */
const held = new WeakMap<object, Map<Name, Entry[]>>();

function entriesOf(emitter: object): Map<Name, Entry[]> {
  const found = held.get(emitter) ?? new Map<Name, Entry[]>();
  held.set(emitter, found);
  return found;
}

class Emitter {
  on(name: Name, listener: Listener, once = false): this {
    if (typeof listener !== 'function') throw new TypeError('The listener must be a function.');
    const entries = entriesOf(this);
    entries.set(name, [...(entries.get(name) ?? []), { listener, once: once === true }]);
    return this;
  }

  addListener(name: Name, listener: Listener): this {
    return this.on(name, listener);
  }

  once(name: Name, listener: Listener): this {
    return this.on(name, listener, true);
  }

  off(name: Name, listener: Listener): this {
    const entries = entriesOf(this);
    const kept = [...(entries.get(name) ?? [])];
    const at = kept.findLastIndex((entry) => entry.listener === listener);
    if (at >= 0) kept.splice(at, 1);
    entries.set(name, kept);
    return this;
  }

  removeListener(name: Name, listener: Listener): this {
    return this.off(name, listener);
  }

  removeAllListeners(name?: Name): this {
    if (name === undefined) entriesOf(this).clear();
    else entriesOf(this).delete(name);
    return this;
  }

  emit(name: Name, ...args: unknown[]): boolean {
    const entries = entriesOf(this).get(name) ?? [];
    if (entries.length === 0 && name === 'error') {
      throw args[0] instanceof Error ? args[0] : new Error(`Unhandled error. (${String(args[0])})`);
    }
    for (const { listener, once } of entries) {
      if (once) this.off(name, listener);
      Reflect.apply(listener, this, args);
    }
    return entries.length > 0;
  }

  listeners(name: Name): Listener[] {
    return (entriesOf(this).get(name) ?? []).map((entry) => entry.listener);
  }

  listenerCount(name: Name): number {
    return this.listeners(name).length;
  }

  eventNames(): Name[] {
    return [...entriesOf(this)].filter(([, entries]) => entries.length > 0).map(([name]) => name);
  }

  setMaxListeners(): this {
    return this;
  }
}

/** Node's `events`, without its options for async code. Callable without `new`, as old code does. */
export function EventEmitter(): void {}
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.prototype = Emitter.prototype;
Object.defineProperty(Emitter.prototype, 'constructor', {
  value: EventEmitter,
  writable: true,
  configurable: true,
});
