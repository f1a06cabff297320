import { type Column, type SQL, sql } from 'drizzle-orm';
import { userActivity, userSearch } from '@/db/schema';
import type { Checked, FlagField, MomentField, Target, Test } from './checked';
import { compilePath } from './compile-path';
import { compileText, type Uses } from './compile-text';
import { booleanLexeme } from './lexeme';
import {
  always,
  condition,
  hasLexeme,
  isGuess,
  isLookup,
  isPresent,
  isUnnamed,
  joinPieces,
  negatePiece,
  never,
  type Piece,
  toNamedSql,
  toSql,
} from './piece';

/** A query as SQL. `where` reads `user_search`, which the caller joins INNER with the tables `uses` names. */
export type CompiledQuery = {
  where: SQL;
  /** The same, found by what it names alone; undefined where that is no other way. */
  named?: SQL | undefined;
  /** Whether PostgreSQL's statistics can only guess how many match. */
  isGuess: boolean;
  /** Whether the index has to read its way to all that is asked of it: ranges, beginnings, whoever lacks something. */
  isUnnamed: boolean;
  /** Whether indexes know all that match, and statistics only each of the ways to them. */
  isLookup: boolean;
  uses: Uses;
  everybody: boolean;
  nobody: boolean;
};

const firstMoment = Date.parse('0001-01-01T00:00:00.000Z');
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment as PostgreSQL reads it; one beyond the years it and Date write alike is beyond every stored one. */
function momentText(milliseconds: number): string {
  if (milliseconds < firstMoment) return '-infinity';
  return milliseconds > lastMoment ? 'infinity' : new Date(milliseconds).toISOString();
}

function sidesOf(sides: SQL[]): Piece {
  return condition(sql`(${sql.join(sides, sql` and `)})`);
}

function compileMoment(name: MomentField, test: Test, uses: Uses): Piece {
  if (name !== 'created_at') uses.activity = true;
  const columns: Record<MomentField, Column> = {
    created_at: userSearch.createdAt,
    updated_at: userActivity.updatedAt,
    last_login: userActivity.lastLogin,
  };
  const column = columns[name];
  if (test.op !== 'moments') return isPresent(column);
  const sides: SQL[] = [];
  if (test.start !== undefined) sides.push(sql`${column} >= ${momentText(test.start)}::timestamptz`);
  if (test.end !== undefined) sides.push(sql`${column} < ${momentText(test.end)}::timestamptz`);
  return sidesOf(sides);
}

/** No count is this large, nor is any beyond it. */
const beyondCounts = 2 ** 62;
const countText = (value: number) =>
  BigInt(Math.max(-beyondCounts, Math.min(value, beyondCounts))).toString();

/** Whole numbers, as the column has them: compared with others, it would be found by no index. */
function compileCount(test: Test, uses: Uses): Piece {
  uses.activity = true;
  const column = userActivity.loginsCount;
  if (test.op !== 'numbers') return isPresent(column);
  const { from, to } = test;
  const least = from && (from.inclusive ? Math.ceil(from.value) : Math.floor(from.value) + 1);
  const most = to && (to.inclusive ? Math.floor(to.value) : Math.ceil(to.value) - 1);
  return sidesOf([
    ...(least === undefined ? [] : [sql`${column} >= ${countText(least)}::text::bigint`]),
    ...(most === undefined ? [] : [sql`${column} <= ${countText(most)}::text::bigint`]),
  ]);
}

function compileFlag(name: FlagField, test: Test): Piece {
  const path = name === 'identities.isSocial' ? 'i.isSocial' : name;
  if (test.op === 'flag') return hasLexeme(booleanLexeme(path, test.value));
  return name === 'identities.isSocial' ? always : hasLexeme(path);
}

function compileTest(target: Target, test: Test, uses: Uses): Piece {
  switch (target.kind) {
    case 'text':
      return compileText(target.name, test, uses);
    case 'flag':
      return compileFlag(target.name, test);
    case 'count':
      return compileCount(test, uses);
    case 'moment':
      return compileMoment(target.name, test, uses);
    case 'path':
      return compilePath(target.bag, target.keys, test, uses);
  }
}

function compileTree(node: Checked, uses: Uses): Piece {
  switch (node.kind) {
    case 'all':
      return always;
    case 'none':
      return never;
    case 'and':
    case 'or':
      return joinPieces(
        node.kind,
        node.items.map((item) => compileTree(item, uses)),
      );
    case 'not':
      return negatePiece(compileTree(node.item, uses));
    case 'test':
      return compileTest(node.target, node.test, uses);
  }
}

/** Turns a checked query into a condition. Everything the caller wrote is a bound value; SQL text is ours alone. */
export function compileQuery(checked: Checked): CompiledQuery {
  const uses: Uses = { users: false, activity: false };
  const piece = compileTree(checked, uses);
  const constant = piece.kind === 'const' ? piece.value : undefined;
  return {
    where: toSql(piece),
    named: toNamedSql(piece),
    isGuess: isGuess(piece),
    isUnnamed: isUnnamed(piece),
    isLookup: isLookup(piece),
    uses,
    everybody: constant === true,
    nobody: constant === false,
  };
}
