import { type SQL, sql } from 'drizzle-orm';
import { userSearch, users } from '@/db/schema';
import type { Edge, Test } from './checked';
import { lexemeTest, type Recheck, type Uses } from './compile-text';
import { bagNames, booleanLexeme, keyPrefix, pathLexeme } from './lexeme';
import { prefixesBetween, rankOf, type Scale } from './order-key';
import { hasLexeme, hasPrefix, joinPieces, type Piece } from './piece';
import type { FieldBag } from './schemas';
import { maxArrayNesting } from './terms';

const beyond = 2n ** 64n;

function between(path: string, scale: Scale, low: bigint, high: bigint): Piece {
  const prefixes = prefixesBetween(scale, low, high);
  return joinPieces(
    'or',
    prefixes.map((prefix) => hasPrefix(keyPrefix(path, scale, prefix))),
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

/** The path as a jsonpath that looks through arrays, as the lexemes do. Bound as a value, never put in SQL. */
function jsonPath(keys: readonly string[]): string {
  const unwrap = '[*]'.repeat(maxArrayNesting);
  return `lax $${keys.map((key) => `.${JSON.stringify(key)}${unwrap}`).join('')}`;
}

function recheckOf(bag: FieldBag, keys: readonly string[], uses: Uses): Recheck {
  const path = jsonPath(keys);
  const text = sql`(t.v #>> '{}')`;
  const among = (document: SQL, holds: (text: SQL) => SQL) =>
    sql`jsonb_path_query(${document}, ${path}::text::jsonpath) t(v) where jsonb_typeof(t.v) = 'string' and ${holds(text)}`;
  if (bag === 'identities.profileData') {
    return (holds) => sql`exists (select 1 from identities i, ${among(sql`i.profile_data`, holds)}
      and i.user_id = ${userSearch.userId})`;
  }
  const document = bag === 'user_metadata' ? sql`${users.userMetadata}` : sql`${users.appMetadata}`;
  return (holds) => {
    uses.users = true;
    return sql`exists (select 1 from ${among(document, holds)})`;
  };
}

/** A test of a metadata path. Case is kept; lexemes answer all but inner wildcards, text ranges and very long text. */
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
      return lexemeTest(path, test, recheckOf(bag, keys, uses));
  }
}
