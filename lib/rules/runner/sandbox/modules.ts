import type { BuiltinModule } from '../bundled-modules';
import { aliases, type LibraryName, libraries, typesOnly, wayOut } from '../library-names';
import { assert } from './assert';
import { Buffer } from './buffer';
import { createCrypto } from './crypto';
import { EventEmitter } from './events';
import { createLibraryLoader, type UnitTools } from './library-loader';
import { path } from './path';
import { querystring } from './querystring';
import type { LoadShared, SharedHost } from './shared-libraries';
import { Stream, StringDecoder } from './stream';
import { atob, btoa } from './text-globals';
import type { CallNative, createUrlClass } from './url';
import { createLegacyUrl } from './url-legacy';
import { URLSearchParams } from './url-search-params';
import { util } from './util';

type Require = (name: unknown) => unknown;

/** `@scope/name@version` and `node:name` apart. */
function split(name: string): { plain: string; version: string } {
  const [, plain = name, version = ''] = /^(@?[^@]+)@(.*)$/.exec(name.replace(/^node:/, '')) ?? [];
  return { plain: plain.replace(/^node:/, ''), version };
}

function libraryOf(plain: string): LibraryName | undefined {
  const name = Object.hasOwn(aliases, plain) ? aliases[plain] : plain;
  return name !== undefined && Object.hasOwn(libraries, name) ? (name as LibraryName) : undefined;
}

function notFound(name: string, plain: string): Error {
  const way = wayOut(plain);
  const instead = way === undefined ? '' : `. Annex does not have it: ${way}.`;
  const error = new Error(`Cannot find module '${name.slice(0, 200)}'${instead}`);
  return Object.assign(error, { code: 'MODULE_NOT_FOUND' });
}

type Parts = {
  native: CallNative;
  URL: ReturnType<typeof createUrlClass>;
  performance: object;
  blobs: SharedHost['blobs'];
  loadShared: LoadShared;
};

/**
 * What `require` knows. Modules of Node are `shared` by all runs, and cannot be changed; libraries are made anew for
 * each unit of a run.
 */
export function createModules({ native, URL, performance, blobs, loadShared }: Parts) {
  const bundled: Record<Exclude<BuiltinModule, 'timers'>, unknown> = {
    assert,
    buffer: {
      Buffer,
      atob,
      btoa,
      get Blob() {
        return loadShared('blob').Blob;
      },
      get File() {
        return loadShared('blob').File;
      },
    },
    crypto: createCrypto(native, loadShared),
    events: EventEmitter,
    path,
    perf_hooks: { performance },
    querystring,
    stream: Stream,
    string_decoder: { StringDecoder },
    url: { ...createLegacyUrl(native), URL, URLSearchParams },
    util,
  };
  const nothing = {};
  const builtins = new Map<string, unknown>(Object.entries(bundled));
  const load = createLibraryLoader(native, blobs, loadShared);

  function requireFor(unit: UnitTools): Require {
    const loaded = new Map<string, unknown>();
    const require: Require = (name) => {
      if (typeof name !== 'string' || name === '') throw new TypeError('require needs the name of a module.');
      const { plain, version } = split(name);
      if (builtins.has(plain)) return builtins.get(plain);
      if (plain === typesOnly || plain.startsWith(`${typesOnly}/`)) return nothing;
      if (plain === 'timers') return { ...unit.timers };
      const [, whole = '', member = ''] = /^(lodash|uuid)\/(\w+)$/.exec(plain) ?? [];
      const part: unknown = member === '' ? undefined : Object(require(whole))[member];
      if (part !== undefined) return part;
      const library = libraryOf(plain);
      if (!library) throw notFound(name, plain);
      const key = `${library}@${version}`;
      if (!loaded.has(key)) {
        // There already while it is made: lodash looks whether there is a `_` before it.
        loaded.set(key, undefined);
        loaded.set(key, load(library, version, unit, require));
      }
      return loaded.get(key);
    };
    return require;
  }

  const shared = [nothing, ...builtins.values()].map((module) => Object(module));
  return { requireFor, shared };
}
