import { refuseQuery } from './fail';
import { type Reader, readBound, readPhrase, refuseHere, skipSpaces } from './reader';
import type { Bound, Range, Value, Word } from './tree';

export const limits = { units: 8192, depth: 32, clauses: 200, wildcards: 20 };

/** Counts one more condition and refuses the query that has too many. */
export function countClause(reader: Reader, start: number): void {
  reader.clauses += 1;
  if (reader.clauses <= limits.clauses) return;
  refuseQuery(`A query may have at most ${limits.clauses} conditions.`, {
    position: start,
    found: `condition ${reader.clauses}`,
    expected: `at most ${limits.clauses} conditions`,
  });
}

/**
 * A word as a value. A wildcard at its end may follow anything; one elsewhere needs three literal characters. A slash
 * at both ends is a regular expression elsewhere, so it is refused and not searched for.
 */
export function checkWord(reader: Reader, word: Word): Word {
  const source = reader.text.slice(word.start, word.end);
  const fault = (expected: string) => ({ position: word.start, found: source, expected });
  if (source.length > 1 && source.startsWith('/') && source.endsWith('/')) {
    refuseQuery('Regular expressions are not offered. Use quotes to search for the text itself.', {
      ...fault('a word without slashes at both ends'),
    });
  }
  if (/^[<>]/.test(source)) {
    refuseQuery(
      'Comparisons are written as ranges: [10 TO *] for >=10, {10 TO *] for >10, [* TO 10} for <10.',
      {
        ...fault('a value or a range'),
      },
    );
  }
  if (word.parts.length === 1) return word;
  reader.wildcards += word.parts.length - 1;
  if (reader.wildcards > limits.wildcards) {
    refuseQuery(`A query may have at most ${limits.wildcards} wildcards.`, {
      ...fault(`at most ${limits.wildcards} wildcards`),
    });
  }
  const literal = word.parts.join('');
  const onlyAtEnd = word.parts.length === 2 && word.parts[1] === '';
  if (!onlyAtEnd && [...literal].length < 3) {
    refuseQuery(
      `A * that does not stand at the end needs at least three other characters, and "${source}" has fewer.`,
      fault('at least three characters beside the wildcards'),
    );
  }
  return word;
}

function readSide(reader: Reader): Omit<Bound, 'inclusive'> | undefined {
  skipSpaces(reader);
  const start = reader.at;
  const text = readBound(reader);
  return text === undefined ? undefined : { text, start, end: reader.at };
}

/** Reads a range; the reader stands on its opening bracket. */
export function readRange(reader: Reader): Range {
  const start = reader.at;
  const lowerInclusive = reader.text[reader.at] === '[';
  reader.at += 1;
  const lower = readSide(reader);
  skipSpaces(reader);
  if (!/^TO[ \t\n\r\u3000"\]}]/.test(reader.text.slice(reader.at, reader.at + 3))) refuseHere(reader, 'TO');
  reader.at += 2;
  const upper = readSide(reader);
  skipSpaces(reader);
  const close = reader.text[reader.at];
  if (close !== ']' && close !== '}') refuseHere(reader, '] or }');
  reader.at += 1;
  return {
    kind: 'range',
    start,
    end: reader.at,
    ...(lower ? { lower: { ...lower, inclusive: lowerInclusive } } : {}),
    ...(upper ? { upper: { ...upper, inclusive: close === ']' } } : {}),
  };
}

/** Reads a phrase or a range when one stands here. */
export function readDelimited(reader: Reader): Value | undefined {
  const start = reader.at;
  const char = reader.text[start];
  if (char === '[' || char === '{') return readRange(reader);
  if (char !== '"') return undefined;
  const text = readPhrase(reader);
  return { kind: 'word', parts: [text], start, end: reader.at };
}
