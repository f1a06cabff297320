import { type Column, type SQL, sql } from 'drizzle-orm';
import { userSearch } from '@/db/schema';
import { quoteLexeme } from './lexeme';

/**
 * A condition on its way to SQL. What can be answered from `terms` stays a tsquery as long as possible, so that a
 * whole branch of metadata conditions becomes one index scan.
 */
export type Piece =
  | { kind: 'const'; value: boolean }
  /** `names`: it names what it looks for, so the index finds it however many others there are; a prefix or NOT does not. */
  | { kind: 'terms'; query: string; names: boolean }
  /** `opaque`: no statistics tell how frequent it is. `names`: the whole value of a column that has an index. */
  | { kind: 'sql'; sql: SQL; opposite?: SQL | undefined; opaque?: true; names?: true }
  | { kind: 'and' | 'or'; pieces: Piece[] };

export const always: Piece = { kind: 'const', value: true };
export const never: Piece = { kind: 'const', value: false };

/** `opposite`: its negation, where that can be said so that an index knows it. */
export const condition = (text: SQL, opposite?: SQL): Piece => ({ kind: 'sql', sql: text, opposite });

export const isWhole = (text: SQL): Piece => ({ kind: 'sql', sql: text, names: true });

/** A look at the text itself behind lexemes that only come near. */
export const recheck = (text: SQL): Piece => ({ kind: 'sql', sql: text, opaque: true });

export const isPresent = (column: Column): Piece =>
  condition(sql`${column} is not null`, sql`${column} is null`);

export const hasLexeme = (lexeme: string): Piece => ({
  kind: 'terms',
  query: quoteLexeme(lexeme),
  names: true,
});

export const hasPrefix = (prefix: string): Piece => ({
  kind: 'terms',
  query: `${quoteLexeme(prefix)}:*`,
  names: false,
});

type Terms = Extract<Piece, { kind: 'terms' }>;

const isTerms = (piece: Piece): piece is Terms => piece.kind === 'terms';

/** A conjunction of tsqueries alone is a tsquery. */
const asTerms = (piece: Piece): Piece =>
  piece.kind === 'and' && piece.pieces.every(isTerms) ? mergeTerms('and', piece.pieces) : piece;

/**
 * Joins pieces: constants fold, nested pieces of the same kind flatten, tsqueries become one; of a conjunction two, so
 * that what names its lexemes can be looked up alone.
 */
export function joinPieces(kind: 'and' | 'or', pieces: readonly Piece[]): Piece {
  const absorbing = kind === 'or';
  const flat = pieces
    .flatMap((piece) => (piece.kind === kind ? piece.pieces : [piece]))
    .map((piece) => (kind === 'or' ? asTerms(piece) : piece));
  if (flat.some((piece) => piece.kind === 'const' && piece.value === absorbing)) {
    return { kind: 'const', value: absorbing };
  }
  const terms = flat.filter(isTerms);
  const parted =
    kind === 'or' ? [terms] : [terms.filter((one) => one.names), terms.filter((one) => !one.names)];
  const merged: Piece[] = [
    ...parted.filter((part) => part.length > 0).map((part) => mergeTerms(kind, part)),
    ...flat.filter((piece) => piece.kind !== 'const' && piece.kind !== 'terms'),
  ];
  const [only] = merged;
  if (!only) return { kind: 'const', value: !absorbing };
  return merged.length === 1 ? only : { kind, pieces: merged };
}

function mergeTerms(kind: 'and' | 'or', terms: readonly Terms[]): Terms {
  const names = kind === 'or' ? terms.every((one) => one.names) : terms.some((one) => one.names);
  const queries = terms.map(({ query }) => query);
  return { kind: 'terms', query: mergeQueries(kind, queries), names };
}

function mergeQueries(kind: 'and' | 'or', queries: string[]): string {
  return queries.length === 1 ? queries.join('') : `(${queries.join(kind === 'and' ? ' & ' : ' | ')})`;
}

/** The opposite. What is unknown to SQL (a null column) counts as false before it is turned round. */
export function negatePiece(piece: Piece): Piece {
  switch (piece.kind) {
    case 'const':
      return { kind: 'const', value: !piece.value };
    case 'terms':
      return { kind: 'terms', query: `!${piece.query}`, names: false };
    case 'sql':
      return piece.opposite
        ? condition(piece.opposite, piece.sql)
        : { kind: 'sql', sql: sql`(${piece.sql}) is not true`, ...(piece.opaque && { opaque: true }) };
    case 'and':
    case 'or':
      return joinPieces(piece.kind === 'and' ? 'or' : 'and', piece.pieces.map(negatePiece));
  }
}

/** The tsqueries of a conjunction go to the index together. */
function together({ kind, pieces }: Extract<Piece, { kind: 'and' | 'or' }>): readonly Piece[] {
  const terms = pieces.filter(isTerms);
  if (kind === 'or' || terms.length < 2) return pieces;
  return [mergeTerms('and', terms), ...pieces.filter((piece) => !isTerms(piece))];
}

export function toSql(piece: Piece): SQL {
  switch (piece.kind) {
    case 'const':
      return piece.value ? sql`true` : sql`false`;
    case 'terms':
      return sql`${userSearch.terms} @@ ${piece.query}::text::tsquery`;
    case 'sql':
      return piece.sql;
    case 'and':
    case 'or': {
      const parts = together(piece).map(toSql);
      const [only] = parts;
      if (only && parts.length === 1) return only;
      return sql`(${sql.join(parts, piece.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
  }
}

/**
 * The same condition, with only those lexemes looked up in the index that it names: an index reads all entries of a
 * wide range before it looks at a rare value beside it. Undefined where that is no other way.
 */
export function toNamedSql(piece: Piece): SQL | undefined {
  if (piece.kind !== 'and' || piece.pieces.filter(isTerms).length < 2) return undefined;
  const parts = piece.pieces.map((part) =>
    // A function is not looked for in any index, as its operator is.
    isTerms(part) && !part.names
      ? sql`ts_match_vq(${userSearch.terms}, ${part.query}::text::tsquery)`
      : toSql(part),
  );
  return sql`(${sql.join(parts, sql` and `)})`;
}

const partsOf = (piece: Piece): readonly Piece[] => (piece.kind === 'and' ? piece.pieces : [piece]);

/** Whether `terms` is asked, and only for what the index has to read its way to: ranges, beginnings, whoever lacks something. */
export function isUnnamed(piece: Piece): boolean {
  const terms = partsOf(piece).filter(isTerms);
  return terms.length > 0 && !terms.some((part) => part.names);
}

/** Whether PostgreSQL's statistics can only guess how many match. */
export function isGuess(piece: Piece): boolean {
  if (piece.kind === 'and' || piece.kind === 'or') return piece.pieces.some(isGuess);
  return piece.kind === 'terms' ? !piece.names : piece.kind === 'sql' && piece.opaque === true;
}

/** Whether one of several whole values is asked for, as a bare word does: each is found by an index of its own. */
export function isLookup(piece: Piece): boolean {
  if (piece.kind === 'and') return piece.pieces.some(isLookup);
  return piece.kind === 'or' && piece.pieces.every((part) => 'names' in part && part.names);
}
