import { libraryGlobals, sharedGlobals } from '../library-names';
import type { SandboxRun } from './run';
import type { LoadShared } from './shared-libraries';

type Requiring = { readonly require: (name: string) => unknown };

/** Of a run, the unit that had its turn last: the one that reads a name, and what it has assigned to names. */
export type NamedLibraries = { unit: Requiring; assigned: Map<string, unknown> | undefined };

/** The unit whose `require` answers for the names without `require`, until another unit of the run begins. */
export function serveGlobals(run: SandboxRun, unit: Requiring): void {
  run.named = { unit, assigned: undefined };
}

/**
 * Names of libraries on the global object, loaded when somebody reads one. What a script assigns to one (`request =
 * require('request')`, without `var`) holds for that unit alone.
 */
export function defineLibraryGlobals(current: () => SandboxRun | undefined, loadShared: LoadShared): void {
  const libraries = () => current()?.named;
  const define = (name: string, read: (unit: Requiring | undefined) => unknown) =>
    Reflect.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const now = libraries();
        if (now?.assigned?.has(name)) return now.assigned.get(name);
        return read(now?.unit);
      },
      set(value: unknown) {
        const now = libraries();
        if (!now) return;
        now.assigned ??= new Map();
        now.assigned.set(name, value);
      },
    });
  for (const [name, { module, member }] of Object.entries(libraryGlobals))
    define(name, (unit) => {
      const library = unit?.require(module);
      return member === undefined ? library : Object(library)[member];
    });
  for (const [name, library] of Object.entries(sharedGlobals)) define(name, () => loadShared(library)[name]);
}
