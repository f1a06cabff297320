import { libraryGlobals } from '../library-names';
import type { SandboxRun } from './run';

type Requiring = (name: string) => unknown;
type Unit = { require: Requiring; assigned: Map<string, unknown> };

/** By run, the unit that has its turn last is the one that reads a name. */
const units = new WeakMap<SandboxRun, Unit>();

/** The unit whose `require` answers for the names without `require`, until another unit of the run begins. */
export function serveGlobals(run: SandboxRun, require: Requiring): void {
  units.set(run, { require, assigned: new Map() });
}

/**
 * Names of libraries on the global object, loaded when somebody reads one. What a script assigns to one (`request =
 * require('request')`, without `var`) holds for that unit alone.
 */
export function defineLibraryGlobals(current: () => SandboxRun | undefined): void {
  const unit = (): Unit | undefined => {
    const run = current();
    return run && units.get(run);
  };
  for (const [name, { module, member }] of Object.entries(libraryGlobals)) {
    Reflect.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const now = unit();
        if (now?.assigned.has(name)) return now.assigned.get(name);
        const library: unknown = now?.require(module);
        return member === undefined ? library : Object(library)[member];
      },
      set(value: unknown) {
        unit()?.assigned.set(name, value);
      },
    });
  }
}
