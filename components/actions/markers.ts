import type { CodeMarker } from '@/components/editor/types';
import { syntaxFault } from '@/components/scripts/syntax-fault';
import { parseAction } from '@/lib/rules/runner/parse-action';

/** Why code could not be saved, where it is; null when it could. */
export function syntaxMarker(code: string): CodeMarker | null {
  const fault = syntaxFault(code, parseAction);
  return fault && { line: fault.line, column: fault.column, message: fault.message, source: 'Action' };
}
