import { parseAction } from './parse-action';
import { type ParsedCode, parseRule } from './parse-rule';
import { stripTypes } from './strip-types';

type Fault = Extract<ParsedCode, { ok: false }>;

const isLater = (one: Fault, other: Fault) =>
  one.line > other.line || (one.line === other.line && one.column > other.column);

/**
 * JavaScript is taken as it is, so that nothing changes for code that was never meant to be anything else; what is none
 * is read as TypeScript. When it is neither, the fault further down is the real one: the other stopped at a type.
 */
function check(
  source: string,
  parse: (source: string, isTyped?: boolean) => ParsedCode,
  prefix: string,
): ParsedCode {
  const asScript = parse(source);
  if (asScript.ok) return asScript;
  const stripped = stripTypes(prefix + source);
  if (stripped.ok) {
    const typed = parse(stripped.code.slice(prefix.length), true);
    return typed.ok || isLater(typed, asScript) ? typed : asScript;
  }
  const lines = prefix.split('\n').length - 1;
  const typed: Fault = { ...stripped, line: Math.max(1, stripped.line - lines) };
  return isLater(typed, asScript) ? typed : asScript;
}

/** `parseRule`, for a rule in JavaScript or TypeScript. A function without a name stands behind a comma (`parseRule`). */
export function checkRule(script: string): ParsedCode {
  return check(script, parseRule, '0,\n');
}

/** `parseAction`, for an Action in JavaScript or TypeScript. */
export function checkAction(code: string): ParsedCode {
  return check(code, parseAction, '');
}
