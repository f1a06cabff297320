import { createHash } from 'node:crypto';
import { checkAction, checkRule } from './check-source';
import { setBy } from './limit-settings';
import type { ParsedCode } from './parse-rule';
import type { CodeForm } from './protocol';
import type { RunLimits, RunOutcome } from './types';

/** A rule or an Action as it comes from the caller. */
export type Unit = { id: string; name: string; version: number };

/** A unit whose source is known to be of its form; `key` names that source. */
export type CompiledUnit = { unit: Unit; key: string; form: CodeForm; code: string };

type Fault = { message: string; line: number; column: number };
type Checked = { bytes: number; result: { key: string; code: string } | Fault };

const forms: Record<CodeForm, { parse(source: string): ParsedCode; one: string; all: string }> = {
  rule: { parse: checkRule, one: 'rule', all: 'rules' },
  action: { parse: checkAction, one: 'Action', all: 'Actions' },
};

/** `The rule "x"`, as errors begin. */
export function titleOf(form: CodeForm, unit: { name: string } | undefined): string {
  return `The ${forms[form].one} "${unit?.name ?? ''}"`;
}

const maxKept = 1_000;
/** By form and source: a text that is met again is not even read, its hash is in the string. */
const checked: Record<CodeForm, Map<string, Checked>> = { rule: new Map(), action: new Map() };

/** Parses the sources of a run, once for each. Gives the outcome instead when one cannot run. */
export function compileUnits(
  form: CodeForm,
  sources: readonly (Unit & { source: string })[],
  limits: RunLimits,
): CompiledUnit[] | RunOutcome {
  const compiled: CompiledUnit[] = [];
  let total = 0;
  for (const { source, ...unit } of sources) {
    const known = checked[form].get(source);
    const bytes = known?.bytes ?? Buffer.byteLength(source);
    total += bytes;
    if (bytes > limits.codeBytes)
      return tooLarge(
        unit,
        `${titleOf(form, unit)} has more than ${limits.codeBytes} bytes of code ${setBy('codeBytes')}.`,
      );
    if (total > limits.pipelineCodeBytes) {
      const { all } = forms[form];
      return tooLarge(
        unit,
        `The ${all} together have more than ${limits.pipelineCodeBytes} bytes of code ${setBy('pipelineCodeBytes')}.`,
      );
    }
    const { result } = known ?? check(form, source, bytes);
    if ('message' in result) return syntaxError(unit, result.message, result);
    compiled.push({ unit, form, ...result });
  }
  return compiled;
}

/** The outcome for a source that cannot be compiled. */
export function syntaxError(unit: Unit, message: string, at?: { line: number; column: number }): RunOutcome {
  const position = at === undefined ? {} : { position: { line: at.line, column: at.column } };
  const error = { name: 'SyntaxError', message, ruleId: unit.id, ruleName: unit.name, ...position };
  return { kind: 'error', error };
}

function tooLarge(unit: Unit, message: string): RunOutcome {
  const error = { name: 'LimitError', message, code: 'code_too_large', ruleId: unit.id, ruleName: unit.name };
  return { kind: 'limit', limit: 'code_too_large', error };
}

function check(form: CodeForm, source: string, bytes: number): Checked {
  const kept = checked[form];
  const parsed = forms[form].parse(source);
  const result = parsed.ok ? { key: keyOf(form, parsed.code), code: parsed.code } : parsed;
  const [oldest] = kept.keys();
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
  const entry = { bytes, result };
  kept.set(source, entry);
  return entry;
}

/** Of the form too: one text may be both. */
function keyOf(form: CodeForm, code: string): string {
  return createHash('sha256').update(`${form}\0`).update(code).digest('hex').slice(0, 32);
}
