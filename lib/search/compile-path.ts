import { type SQL, sql } from 'drizzle-orm';
import { userSearch, users } from '@/db/schema';
import type { Edge, Test } from './checked';
import { lexemeTest, likePattern, type Recheck, type TextTest, type Uses } from './compile-text';
import { bagNames, booleanLexeme, keyPrefix, maxTextLength, pathLexeme, textStart } from './lexeme';
import { digitsOf, prefixesBetween, rankOf, type Scale } from './order-key';
import { hasLexeme, hasPrefix, joinPieces, type Piece } from './piece';
import type { FieldBag } from './schemas';
import { maxArrayNesting } from './terms';

const beyond = 2n ** 64n;

function between(path: string, scale: Scale, low: bigint, high: bigint): Piece {
  const prefixes = prefixesBetween(scale, low, high);
  return joinPieces(
    'or',
    prefixes.map((prefix) => {
      const lexeme = keyPrefix(path, scale, prefix);
      return prefix.length === digitsOf(scale) ? hasLexeme(lexeme) : hasPrefix(lexeme);
    }),
  );
}

function numbersBetween(path: string, from?: Edge<number>, to?: Edge<number>): Piece {
  const low = from ? rankOf('number', from.value) + (from.inclusive ? 0n : 1n) : 0n;
  const high = to ? rankOf('number', to.value) - (to.inclusive ? 0n : 1n) : beyond;
  return between(path, 'number', low, high);
}

function momentsBetween(path: string, start?: number, end?: number): Piece {
  const low = start === undefined ? 0n : rankOf('date', start);
  const high = end === undefined ? beyond : rankOf('date', end) - 1n;
  return between(path, 'date', low, high);
}

function regexOf(parts: readonly string[]): string {
  const body = parts.map((part) => part.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&')).join('.*');
  return `^${body}$`.replace(/^\^\.\*/, '').replace(/\.\*\$$/, '');
}

/** The test as a filter of jsonpath. JSON's strings are strings of jsonpath too. */
function filterOf(test: TextTest): string {
  if (test.op === 'texts') {
    const sides = [
      ...(test.from ? [`@ ${test.from.inclusive ? '>=' : '>'} ${JSON.stringify(test.from.value)}`] : []),
      ...(test.to ? [`@ ${test.to.inclusive ? '<=' : '<'} ${JSON.stringify(test.to.value)}`] : []),
    ];
    return sides.join(' && ');
  }
  const [first, middle, last] = test.parts;
  const contains = test.parts.length === 3 && first === '' && last === '';
  return contains
    ? `@ like_regex ${JSON.stringify(middle)} flag "q"`
    : `@ like_regex ${JSON.stringify(regexOf(test.parts))} flag "s"`;
}

/** All values at a path, as a jsonpath that looks through arrays, as the lexemes do. Bound as a value like any other. */
export function valuesPath(keys: readonly string[]): string {
  const unwrap = '[*]'.repeat(maxArrayNesting);
  return `lax $${keys.map((key) => `.${JSON.stringify(key)}${unwrap}`).join('')}`;
}

function jsonPath(keys: readonly string[], test: TextTest): string {
  return `${valuesPath(keys)} ? (${filterOf(test)})`;
}

/** What is folded is in `terms` alone: text of up to 200 characters whole, of longer text the beginning. */
function lexemeMatches(path: string, { parts }: Extract<TextTest, { op: 'pattern' }>): SQL {
  const [first = '', ...rest] = parts;
  const like = (form: 'text' | 'folded') =>
    sql`l like ${likePattern([textStart(path, first, form), ...rest])}`;
  // a wildcard before the end would take the cut in long text for its end
  const whole =
    parts.at(-1) === '' ? sql`` : sql` and char_length(l) <= ${[...path].length + 1 + maxTextLength}`;
  return sql`exists (select 1 from unnest(tsvector_to_array(${userSearch.terms})) l
    where (${like('text')} or ${like('folded')})${whole})`;
}

function recheckOf(bag: FieldBag, keys: readonly string[], uses: Uses): Recheck {
  const holds = (document: SQL, test: TextTest) =>
    sql`jsonb_path_exists(${document}, ${jsonPath(keys, test)}::text::jsonpath)`;
  if (bag === 'identities.profileData') {
    return (test) => sql`exists (select 1 from identities i
      where i.user_id = ${userSearch.userId} and ${holds(sql`i.profile_data`, test)})`;
  }
  const document = bag === 'user_metadata' ? sql`${users.userMetadata}` : sql`${users.appMetadata}`;
  return (test) => {
    uses.users = true;
    return holds(document, test);
  };
}

/** A test of a metadata path. Case is kept unless the test says otherwise; lexemes answer all but inner wildcards, text ranges and very long text. */
export function compilePath(bag: FieldBag, keys: readonly string[], test: Test, uses: Uses): Piece {
  const path = pathLexeme(bagNames[bag], keys);
  switch (test.op) {
    case 'exists':
      return hasLexeme(path);
    case 'flag':
      return hasLexeme(booleanLexeme(path, test.value));
    case 'numbers':
      return numbersBetween(path, test.from, test.to);
    case 'moments':
      return momentsBetween(path, test.start, test.end);
    case 'equals':
    case 'pattern':
    case 'texts':
      return lexemeTest(path, test, hasLexeme(path), (text) =>
        text.op === 'pattern' && text.anyCase ? lexemeMatches(path, text) : recheckOf(bag, keys, uses)(text),
      );
  }
}
