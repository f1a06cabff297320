import type { Woven } from './woven-text';

/** The text of a file as the language service reads it; undefined where that is the file itself. */
export type WovenOf = (fileName: string) => Woven | undefined;

type Span = { start: number; length: number };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isSpan = (value: unknown): value is Record<string, unknown> & Span =>
  isRecord(value) && typeof value.start === 'number' && typeof value.length === 'number';

/** The file that an answer's part is about: some name it themselves, others stand inside one that does. */
function fileOf(value: Record<string, unknown>, outer: string): string {
  if (typeof value.fileName === 'string') return value.fileName;
  return isRecord(value.file) && typeof value.file.fileName === 'string' ? value.file.fileName : outer;
}

function spanOf(value: Record<string, unknown>): Span | undefined {
  if (typeof value.position === 'number') return { start: value.position, length: 0 };
  return [value, value.span, value.textSpan].find(isSpan);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A change of text that cannot be made without what nobody sees, or a set of changes with such a one. */
function isImpossible(value: unknown, outer: string, wovenOf: WovenOf): boolean {
  if (!isRecord(value)) return false;
  const file = fileOf(value, outer);
  if (typeof value.newText === 'string' && isSpan(value.span))
    return wovenOf(file)?.touches(value.span.start, value.span.length) ?? false;
  return [...listOf(value.changes), ...listOf(value.textChanges)].some((part) =>
    isImpossible(part, file, wovenOf),
  );
}

function isHidden(value: unknown, file: string, wovenOf: WovenOf): boolean {
  if (!isRecord(value)) return false;
  const span = spanOf(value);
  return span !== undefined && (wovenOf(fileOf(value, file))?.hides(span.start, span.length) ?? false);
}

/** Spans of a whole are cut; there may be no more than these two in them. */
const isBareSpan = (value: unknown): boolean => isSpan(value) && Object.keys(value).length === 2;

/**
 * An answer of the language service about `file` with every position moved to where it is in the document. What lies in
 * hidden text is left out of lists, and so is every edit that reaches into it; what only begins or ends there is cut.
 */
export function shownAnswer(answer: unknown, file: string, wovenOf: WovenOf): unknown {
  if (Array.isArray(answer)) {
    const isSpanList = answer.every(isBareSpan);
    return answer
      .filter((item) => isSpanList || !(isHidden(item, file, wovenOf) || isImpossible(item, file, wovenOf)))
      .map((item) => shownAnswer(item, file, wovenOf));
  }
  if (!isRecord(answer)) return answer;
  const own = fileOf(answer, file);
  const moved = Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, shownAnswer(value, own, wovenOf)]),
  );
  const woven = wovenOf(own);
  if (!woven) return moved;
  if (isSpan(answer)) {
    const start = woven.toOriginal(answer.start);
    return { ...moved, start, length: woven.toOriginal(answer.start + answer.length) - start };
  }
  if (typeof answer.position === 'number') return { ...moved, position: woven.toOriginal(answer.position) };
  return moved;
}
