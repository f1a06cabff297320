/**
 * How the editor's language service reads scripts: as TypeScript, whether they use types or not. No DOM: what is edited
 * runs on the server. The numbers are those of Monaco's `ScriptTarget.ESNext` and `ModuleKind.ESNext`.
 */
export const scriptOptions = {
  target: 99,
  module: 99,
  lib: ['lib.esnext.d.ts'],
  allowNonTsExtensions: true,
  // What a line before has made sure of is forgotten in every function of a plain script.
  strictNullChecks: false,
  // Arrays that begin empty get their type from what is put in only so.
  noImplicitAny: true,
  noEmit: true,
};
