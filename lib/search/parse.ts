import { refuseQuery } from './fail';
import { checkWord, countClause, limits, readDelimited } from './parse-value';
import { isSpace, type Reader, readWord, refuseHere, skipSpaces } from './reader';
import type { FieldName, Tree } from './tree';

type Mark = 'required' | 'prohibited' | 'optional';
type Item = { tree: Tree; mark: Mark; at: number };
type Scope = { field: FieldName | null; depth: number };

const combine = (kind: 'and' | 'or', items: Tree[]): Tree => {
  const [only] = items;
  return items.length === 1 && only ? only : { kind, items };
};

const negate = (item: Tree): Tree => ({ kind: 'not', item });

/** Whether the operator stands here, as a word of its own. Keywords are upper-case only. */
function peekOperator(reader: Reader, keyword: 'AND' | 'OR' | 'NOT', symbol?: string): number {
  if (symbol !== undefined && reader.text.startsWith(symbol, reader.at)) return symbol.length;
  if (!reader.text.startsWith(keyword, reader.at)) return 0;
  const next = reader.text[reader.at + keyword.length];
  return next === undefined || isSpace(next) || '()[]{}"'.includes(next) ? keyword.length : 0;
}

function takeOperator(reader: Reader, keyword: 'AND' | 'OR' | 'NOT', symbol?: string): boolean {
  skipSpaces(reader);
  const length = peekOperator(reader, keyword, symbol);
  reader.at += length;
  return length > 0;
}

function parseGroup(reader: Reader, scope: Scope): Tree {
  const start = reader.at;
  if (scope.depth === limits.depth) {
    refuseQuery(`Parentheses may nest at most ${limits.depth} deep.`, {
      position: start,
      found: '(',
      expected: `at most ${limits.depth} levels`,
    });
  }
  reader.at += 1;
  const tree = parseOr(reader, { ...scope, depth: scope.depth + 1 });
  skipSpaces(reader);
  if (reader.text[reader.at] !== ')') refuseHere(reader, 'AND, OR, another condition or )');
  reader.at += 1;
  return tree;
}

/** What stands after `field:`. */
function parseFieldValue(reader: Reader, field: FieldName, scope: Scope): Tree {
  skipSpaces(reader);
  if (field.keys.length === 1 && field.keys[0] === '_exists_') {
    if (field.ignoresCase) {
      reader.at = field.end;
      refuseHere(reader, ':');
    }
    const start = reader.at;
    const name = readWord(reader);
    if (!name || name.word.parts.length > 1) refuseHere(reader, 'the name of a field');
    return { kind: 'exists', field: { keys: name.keys, start, end: reader.at } };
  }
  if (reader.text[reader.at] === '(') return parseGroup(reader, { ...scope, field });
  const value = readDelimited(reader);
  if (value) return { kind: 'match', field, value };
  const read = readWord(reader);
  if (!read) refuseHere(reader, 'a value');
  return { kind: 'match', field, value: checkWord(reader, read.word) };
}

function parsePrimary(reader: Reader, scope: Scope): Tree {
  const start = reader.at;
  if (reader.text[start] === '(') return parseGroup(reader, scope);
  if (peekOperator(reader, 'AND', '&&') > 0 || peekOperator(reader, 'OR', '||') > 0) {
    refuseHere(reader, 'a condition (put the word in quotes to search for it)');
  }
  countClause(reader, start);
  const value = readDelimited(reader);
  if (value) return { kind: 'match', field: scope.field, value };
  const read = readWord(reader);
  if (!read) refuseHere(reader, 'a condition');
  const ignoresCase = reader.text.startsWith('~:', reader.at);
  if (reader.text[reader.at] !== ':' && !ignoresCase) {
    return { kind: 'match', field: scope.field, value: checkWord(reader, read.word) };
  }
  if (read.word.parts.length > 1) {
    reader.at = start;
    refuseHere(reader, 'the name of a field without wildcards');
  }
  const field: FieldName = {
    keys: read.keys,
    start,
    end: reader.at,
    ...(ignoresCase ? { ignoresCase } : {}),
  };
  reader.at += ignoresCase ? 2 : 1;
  return parseFieldValue(reader, field, scope);
}

