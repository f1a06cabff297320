import { aliases, libraries, typesOnly } from './library-names';

/** Modules of Node, as far as the sandbox has them of its own. */
export const builtinModules = [
  'assert',
  'buffer',
  'crypto',
  'events',
  'path',
  'perf_hooks',
  'querystring',
  'stream',
  'string_decoder',
  'timers',
  'url',
  'util',
] as const;

export type BuiltinModule = (typeof builtinModules)[number];

/** The modules that `require` knows in the sandbox. */
export const bundledModules: readonly string[] = [
  ...builtinModules,
  ...Object.keys(libraries),
  ...Object.keys(aliases),
  typesOnly,
].sort();
