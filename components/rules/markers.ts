import type { CodeMarker } from '@/components/editor/types';
import { syntaxFault } from '@/components/scripts/syntax-fault';
import { parseRule } from '@/lib/rules/runner/parse-rule';
import type { TestReport } from '@/lib/trials/schemas';

/** Why a script could not be saved, where it is; null when it could. */
export function syntaxMarker(script: string): CodeMarker | null {
  const fault = syntaxFault(script, parseRule, '0,\n');
  return fault && { line: fault.line, column: fault.column, message: fault.message, source: 'rule' };
}

/** Where a test run stopped, if it stopped in this rule. `ids`: those that stand for the draft. */
export function failureMarker(report: TestReport | null, ids: readonly string[]): CodeMarker | null {
  const error = report?.error;
  if (!error?.line || !error.rule_id || !ids.includes(error.rule_id)) return null;
  return {
    line: error.line,
    column: error.column,
    message: `${error.name}: ${error.message}`,
    source: 'test',
  };
}
