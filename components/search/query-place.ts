/** What could be written where somebody types: `typed` stands from `from` up to the caret, and goes on until `to`. */
export type Place = { typed: string; from: number; to: number } & (
  | { kind: 'field'; hasColon: boolean }
  /** The name of a field after `_exists_:`. */
  | { kind: 'exists' }
  /** A value of the field; `typed` is what it says, without quotes and backslashes. */
  | { kind: 'value'; field: string; isQuoted: boolean }
  /** Inside the brackets of a range. */
  | { kind: 'range'; field: string }
  /** After a whole condition. */
  | { kind: 'operator' }
);

const spaces = ' \t\n\r\u3000';
const wordEnds = `${spaces}()[]{}":^~?!`;

/** The end of what follows, up to one of `ends`; a backslash protects the character after it. */
function endOf(text: string, from: number, ends: string): number {
  let at = from;
  while (at < text.length && !ends.includes(text[at] ?? '')) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

const endOfPhrase = (text: string, from: number) => endOf(text, from + 1, '"') + 1;

function endOfRange(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    at = endOf(text, at, ']}"');
    if (text[at] !== '"') return at + 1;
    at = endOfPhrase(text, at);
  }
}

export const unescaped = (text: string) => text.replace(/\\(.)/gsu, '$1');

type Scan = { text: string; caret: number; field: string | null; groups: (string | null)[]; isDone: boolean };

const fieldAt = ({ field, groups }: Scan) => field ?? groups.at(-1) ?? null;

function ofWord(scan: Scan, from: number, to: number): Place {
  const { text, caret } = scan;
  const typed = text.slice(from, caret);
  const field = fieldAt(scan);
  if (scan.isDone) return { kind: 'operator', typed, from, to };
  if (field === '_exists_') return { kind: 'exists', typed, from, to };
  if (field !== null) return { kind: 'value', field, typed: unescaped(typed), isQuoted: false, from, to };
  return { kind: 'field', typed, from, to, hasColon: /^~?:/.test(text.slice(to, to + 2)) };
}

function inPhrase(scan: Scan, from: number, to: number): Place {
  const { text, caret } = scan;
  const typed = unescaped(text.slice(from + 1, caret));
  return {
    kind: 'value',
    field: fieldAt(scan) ?? '',
    typed,
    isQuoted: true,
    from,
    to: Math.min(to, text.length),
  };
}

const operators = new Set(['AND', 'OR', 'NOT']);

/** Goes over the word that ends before the caret. */
function passWord(scan: Scan, from: number, to: number): number {
  const { text } = scan;
  const word = text.slice(from, to);
  const colon = /^~?:/.exec(text.slice(to, to + 2))?.[0].length ?? 0;
  if (colon > 0 && scan.field === null) {
    scan.field = word;
    scan.isDone = false;
    return to + colon;
  }
  scan.isDone = scan.field !== null || !operators.has(word);
  scan.field = null;
  return to;
}

function passSign(scan: Scan, char: string): void {
  if (char === '(') {
    scan.groups.push(fieldAt(scan));
    scan.isDone = false;
  } else if (char === ')') {
    scan.groups.pop();
    scan.isDone = true;
  } else {
    scan.isDone = false;
  }
  scan.field = null;
}

/**
 * What can be completed at the caret. Reads as the parser does and forgives what is not finished: the query need not
 * be whole, nor right.
 */
export function placeAt(text: string, caret: number): Place {
  const scan: Scan = { text, caret, field: null, groups: [], isDone: false };
  let at = 0;
  while (at < caret) {
    const char = text[at] ?? '';
    if (spaces.includes(char)) {
      at += 1;
    } else if (char === '"') {
      const to = endOfPhrase(text, at);
      if (to > caret || to > text.length) return inPhrase(scan, at, to);
      scan.isDone = true;
      scan.field = null;
      at = to;
    } else if (char === '[' || char === '{') {
      const to = endOfRange(text, at);
      if (to > caret || to > text.length) {
        const typed = text.slice(at, caret);
        return { kind: 'range', field: fieldAt(scan) ?? '', typed, from: at, to: Math.min(to, text.length) };
      }
      scan.isDone = true;
      scan.field = null;
      at = to;
    } else if (wordEnds.includes(char) || (/[-+]/.test(char) && scan.field === null)) {
      passSign(scan, char);
      at += 1;
    } else if (/^(&&|\|\|)/.test(text.slice(at, at + 2))) {
      passSign(scan, char);
      at += 2;
    } else {
      const to = endOf(text, at, wordEnds);
      if (to >= caret) return ofWord(scan, at, to);
      at = passWord(scan, at, to);
    }
  }
  return ofWord(
    scan,
    caret,
    scan.isDone || spaces.includes(text[caret] ?? ' ') ? caret : endOf(text, caret, wordEnds),
  );
}
