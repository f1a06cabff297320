import { type Column, type SQL, sql } from 'drizzle-orm';
import { roles, userActivity, userRoles, userSearch, users } from '@/db/schema';
import type { Edge, Test, TextField } from './checked';
import { fold } from './fold';
import { headOf, isLong, maxTextLength, textLexeme, textPrefix } from './lexeme';
import {
  always,
  condition,
  hasLexeme,
  hasPrefix,
  isPresent,
  isWhole,
  joinPieces,
  never,
  type Piece,
  recheck,
} from './piece';

/** Which tables beside `user_search` a compiled query reads. */
export type Uses = { users: boolean; activity: boolean };

/** The least text that is after every text beginning with `prefix`, in code-point order; undefined when none is. */
export function successor(prefix: string): string | undefined {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = (last.codePointAt(0) ?? 0) + 1;
    if (point <= 0x10ffff) return points.join('') + String.fromCodePoint(point === 0xd800 ? 0xe000 : point);
  }
  return undefined;
}

export function likePattern(parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[\\%_]/g, '\\$&')).join('%');
}

/** A comparison in code-point order, which is the order of the indexes. */
export function textRange(text: SQL | Column, from?: Edge<string>, to?: Edge<string>): SQL {
  const sides: SQL[] = [];
  if (from) sides.push(sql`${text} collate "C" ${from.inclusive ? sql`>=` : sql`>`} ${from.value}`);
  if (to) sides.push(sql`${text} collate "C" ${to.inclusive ? sql`<=` : sql`<`} ${to.value}`);
  return sides.length === 0 ? sql`true` : sql.join(sides, sql` and `);
}

/** LIKE, with the range that lets a b-tree find what begins alike. */
function matches(column: SQL | Column, parts: readonly string[]): SQL {
  const [prefix = ''] = parts;
  const like = sql`${column} like ${likePattern(parts)}`;
  if (prefix === '') return like;
  const after = successor(prefix);
  const to = after === undefined ? undefined : { value: after, inclusive: false };
  return sql`(${textRange(column, { value: prefix, inclusive: true }, to)} and ${like})`;
}

function columnTest(column: Column, test: Test): SQL {
  switch (test.op) {
    case 'exists':
      return sql`${column} is not null`;
    case 'equals':
      return sql`${column} collate "C" = ${test.text}`;
    case 'pattern':
      return matches(column, test.parts);
    case 'texts':
      return sql`(${textRange(column, test.from, test.to)})`;
    default:
      return sql`false`;
  }
}

/** A test of a column that has an index. */
function ofColumn(column: Column, test: Test): Piece {
  if (test.op === 'exists') return isPresent(column);
  return test.op === 'equals' ? isWhole(columnTest(column, test)) : condition(columnTest(column, test));
}

/** Text that keeps its case, whose column of `user_search` is folded: found by the one, decided by the other. */
function keptCase(found: Column, kept: Column, test: Test, uses: Uses): Piece {
  if (test.op === 'exists') return isPresent(found);
  uses.users = true;
  if (test.op === 'equals') {
    const near = columnTest(found, { op: 'equals', text: fold(test.text) });
    return isWhole(sql`(${near} and ${columnTest(kept, test)})`);
  }
  if (test.op === 'pattern') {
    const near = columnTest(found, { op: 'pattern', parts: test.parts.map(fold) });
    return condition(sql`(${near} and ${columnTest(kept, test)})`);
  }
  return condition(columnTest(kept, test));
}

/** The tests that lexemes cannot always answer. */
export type TextTest = Extract<Test, { op: 'pattern' | 'texts' }>;

/** How text that only `terms` indexes is looked at itself, when its lexemes cannot tell. */
export type Recheck = (test: TextTest) => SQL;

export function isPrefix(parts: readonly string[]): boolean {
  return parts.length === 2 && parts[1] === '';
}

/** The beginning that every text of a range shares. */
function commonPrefix(from?: Edge<string>, to?: Edge<string>): string {
  if (!from || !to) return '';
  const a = [...from.value];
  const b = [...to.value];
  const differs = a.findIndex((point, index) => point !== b[index]);
  return a.slice(0, differs === -1 ? a.length : differs).join('');
}

