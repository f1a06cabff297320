export { defaultProcessLimits, defaultRunLimits } from './limits';
export { type ParsedRule, parseRule } from './parse-rule';
export { createRunner, getRunner } from './runner';
export type * from './types';
