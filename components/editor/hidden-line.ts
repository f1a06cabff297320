import type { CodeMarker } from './types';

/** The text of the model for a value. */
export function toModelText(value: string, hiddenLine: string | undefined): string {
  return hiddenLine === undefined ? value : `${hiddenLine}\n${value}`;
}

/** The value that a model's text stands for; also while an edit has just damaged the hidden line. */
export function toValue(text: string, hiddenLine: string | undefined): string {
  if (hiddenLine === undefined) return text;
  if (text.startsWith(`${hiddenLine}\n`)) return text.slice(hiddenLine.length + 1);
  return text.startsWith(hiddenLine) ? text.slice(hiddenLine.length) : text;
}

/** What to put at the start of the model (after `skip` characters) so that the hidden line stands there again. */
export function repairOf(text: string, hiddenLine: string): { skip: number; insert: string } | null {
  if (text.startsWith(`${hiddenLine}\n`)) return null;
  if (text.startsWith(hiddenLine)) return { skip: hiddenLine.length, insert: '\n' };
  return { skip: 0, insert: `${hiddenLine}\n` };
}

/** Lines of the model before the value. */
export function lineOffset(hiddenLine: string | undefined): number {
  return hiddenLine === undefined ? 0 : 1;
}

type MarkerRange = { startLineNumber: number; startColumn: number; endLineNumber: number; endColumn: number };

/** Where a marker of the value stands in the model. Without an end it covers the rest of its line. */
export function toModelRange(marker: CodeMarker, offset: number): MarkerRange {
  const { line, column = 1, endLine = line, endColumn } = marker;
  return {
    startLineNumber: line + offset,
    startColumn: column,
    endLineNumber: endLine + offset,
    endColumn: endColumn ?? Number.MAX_SAFE_INTEGER,
  };
}
