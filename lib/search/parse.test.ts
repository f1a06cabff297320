import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Invalid } from '@/lib/errors';
import { checkQuery } from './check';
import { compileQuery } from './compile';
import { parseQuery } from './parse';

const rights = { userMetadata: true, appMetadata: true, roles: true };
const compile = (q: string, strict = false) => compileQuery(checkQuery(parseQuery(q), { rights, strict }));

const toText = (q: string) => new PgDialect().sqlToQuery(compile(q).where);

function faultOf(q: string): { message: string; position: unknown; found: unknown; suggestion: unknown } {
  try {
    compile(q);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    expect(error.errorCode).toBe('invalid_query_string');
    const { position, found, suggestion } = error.data ?? {};
    return { message: error.message, position, found, suggestion };
  }
  throw new Error(`${q} was accepted`);
}

describe('a query that cannot be read says where, what was found and what was expected', () => {
  test.each([
    ['name:(', 6, 'the end of the query', /expected a condition/],
    ['name:', 5, 'the end of the query', /expected a value/],
    ['(a OR b', 7, 'the end of the query', /or \)/],
    ['a)', 1, '")"', /end of the query/],
    ['"abc', 4, 'the end of the query', /closing quote/],
    ['a AND', 5, 'the end of the query', /a condition/],
    ['AND a', 0, '"AND"', /a condition/],
    ['a OR OR b', 5, '"OR"', /a condition/],
    ['logins_count:[1 2]', 16, '"2"', /expected TO/],
    ['logins_count:[1 TO 2', 20, 'the end of the query', /\] or \}/],
    ['logins_count:[1* TO 2]', 15, '"*"', /a single \*/],
    ['name:wh?', 7, '"?"', /one-character wildcard/],
    ['name:who~2', 8, '"~"', /Fuzzy search/],
    ['name:who^2', 8, '"^"', /Boosting/],
    ['name:a:b', 6, '":"', /\\:/],
    ['name:"a"b', 8, '"b"', /a space/],
    ['na*me:x', 0, '"na"', /without wildcards/],
    ['name:ab\\', 8, 'the end of the query', /backslash/],
    ['a OR +b', 5, '"+"', /required/],
  ])('%s', (q, position, found, message) => {
    const fault = faultOf(q);
    expect(fault).toMatchObject({ position, found });
    expect(fault.message).toMatch(message);
  });
});

describe('a query that cannot be answered names the fault', () => {
  test.each([
    ['nmae:x', /Did you mean name\?/, 'name'],
    ['connection:x', /identities\.connection/, 'identities.connection'],
    ['name.raw:x', /Did you mean name\?/, 'name'],
    ['user_metdata.color:blue', /user_metadata\.color/, 'user_metadata.color'],
    ['picture:x', /The fields are: email, /, undefined],
    ['user_metadata:x', /name one/, 'user_metadata.key'],
    ['user_metadata.a..b:x', /no field/, 'user_metadata.a.b'],
    ['blocked:yes', /not true or false/, undefined],
    ['logins_count:many', /not a number/, undefined],
    ['logins_count:[1 TO x]', /"x" is not a number/, undefined],
    ['created_at:2025-02-30', /not a date/, undefined],
    ['created_at:[2025-13 TO *]', /not a date/, undefined],
    ['created_at:2025*', /only text takes wildcards/, undefined],
    ['blocked:[true TO false]', /not true or false/, undefined],
    ['[1 TO 2]', /needs a field/, undefined],
    ['updated_at:>2018-01-15', /written as ranges/, undefined],
    ['user_metadata.path:/re/', /Regular expressions/, undefined],
    ['name:*oe', /three other characters/, undefined],
    ['name:j*d', /three other characters/, undefined],
  ])('%s', (q, message, suggestion) => {
    const fault = faultOf(q);
    expect(fault.message).toMatch(message);
    expect(fault.suggestion).toBe(suggestion);
    expect(typeof fault.position).toBe('number');
  });
});

test.each([
  ['name:a OR NOT name:b AND name:c name:d', 'name:a OR ((NOT name:b) AND name:c) OR name:d'],
  ['name:(a b)', 'name:a OR name:b'],
  ['+name:a name:b -name:c', 'name:a AND NOT name:c'],
  ['name:a name:b NOT name:c', '(name:a OR name:b) AND NOT name:c'],
  ['-name:a -name:b', 'NOT name:a AND NOT name:b'],
  ['name:a && !name:b || name:c', '(name:a AND NOT name:b) OR name:c'],
  ['name:( a OR email:b )', 'name:a OR email:b'],
  ['name:"a\\"b"', 'name:a\\"b'],
])('%s means %s', (q, same) => {
  expect(toText(q)).toEqual(toText(same));
});

const hostile: [string, string][] = [
  ['1 MB of one word', 'a'.repeat(1_000_000)],
  ['1 MB of quotes', '"'.repeat(1_000_000)],
  ['1 MB of parentheses', '('.repeat(1_000_000)],
  ['1 MB of NOT', 'NOT '.repeat(250_000)],
  ['parentheses to the length limit', '('.repeat(8192)],
  ['NOT to the length limit', `${'NOT '.repeat(2047)}a`],
  ['minus to the length limit', `${'-'.repeat(8000)}a`],
  ['stars to the length limit', `name:${'a*'.repeat(4000)}`],
  ['stars alone to the length limit', `name:${'*'.repeat(8000)}abc`],
  ['backslashes to the length limit', '\\'.repeat(8191)],
  ['dots to the length limit', `${'.'.repeat(8000)}:a`],
  ['deep metadata path', `user_metadata${'.a'.repeat(4000)}:1`],
  ['as many ranges as fit', 'user_metadata.a:[0.1 TO 0.3] '.repeat(280)],
  ['as many bare words as fit', 'ab '.repeat(2700)],
  ['a long unknown field', `${'x'.repeat(8000)}:a`],
];

test.each(hostile)('hostile query answers or is refused at once: %s', (_name, q) => {
  const started = performance.now();
  try {
    compile(q);
  } catch (error) {
    expect(error).toBeInstanceOf(Invalid);
  }
  expect(performance.now() - started).toBeLessThan(250);
});

test('any text at all is either read or refused as Invalid', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'AND',
      'OR',
      'NOT',
      'TO',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      '*',
      '+',
      '-',
      '!',
      ':',
      ' ',
      '&&',
      '||',
    ),
    fc.constantFrom('name', 'user_metadata.a', '_exists_', 'logins_count', 'created_at', '2025', '1', 'ab'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, strict) => {
      try {
        compile(pieces.join(''), strict);
      } catch (error) {
        expect(error).toBeInstanceOf(Invalid);
      }
    }),
    { numRuns: 3000 },
  );
});
