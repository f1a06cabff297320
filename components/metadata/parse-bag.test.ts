import { describe, expect, it } from 'vitest';
import { maxMetadataBytes } from '@/lib/metadata';
import { parseBag, placeOf } from './parse-bag';

describe('parseBag', () => {
  it('takes an object, and nothing at all for an empty one', () => {
    expect(parseBag('user_metadata', '{"a": [1]}', {})).toEqual({ value: { a: [1] }, problem: null });
    expect(parseBag('user_metadata', '  ', {})).toEqual({ value: {}, problem: null });
  });

  it('says where a text stops being JSON', () => {
    const { problem } = parseBag('user_metadata', '{\n  "a": 1,\n  b\n}', {});
    expect(problem).toMatchObject({ line: 3, column: 3 });
    expect(parseBag('user_metadata', '{\n "a": ', {}).problem).toMatchObject({ line: 2 });
  });

  it.each([
    ['{"plan": }', "Unexpected token '}'", 10],
    ['{"a": 1, "b": nul, "c": 2}', "Unexpected token ','", 18],
    [`{"a": "${'x'.repeat(500)}", "b": }`, "Unexpected token '}'", 516],
    ['{"a": 1 "b": 2}', "Expected ',' or '}' after property value", 9],
  ])('says of %s what is wrong in a few words, and where', (text, fault, column) => {
    expect(parseBag('user_metadata', text, {}).problem).toEqual({
      message: `This is not JSON yet: ${fault}.`,
      line: 1,
      column,
    });
  });

  it.each(['[]', 'null', '"text"', '1'])('refuses %s, which is no object', (text) => {
    expect(parseBag('app_metadata', text, {}).problem?.message).toContain('must be an object');
  });

  it('names the key that breaks a limit', () => {
    expect(parseBag('user_metadata', '{"a": {"b.c": 1}}', {}).problem).toEqual({
      path: 'user_metadata.a.b.c',
      message: 'The key "b.c" may not contain ".".',
    });
    expect(parseBag('app_metadata', '{"blocked": true}', {}).problem?.path).toBe('app_metadata.blocked');
    expect(parseBag('user_metadata', '{"blocked": true}', {}).problem).toBeNull();
  });

  it('counts the other bag for the size', () => {
    const half = { text: 'x'.repeat(maxMetadataBytes / 2) };
    expect(parseBag('user_metadata', JSON.stringify(half), {}).problem).toBeNull();
    expect(parseBag('user_metadata', JSON.stringify(half), half).problem?.message).toContain('bytes');
  });
});

describe('placeOf', () => {
  it('counts lines and columns from one', () => {
    expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
    expect(placeOf('', 0)).toEqual({ line: 1, column: 1 });
  });
});
