import { type LibraryName, libraries } from '../library-names';
import type { CallMaker } from './host-calls';
import { type SandboxRun, warn } from './run';
import { timerNames } from './scope-names';
import type { LoadShared, SharedHost } from './shared-libraries';
import type { CallNative } from './url';

declare const LIBRARY_VERSIONS: Readonly<Record<LibraryName, string>>;

/** What belongs to one unit of one run, and what its libraries work with. */
export type UnitTools = {
  run: SandboxRun;
  index: number;
  calls: CallMaker;
  console: object;
  timers: Record<string, unknown>;
};

/** What a library of ours finds under the name `annex`. */
export type LibraryHost = {
  calls: CallMaker;
  native: CallNative;
  /** What the script pinned, such as `0.1.0`; empty where it did not. */
  version: string;
  blobs: SharedHost['blobs'];
  /** A class of the platform that is loaded when it is first asked for. */
  blobClass(name: 'Blob' | 'File'): new (parts: unknown[], ...more: unknown[]) => Blob;
  /** Of the unit's own scope: what it may say of the server. */
  auth0(): { domain?: unknown; baseUrl?: unknown; accessToken?: unknown };
  warn(text: string): void;
};

type LibraryFactory = (...scope: unknown[]) => void;

const scopeNames = ['exports', 'module', 'require', 'annex', 'console'] as const;

const { construct, apply } = Reflect;
// Taken before any script runs; scripts cannot put another in its place.
const CompiledFunction = Function;

/**
 * Compiles a library when a script first asks for it, once for each isolate, and makes a new instance for each unit of
 * each run: what one changes in a library (`axios.defaults`, `moment.locale`), no other sees.
 */
export function createLibraryLoader(native: CallNative, blobs: SharedHost['blobs'], loadShared: LoadShared) {
  const factories = new Map<LibraryName, LibraryFactory>();

  function factoryOf(name: LibraryName): LibraryFactory {
    const known = factories.get(name);
    if (known) return known;
    const text = `${String(native('library', { name }))}\n//# sourceURL=<annex>/${name}`;
    const compiled = construct(CompiledFunction, [...scopeNames, ...timerNames, text]);
    const factory: LibraryFactory = (...scope) => apply(compiled, undefined, scope);
    factories.set(name, factory);
    return factory;
  }

  return function load(
    name: LibraryName,
    version: string,
    unit: UnitTools,
    require: (name: string) => unknown,
  ): unknown {
    const { run, index, calls, console, timers } = unit;
    const host: LibraryHost = {
      calls,
      native,
      version,
      blobs,
      blobClass: (name) => loadShared('blob')[name] as ReturnType<LibraryHost['blobClass']>,
      auth0: () => ('auth0' in run.start ? { ...Object(run.start.auth0) } : {}),
      warn: (text) => warn(run, index, text),
    };
    if (version !== '' && version !== LIBRARY_VERSIONS[name] && name in libraries && !isSeveral(name))
      host.warn(`require('${name}@${version}') gave ${LIBRARY_VERSIONS[name]}, which is what Annex has.`);
    const module: { exports: { library?: unknown } } = { exports: {} };
    const scope = [module.exports, module, require, host, console, ...timerNames.map((each) => timers[each])];
    factoryOf(name)(...scope);
    return module.exports.library;
  };
}

/** Has each of its versions. */
function isSeveral(name: LibraryName): boolean {
  return name === '@auth0/rule-utilities' || name === 'auth0';
}
