import { createHash } from 'node:crypto';
import { keyOf, numberOf } from './order-key';

/**
 * How one searchable fact is written as a lexeme: a path, one separator that tells the kind, and the value. The
 * separators are control characters, which no path holds, so two facts never share a lexeme.
 */
const separators = {
  text: '\u001f',
  longText: '\u001d',
  folded: '\u0017',
  longFolded: '\u0016',
  number: '\u001e',
  date: '\u001b',
  boolean: '\u0019',
};
const hashedPath = '\u0002';
const dotInsideKey = '\u001c';

/** Stands in the terms of a user whose metadata did not fit the index; see `terms.ts`. */
export const partialLexeme = '\u0003';

/** Paths longer than this, in bytes, are hashed; with it a user at the size limit of metadata always fits. */
const maxPathBytes = 40;

/** Text up to this many characters is a lexeme as it stands; longer text is one hash and its beginning. */
export const maxTextLength = 200;

/** The bags whose every path is indexed, with the short name that begins their lexemes. */
export const bagNames = { user_metadata: 'u', app_metadata: 'a', 'identities.profileData': 'p' } as const;
export type BagName = keyof typeof bagNames;

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** A key that may not be part of a path: its control characters could be taken for separators. */
export function isIndexable(key: string): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) < 0x20) return false;
  return true;
}

/** The lexeme that says "something stands at this path", and the beginning of every other lexeme of the path. */
export function pathLexeme(root: string, keys: readonly string[]): string {
  const path = [root, ...keys.map((key) => key.replaceAll('.', dotInsideKey))].join('.');
  return Buffer.byteLength(path) > maxPathBytes ? hashedPath + hash(path) : path;
}

/** In characters as PostgreSQL counts them, not in UTF-16 units. */
export function isLong(text: string): boolean {
  return text.length > maxTextLength && [...text].length > maxTextLength;
}

/** So many characters from the beginning of `text`. */
export function headOf(text: string, length: number): string {
  return text.length <= length ? text : [...text.slice(0, 2 * length)].slice(0, length).join('');
}

/** `folded`: of text that is not its own fold, for searches in any case. */
type TextForm = 'text' | 'folded';

/** The lexeme of exactly this text; for long text it stands for the hash of all of it. */
export function textLexeme(path: string, text: string, form: TextForm = 'text'): string {
  if (!isLong(text)) return path + separators[form] + text;
  return path + separators[form === 'text' ? 'longText' : 'longFolded'] + hash(text);
}

/** The lexeme of text that begins so, as far as it is known. */
export function textStart(path: string, beginning: string, form: TextForm): string {
  return path + separators[form] + beginning;
}

/** What every lexeme of text beginning with `prefix` begins with. Exact up to `maxTextLength`, wider beyond. */
export function textPrefix(path: string, prefix: string, form: TextForm = 'text'): string {
  return path + separators[form] + headOf(prefix, maxTextLength);
}

/** What finds this text and its beginnings. */
export function textLexemes(path: string, text: string, form: TextForm = 'text'): string[] {
  const whole = textLexeme(path, text, form);
  return isLong(text) ? [whole, path + separators[form] + headOf(text, maxTextLength + 1)] : [whole];
}

export function booleanLexeme(path: string, value: boolean): string {
  return path + separators.boolean + (value ? 't' : 'f');
}

export function numberLexeme(path: string, value: number): string {
  return path + separators.number + keyOf('number', value);
}

export function dateLexeme(path: string, milliseconds: number): string {
  return path + separators.date + keyOf('date', milliseconds);
}

/** The value of a lexeme of this path; undefined when it is of another path, or stands for no whole value. */
export function readLexeme(
  path: string,
  lexeme: string,
): { value: string; kind: 'text' | 'number' | 'boolean' } | undefined {
  if (!lexeme.startsWith(path)) return undefined;
  const separator = lexeme[path.length];
  const rest = lexeme.slice(path.length + 1);
  switch (separator) {
    case separators.text:
      return isLong(rest) ? undefined : { value: rest, kind: 'text' };
    case separators.number:
      return { value: String(numberOf(rest)), kind: 'number' };
    case separators.boolean:
      return { value: rest === 't' ? 'true' : 'false', kind: 'boolean' };
    default:
      return undefined;
  }
}

/** What the lexemes of numbers, or dates, whose key begins with `prefix` begin with. */
export function keyPrefix(path: string, scale: 'number' | 'date', prefix: string): string {
  return path + separators[scale] + prefix;
}

/** A lexeme as the text form of tsvector and tsquery wants it. The result is bound as a value, never put in SQL. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
