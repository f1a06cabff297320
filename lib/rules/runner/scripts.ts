import { createHash } from 'node:crypto';
import { parseRule } from './parse-rule';
import type { RunInput, RunLimits, RunnableRule, RunOutcome } from './types';

/** A rule whose source is known to be one function expression; `key` names that source. */
export type CompiledRule = { rule: RunnableRule; key: string; code: string };

type Checked = { key: string; code: string } | { message: string; line: number; column: number };

const maxKept = 1_000;
const checked = new Map<string, Checked>();

/** Parses the scripts of a run, once for each source. Gives the outcome instead when one cannot run. */
export function compileRules(input: RunInput, limits: RunLimits): CompiledRule[] | RunOutcome {
  const compiled: CompiledRule[] = [];
  let total = 0;
  for (const rule of input.rules) {
    const size = Buffer.byteLength(rule.script);
    total += size;
    if (size > limits.codeBytes)
      return tooLarge(rule, `The rule "${rule.name}" has more than ${limits.codeBytes} bytes of code.`);
    if (total > limits.pipelineCodeBytes) {
      return tooLarge(rule, `The rules together have more than ${limits.pipelineCodeBytes} bytes of code.`);
    }
    const result = check(rule.script);
    if ('message' in result) return syntaxError(rule, result.message, result);
    compiled.push({ rule, ...result });
  }
  return compiled;
}

/** The outcome for a script that cannot be compiled. */
export function syntaxError(
  rule: RunnableRule,
  message: string,
  at?: { line: number; column: number },
): RunOutcome {
  const position = at === undefined ? {} : { position: { line: at.line, column: at.column } };
  const error = { name: 'SyntaxError', message, ruleId: rule.id, ruleName: rule.name, ...position };
  return { kind: 'error', error };
}

function tooLarge(rule: RunnableRule, message: string): RunOutcome {
  const error = { name: 'LimitError', message, code: 'code_too_large', ruleId: rule.id, ruleName: rule.name };
  return { kind: 'limit', limit: 'code_too_large', error };
}

function check(script: string): Checked {
  const known = checked.get(script);
  if (known) return known;
  const parsed = parseRule(script);
  const result: Checked = parsed.ok ? { key: keyOf(parsed.code), code: parsed.code } : parsed;
  const [oldest] = checked.keys();
  if (checked.size >= maxKept && oldest !== undefined) checked.delete(oldest);
  checked.set(script, result);
  return result;
}

function keyOf(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 32);
}
