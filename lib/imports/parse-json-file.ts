/** Where a fault of a file is, and what it is. `file` is relative to the folder that was given. */
export type FileFault = { file: string; line?: number; column?: number; message: string };

function messageOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isCutShort = (message: string | null) => message === null || message.includes('Unexpected end');
const isUnexpected = (message: string | null) => message?.startsWith('Unexpected token') ?? false;

/** The offset that the parser does not name when a token is unexpected: where the shortest bad beginning ends. */
function offsetOfToken(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUnexpected(messageOf(text.slice(0, middle)))) bad = middle;
    else good = middle;
  }
  return good;
}

function offsetOf(text: string, message: string): number {
  const named = /at position (\d+)/.exec(message);
  if (named) return Number(named[1]);
  return isCutShort(message) ? text.trimEnd().length : offsetOfToken(text);
}

/** The value of a JSON text, or its first fault with line and column from 1. */
export function parseJsonFile(file: string, content: string): { value: unknown } | { fault: FileFault } {
  const text = content.replace(/^\ufeff/, '');
  const message = messageOf(text);
  if (message === null) return { value: JSON.parse(text) };
  const before = text.slice(0, offsetOf(text, message)).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const reason = message.replace(/ in JSON at position.*$/, '').replace(/, ".*$/s, '');
  return { fault: { file, line, column, message: `This is not JSON: ${reason}` } };
}