/** A test of text by its lexemes, and by the text itself where they cannot tell. `exists`: whether there is any. */
export function lexemeTest(path: string, test: Test, exists: Piece, textOf: Recheck): Piece {
  const forms = 'anyCase' in test ? (['text', 'folded'] as const) : (['text'] as const);
  const oneOf = (of: (form: (typeof forms)[number]) => Piece) => joinPieces('or', forms.map(of));
  const near = (prefix: string) =>
    prefix === '' ? exists : oneOf((form) => hasPrefix(textPrefix(path, prefix, form)));
  switch (test.op) {
    case 'exists':
      return exists;
    case 'equals':
      return oneOf((form) => hasLexeme(textLexeme(path, test.text, form)));
    case 'pattern': {
      const [prefix = ''] = test.parts;
      if (isPrefix(test.parts) && !isLong(prefix)) return near(prefix);
      return joinPieces('and', [near(prefix), recheck(textOf(test))]);
    }
    case 'texts': {
      const prefix = headOf(commonPrefix(test.from, test.to), maxTextLength);
      return joinPieces('and', [near(prefix), recheck(textOf(test))]);
    }
    default:
      return never;
  }
}

const compare = (text: SQL, test: TextTest): SQL =>
  test.op === 'pattern' ? sql`${text} like ${likePattern(test.parts)}` : textRange(text, test.from, test.to);

/** A pattern that ends in `@` and a domain names the whole domain, whose lexeme finds it; of the rest the text decides. */
function compileEmail(test: Test): Piece {
  const text = ofColumn(userSearch.email, test);
  const end = (test.op === 'pattern' && test.parts.at(-1)) || '';
  const at = end.lastIndexOf('@');
  if (at === -1) return text;
  const domain = hasLexeme(textLexeme('email.domain', end.slice(at + 1)));
  const isAll = test.op === 'pattern' && test.parts.length === 2 && test.parts[0] === '' && at === 0;
  return isAll ? domain : joinPieces('and', [domain, text]);
}

function compileDomain(test: Test): Piece {
  const text = sql`split_part(${userSearch.email}, '@', -1)`;
  return lexemeTest('email.domain', test, hasLexeme('email.domain'), (each) => sql`(${compare(text, each)})`);
}

/** Every identity has a connection, a provider and an id. */
function compileIdentity(path: string, column: SQL, test: Test): Piece {
  return lexemeTest(
    path,
    test,
    always,
    (each) => sql`exists (select 1 from identities i
    where i.user_id = ${userSearch.userId} and ${compare(column, each)})`,
  );
}

/** A test of a root field of text. Names come from the allow-list; all text of the caller is bound. */
export function compileText(name: TextField, test: Test, uses: Uses): Piece {
  switch (name) {
    case 'email':
      return compileEmail(test);
    case 'name':
      return ofColumn(userSearch.name, test);
    case 'given_name':
      return ofColumn(userSearch.givenName, test);
    case 'family_name':
      return ofColumn(userSearch.familyName, test);
    case 'nickname':
      return ofColumn(userSearch.nickname, test);
    case 'user_id':
      return test.op === 'equals'
        ? isWhole(sql`${userSearch.userId} = ${test.text}`)
        : condition(columnTest(userSearch.userId, test));
    case 'username':
      return keptCase(userSearch.username, users.username, test, uses);
    case 'phone_number':
      return keptCase(userSearch.phone, users.phoneNumber, test, uses);
    case 'last_ip':
      uses.activity = true;
      return condition(columnTest(userActivity.lastIp, test));
    case 'email.domain':
      return compileDomain(test);
    case 'identities.connection':
      return compileIdentity('i.connection', sql`i.connection`, test);
    case 'identities.provider':
      return compileIdentity('i.provider', sql`i.provider`, test);
    case 'identities.user_id':
      return compileIdentity('i.user_id', sql`i.identity_user_id`, test);
    case 'roles':
      return condition(sql`${userSearch.userId} in (select ${userRoles.userId} from ${userRoles}
        inner join ${roles} on ${roles.id} = ${userRoles.roleId}
        where ${columnTest(roles.id, test)} or ${columnTest(roles.name, test)})`);
  }
}
