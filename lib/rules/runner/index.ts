export type * from './action-types';
export { bundledModules } from './bundled-modules';
export { checkAction, checkRule } from './check-source';
export { wayOut } from './library-names';
export { defaultProcessLimits, defaultRunLimits } from './limits';
export type { ParsedCode } from './parse-rule';
export { createRunner, getRunner } from './runner';
export type * from './types';
