/** The modules that `require` knows in the sandbox. */
export const bundledModules = ['buffer', 'crypto', 'events', 'querystring', 'url', 'util'] as const;

export type BundledModule = (typeof bundledModules)[number];
