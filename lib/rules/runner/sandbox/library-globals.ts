import { libraryGlobals, sharedGlobals } from '../library-names';
import type { SandboxRun } from './run';
import { globalNames, type ScopeName } from './scope-names';
import type { LoadShared } from './shared-libraries';

type Serving = { readonly require: (name: string) => unknown; value(name: ScopeName): unknown };

/** Of a run, the unit that had its turn last: the one that reads a name, and what it has assigned to names. */
export type NamedLibraries = { unit: Serving; assigned: Map<string, unknown> | undefined };

/** The unit that answers for names on the global object, until another unit of the run begins. */
export function serveGlobals(run: SandboxRun, unit: Serving): void {
  run.named = { unit, assigned: undefined };
}

/**
 * Names on the global object: of libraries, loaded when somebody reads one, and what each unit has in scope as well
 * (`global.setTimeout`). What a script assigns to one (`request = require('request')`, without `var`) holds for that unit
 * alone.
 */
export function defineLibraryGlobals(current: () => SandboxRun | undefined, loadShared: LoadShared): void {
  const libraries = () => current()?.named;
  const define = (name: string, read: (unit: Serving | undefined) => unknown) =>
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
  for (const name of globalNames) define(name, (unit) => unit?.value(name));
  for (const [name, library] of Object.entries(sharedGlobals)) define(name, () => loadShared(library)[name]);
}
