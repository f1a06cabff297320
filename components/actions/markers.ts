import type { CodeMarker } from '@/components/editor/types';
import { parseAction } from '@/lib/rules/runner/parse-action';

/** Why code could not be saved, where it is; null when it could. */
export function syntaxMarker(code: string): CodeMarker | null {
  const parsed = parseAction(code);
  if (parsed.ok) return null;
  const { message, line, column } = parsed;
  return { line, column, message, source: 'Action' };
}
