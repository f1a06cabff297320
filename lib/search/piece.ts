import { type SQL, sql } from 'drizzle-orm';
import { userSearch } from '@/db/schema';
import { quoteLexeme } from './lexeme';

/**
 * A condition on its way to SQL. What can be answered from `terms` stays a tsquery as long as possible, so that a
 * whole branch of metadata conditions becomes one index scan.
 */
export type Piece =
  | { kind: 'const'; value: boolean }
  | { kind: 'terms'; query: string }
  | { kind: 'sql'; sql: SQL }
  | { kind: 'and' | 'or'; pieces: Piece[] };

export const always: Piece = { kind: 'const', value: true };
export const never: Piece = { kind: 'const', value: false };

export const condition = (text: SQL): Piece => ({ kind: 'sql', sql: text });

export const hasLexeme = (lexeme: string): Piece => ({ kind: 'terms', query: quoteLexeme(lexeme) });

export const hasPrefix = (prefix: string): Piece => ({ kind: 'terms', query: `${quoteLexeme(prefix)}:*` });

/** Joins pieces: constants fold, nested pieces of the same kind flatten, tsqueries become one. */
export function joinPieces(kind: 'and' | 'or', pieces: readonly Piece[]): Piece {
  const absorbing = kind === 'or';
  const flat = pieces.flatMap((piece) => (piece.kind === kind ? piece.pieces : [piece]));
  if (flat.some((piece) => piece.kind === 'const' && piece.value === absorbing)) {
    return { kind: 'const', value: absorbing };
  }
  const queries = flat.flatMap((piece) => (piece.kind === 'terms' ? [piece.query] : []));
  const rest = flat.filter((piece) => piece.kind !== 'const' && piece.kind !== 'terms');
  const merged: Piece[] =
    queries.length === 0 ? rest : [{ kind: 'terms', query: mergeQueries(kind, queries) }, ...rest];
  const [only] = merged;
  if (!only) return { kind: 'const', value: !absorbing };
  return merged.length === 1 ? only : { kind, pieces: merged };
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
      return { kind: 'terms', query: `!${piece.query}` };
    case 'sql':
      return condition(sql`(${piece.sql}) is not true`);
    case 'and':
    case 'or':
      return joinPieces(piece.kind === 'and' ? 'or' : 'and', piece.pieces.map(negatePiece));
  }
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
      const separator = piece.kind === 'and' ? sql` and ` : sql` or `;
      return sql`(${sql.join(piece.pieces.map(toSql), separator)})`;
    }
  }
}
