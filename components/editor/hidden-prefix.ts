/**
 * Text that the language service reads before a document and nobody else ever sees. It travels to the worker as an
 * extra library under a name of its own; there, positions that go in and out are moved by its length.
 */
export function hiddenName(document: string): string {
  return `hidden:${document}`;
}

export const isHiddenName = (name: string): boolean => name.startsWith('hidden:');

/** Length of the hidden text before a file; 0 where there is none. */
export type PrefixLength = (fileName: string) => number;

type Span = { start: number; length: number };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isSpan = (value: Record<string, unknown>): value is Record<string, unknown> & Span =>
  typeof value.start === 'number' && typeof value.length === 'number';

/** The file that an answer's part is about: some name it themselves, others stand inside one that does. */
function fileOf(value: Record<string, unknown>, outer: string): string {
  if (typeof value.fileName === 'string') return value.fileName;
  return isRecord(value.file) && typeof value.file.fileName === 'string' ? value.file.fileName : outer;
}

function isHidden(value: unknown, file: string, lengthOf: PrefixLength): boolean {
  if (!isRecord(value)) return false;
  const span = isSpan(value) ? value : isRecord(value.span) && isSpan(value.span) ? value.span : null;
  return span !== null && span.start < lengthOf(fileOf(value, file));
}

/**
 * An answer of the language service about `file` with every position moved to where it is in the document. What begins
 * in the hidden text is left out of lists, and cut where it goes on into the document.
 */
export function withoutPrefix(answer: unknown, file: string, lengthOf: PrefixLength): unknown {
  if (Array.isArray(answer)) {
    const isSpanList = answer.every(
      (item) => isRecord(item) && Object.keys(item).length === 2 && isSpan(item),
    );
    return answer
      .filter((item) => isSpanList || !isHidden(item, file, lengthOf))
      .map((item) => withoutPrefix(item, file, lengthOf));
  }
  if (!isRecord(answer)) return answer;
  const own = fileOf(answer, file);
  const moved = Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, withoutPrefix(value, own, lengthOf)]),
  );
  const shift = lengthOf(own);
  if (isSpan(answer)) {
    const start = Math.max(0, answer.start - shift);
    const end = Math.max(0, answer.start + answer.length - shift);
    return { ...moved, start, length: end - start };
  }
  if (typeof answer.position === 'number')
    return { ...moved, position: Math.max(0, answer.position - shift) };
  return moved;
}