/** One condition with what stands before it: NOT, ! and - turn it round, + makes it required. */
function parseItem(reader: Reader, scope: Scope): Item {
  skipSpaces(reader);
  const at = reader.at;
  let mark: Mark = 'optional';
  for (;;) {
    skipSpaces(reader);
    const char = reader.text[reader.at];
    if (char === '+' && mark === 'optional') {
      mark = 'required';
      reader.at += 1;
    } else if (char === '-' || char === '!') {
      mark = mark === 'prohibited' ? 'optional' : 'prohibited';
      reader.at += 1;
    } else if (takeOperator(reader, 'NOT')) {
      mark = mark === 'prohibited' ? 'optional' : 'prohibited';
    } else {
      break;
    }
  }
  const tree = parsePrimary(reader, scope);
  const next = reader.text[reader.at];
  if (next !== undefined && !isSpace(next) && next !== ')' && next !== '(') {
    refuseHere(reader, 'a space or the end of the query');
  }
  return { tree, mark, at };
}

const toTree = (item: Item): Tree => (item.mark === 'prohibited' ? negate(item.tree) : item.tree);

function parseAnd(reader: Reader, scope: Scope): Item {
  const first = parseItem(reader, scope);
  if (!takeOperator(reader, 'AND', '&&')) return first;
  const items = [toTree(first)];
  do {
    items.push(toTree(parseItem(reader, scope)));
  } while (takeOperator(reader, 'AND', '&&'));
  return { tree: combine('and', items), mark: 'optional', at: first.at };
}

function endsList(reader: Reader): boolean {
  skipSpaces(reader);
  const char = reader.text[reader.at];
  return char === undefined || char === ')' || peekOperator(reader, 'OR', '||') > 0;
}

/** Conditions side by side: any of them, unless some are required (+); never one that is prohibited (-, NOT). */
function combineList(items: Item[]): Tree {
  const [only] = items;
  if (items.length === 1 && only) return toTree(only);
  const of = (mark: Mark) => items.filter((item) => item.mark === mark).map((item) => item.tree);
  const required = of('required');
  const optional = of('optional');
  const wanted = required.length > 0 ? required : optional.length > 0 ? [combine('or', optional)] : [];
  return combine('and', [...wanted, ...of('prohibited').map(negate)]);
}

function parseOr(reader: Reader, scope: Scope): Tree {
  const lists: Tree[] = [];
  let lonelyPlus: Item | undefined;
  do {
    const items: Item[] = [];
    do items.push(parseAnd(reader, scope));
    while (!endsList(reader));
    const [only] = items;
    if (items.length === 1 && only?.mark === 'required') lonelyPlus = only;
    lists.push(combineList(items));
  } while (takeOperator(reader, 'OR', '||'));
  if (lonelyPlus && lists.length > 1) {
    reader.at = lonelyPlus.at;
    refuseHere(reader, 'a condition without + beside OR (use AND for what is required)');
  }
  return combine('or', lists);
}

/**
 * Reads a query of `reference/user-search.md` section 4. NOT binds before AND, AND before OR; conditions side by side
 * are joined by OR. Empty text and `*` mean everybody. Takes time linear in the length, which is limited.
 * Throws Invalid with the position, what was found and what was expected; nothing else.
 */
export function parseQuery(text: string): Tree {
  if (text.length > limits.units) {
    refuseQuery(`A query may have at most ${limits.units} characters; this one has ${text.length}.`, {
      position: limits.units,
      found: `${text.length} characters`,
      expected: `at most ${limits.units} characters`,
    });
  }
  if (text.includes('\u0000') || !text.isWellFormed()) {
    refuseQuery('The query holds a character that no text can hold (U+0000 or half a surrogate pair).', {
      position: Math.max(0, text.indexOf('\u0000')),
      found: 'a character that is not text',
      expected: 'text',
    });
  }
  const reader: Reader = { text, at: 0, clauses: 0, wildcards: 0 };
  skipSpaces(reader);
  if (reader.at === text.length) return { kind: 'all' };
  const tree = parseOr(reader, { field: null, depth: 0 });
  skipSpaces(reader);
  if (reader.at < text.length) refuseHere(reader, 'AND, OR, another condition or the end of the query');
  return tree;
}
