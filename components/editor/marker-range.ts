import type { CodeMarker } from './types';

type MarkerRange = { startLineNumber: number; startColumn: number; endLineNumber: number; endColumn: number };

/** Where a marker stands in the model. Without an end it covers the rest of its line. */
export function toModelRange({ line, column = 1, endLine = line, endColumn }: CodeMarker): MarkerRange {
  return {
    startLineNumber: line,
    startColumn: column,
    endLineNumber: endLine,
    endColumn: endColumn ?? Number.MAX_SAFE_INTEGER,
  };
}
