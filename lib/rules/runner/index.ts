export type * from './action-types';
export { bundledModules } from './bundled-modules';
export { defaultProcessLimits, defaultRunLimits } from './limits';
export { parseAction } from './parse-action';
export { type ParsedCode, parseRule } from './parse-rule';
export { createRunner, getRunner } from './runner';
export type * from './types';
