import type { BundledModule } from '../bundled-modules';
import { Buffer } from './buffer';
import { createCrypto } from './crypto';
import { EventEmitter } from './events';
import { querystring } from './querystring';
import type { CallNative, createUrlClass } from './url';
import { createLegacyUrl } from './url-legacy';
import { URLSearchParams } from './url-search-params';
import { util } from './util';

/** The modules that `require` knows. A pinned version (`url@0.10.3`) and `node:` are tolerated. */
export function createModules(native: CallNative, URL: ReturnType<typeof createUrlClass>) {
  const bundled: Record<BundledModule, unknown> = {
    buffer: { Buffer },
    crypto: createCrypto(native),
    events: EventEmitter,
    querystring,
    url: { ...createLegacyUrl(native), URL, URLSearchParams },
    util,
  };
  const modules = new Map<string, unknown>(Object.entries(bundled));

  return function require(name: unknown): unknown {
    if (typeof name !== 'string' || name === '') throw new TypeError('require needs the name of a module.');
    const plain = name.replace(/^node:/, '').replace(/(.)@.*$/, '$1');
    if (modules.has(plain)) return modules.get(plain);
    throw Object.assign(new Error(`Cannot find module '${name.slice(0, 200)}'`), {
      code: 'MODULE_NOT_FOUND',
    });
  };
}
