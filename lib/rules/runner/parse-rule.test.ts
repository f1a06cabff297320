import { describe, expect, it } from 'vitest';
import { parseRule } from './parse-rule';

describe('accepts one function expression', () => {
  it.each([
    ['anonymous', 'function (user, context, callback) { callback(null, user, context); }'],
    ['named', 'function addRoles(user, context, callback) { callback(); }'],
    ['async', 'async function (user, context, callback) { await 1; callback(); }'],
    ['arrow', '(user, context, callback) => callback(null, user, context)'],
    ['async arrow', 'async (user, context, cb) => { cb(); }'],
    ['parenthesised', '(function (user, context, callback) { callback(); })'],
    ['with a trailing semicolon', 'function (u, c, cb) { cb(); };'],
    ['with a semicolon and a comment', 'function (u, c, cb) { cb(); }; // done'],
    ['led by comments', '/* a */\n// b\n\nfunction (u, c, cb) { cb(); }'],
    ['ended by a line comment', 'function (u, c, cb) { cb(); } // end'],
    ['with blank lines', '\n\n  function (u, c, cb) { cb(); }\n\n\n'],
    ['sloppy', 'function (u, c, cb) { undeclared = 010; with (u) {} cb(); }'],
  ])('%s', (_, script) => {
    expect(parseRule(script)).toMatchObject({ ok: true });
  });
});

it('gives the source up to the end of the function, so that positions stay those of the source', () => {
  const parsed = parseRule('// one\nfunction (u, c, cb) {\n  cb();\n}; // more');
  expect(parsed).toEqual({ ok: true, code: '// one\nfunction (u, c, cb) {\n  cb();\n}' });
});

describe('refuses anything else, at its place', () => {
  it.each([
    ['nothing', '', 1, 1],
    ['a statement', 'var a = 1;', 1, 1],
    ['a number', ' 42', 1, 2],
    ['a call', '(function () {})()', 1, 1],
    ['two functions', 'function () {}\nfunction () {}', 2, 10],
    ['a sequence', 'function () {}, function () {}', 1, 17],
    ['code behind', 'function () {};\nglobal.x = 1', 2, 1],
    ['a bracket that closes ours', 'function () {}); evil(); (function () {}', 1, 15],
    ['a generator', 'function* (u, c, cb) { cb(); }', 1, 1],
    ['a syntax error', 'function (u, c, cb) {\n  let a;\n  let a;\n}', 3, 7],
    ['an unclosed body', 'function (u, c, cb) {\n  cb(', 2, 6],
    ['a module', 'import x from "y"', 1, 8],
    ['await outside of async', 'function (u, c, cb) { await u; }', 1, 29],
  ])('%s', (_, script, line, column) => {
    expect(parseRule(script)).toMatchObject({
      ok: false,
      line,
      column,
      message: expect.stringMatching(/\S/),
    });
  });
});
