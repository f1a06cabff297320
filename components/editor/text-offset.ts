/** Where a line and a column, counted from 1, stand in a text; the end of the line or of the text past them. Pure. */
export function offsetOf(text: string, line: number, column = 1): number {
  const lines = text.split('\n');
  const at = Math.min(line, lines.length) - 1;
  const before = lines.slice(0, at).reduce((length, each) => length + each.length + 1, 0);
  return before + Math.min(column - 1, lines[at]?.length ?? 0);
}
