import type { SharedLibraryName } from '../library-names';
import { freezeAddition } from './freeze';
import type { CallNative } from './url';

/** What a library of ours that all runs share finds under the name `annex`. */
export type SharedHost = {
  native: CallNative;
  getRandomValues<T>(array: T): T;
  /** What is in each Blob; its bytes do not change. */
  blobs: WeakMap<object, { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }>;
  /** By object, what makes a copy of it for `structuredClone`. */
  cloneables: WeakMap<object, () => object>;
};

type Shared = Record<string, unknown>;
export type LoadShared = (name: SharedLibraryName) => Shared;

const { construct, apply } = Reflect;
// Taken before any script runs; scripts cannot put another in its place.
const CompiledFunction = Function;

/**
 * Parts of the platform that few scripts use: compiled when one first does, once for each isolate, and frozen as all
 * that was there at the beginning.
 */
export function createSharedLibraries(host: SharedHost): LoadShared {
  const loaded = new Map<SharedLibraryName, Shared>();
  return (name) => {
    const known = loaded.get(name);
    if (known) return known;
    const text = `${String(host.native('library', { name }))}\n//# sourceURL=<annex>/${name}`;
    const module: { exports: { library?: Shared } } = { exports: {} };
    apply(construct(CompiledFunction, ['exports', 'module', 'annex', text]), undefined, [
      module.exports,
      module,
      host,
    ]);
    const { library = {} } = module.exports;
    freezeAddition(library);
    loaded.set(name, library);
    return library;
  };
}
