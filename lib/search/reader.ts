import { quoted, refuseQuery } from './fail';
import type { Word } from './tree';

/** A place in the query. The only state of a parse beside its counters. */
export type Reader = {
  readonly text: string;
  at: number;
  clauses: number;
  wildcards: number;
};

const spaces = ' \t\n\r\u3000';
/** What ends a word unless a backslash stands before it. */
const specials = '()[]{}":^~?!';
/** Inside a range a bound may hold what times and addresses are written with. */
const boundEnds = '()[]{}"';

/** Keys as the name of a field, with a backslash before what a name may not hold by itself. */
export function spellKeys(keys: readonly string[]): string {
  return keys.map((key) => key.replace(/[\s()[\]{}":^~?!*.\\]|^[+-]/g, '\\$&')).join('.');
}

const notOffered: Record<string, string> = {
  '~': 'Fuzzy search and word distance (~) are not offered.',
  '^': 'Boosting (^) is not offered.',
  '?': 'The one-character wildcard (?) is not offered; use *.',
};

export function isSpace(char: string | undefined): boolean {
  return char !== undefined && spaces.includes(char);
}

export function skipSpaces(reader: Reader): void {
  while (isSpace(reader.text[reader.at])) reader.at += 1;
}

function foundAt(reader: Reader): string {
  const rest = reader.text.slice(reader.at, reader.at + 24);
  if (rest === '') return 'the end of the query';
  const word = /^[\p{L}\p{N}_.-]+/u.exec(rest)?.[0];
  return quoted(word ?? String.fromCodePoint(rest.codePointAt(0) ?? 0));
}

/** Throws, saying where the query stops making sense, what stands there and what could stand there. */
export function refuseHere(reader: Reader, expected: string): never {
  const found = foundAt(reader);
  const char = reader.text[reader.at] ?? '';
  const hint = notOffered[char] ?? '';
  const literal =
    char !== '' && specials.includes(char)
      ? ` To search for the character itself write \\${char} or use quotes.`
      : '';
  refuseQuery(
    `The query cannot be read at character ${reader.at + 1}: found ${found}, expected ${expected}. ${hint}${literal}`.trim(),
    { position: reader.at, found, expected },
  );
}

/** The character after a backslash, as itself. */
function readEscaped(reader: Reader): string {
  const point = reader.text.codePointAt(reader.at + 1);
  if (point === undefined) {
    reader.at += 1;
    refuseHere(reader, 'a character after the backslash');
  }
  const char = String.fromCodePoint(point);
  reader.at += 1 + char.length;
  return char;
}

/** A word in both readings: as a value, split at wildcards, and as the name of a field, split at dots. */
export type ReadWord = { word: Word; keys: string[] };

/** Reads up to a space or a special character; undefined when nothing stands here. */
export function readWord(reader: Reader): ReadWord | undefined {
  const start = reader.at;
  const parts = [''];
  const keys = [''];
  let afterStar = false;
  const append = (text: string) => {
    parts.push(`${parts.pop() ?? ''}${text}`);
    keys.push(`${keys.pop() ?? ''}${text}`);
  };
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined || isSpace(char) || specials.includes(char)) break;
    if (char === '\\') {
      append(readEscaped(reader));
      afterStar = false;
      continue;
    }
    if (char === '*') {
      if (!afterStar) parts.push('');
    } else if (char === '.') {
      parts.push(`${parts.pop() ?? ''}.`);
      keys.push('');
    } else {
      append(char);
    }
    afterStar = char === '*';
    reader.at += 1;
  }
  if (reader.at === start) return undefined;
  return { word: { kind: 'word', parts, start, end: reader.at }, keys };
}

/** Reads a phrase; the reader stands on its opening quote. */
export function readPhrase(reader: Reader): string {
  const pieces: string[] = [];
  reader.at += 1;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) refuseHere(reader, 'a closing quote');
    if (char === '"') break;
    if (char === '\\') {
      pieces.push(readEscaped(reader));
    } else {
      pieces.push(char);
      reader.at += 1;
    }
  }
  reader.at += 1;
  return pieces.join('');
}

/** Reads one end of a range: its text, or undefined for `*`. */
export function readBound(reader: Reader): string | undefined {
  if (reader.text[reader.at] === '"') return readPhrase(reader);
  const start = reader.at;
  const pieces: string[] = [];
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined || isSpace(char) || boundEnds.includes(char)) break;
    if (char === '*') {
      reader.at += 1;
      const next = reader.text[reader.at];
      const alone = reader.at === start + 1 && (isSpace(next) || next === ']' || next === '}');
      if (alone) return undefined;
      reader.at -= 1;
      refuseHere(reader, 'a whole value or a single * as the end of a range');
    }
    if (char === '\\') {
      pieces.push(readEscaped(reader));
    } else {
      pieces.push(char);
      reader.at += 1;
    }
  }
  if (reader.at === start) refuseHere(reader, 'a value or * as the end of a range');
  return pieces.join('');
}
