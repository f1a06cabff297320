import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeAt } from './query-place';

/** The place at the bar in the text. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return placeAt(marked.replace('|', ''), caret);
}

describe('placeAt', () => {
  it.each([
    ['|', 'field', ''],
    ['em|', 'field', 'em'],
    ['em|ail', 'field', 'em'],
    ['user_metadata.addr|', 'field', 'user_metadata.addr'],
    ['blocked:true AND |', 'field', ''],
    ['blocked:true AND NOT na|', 'field', 'na'],
    ['(na|', 'field', 'na'],
    ['-na|', 'field', 'na'],
    ['email:|', 'value', ''],
    ['email: |', 'value', ''],
    ['email:a\\ b|', 'value', 'a b'],
    ['email:"ada lo|', 'value', 'ada lo'],
    ['email:"ada \\"l|o" AND x', 'value', 'ada "l'],
    ['name:(ada OR ev|', 'value', 'ev'],
    ['name:(ada OR "ev|', 'value', 'ev'],
    ['_exists_:app_metadata.pl|', 'exists', 'app_metadata.pl'],
    ['blocked:true |', 'operator', ''],
    ['blocked:true A|', 'operator', 'A'],
    ['(a OR b) |', 'operator', ''],
    ['created_at:[2025 TO *] |', 'operator', ''],
    ['created_at:[2025 |', 'range', '[2025 '],
    ['created_at:[2025 TO |*] AND x', 'range', '[2025 TO '],
    ['name:AND |', 'operator', ''],
    ['app_metadata.plan~:go|', 'value', 'go'],
  ] as const)('%s is %s', (marked, kind, typed) => {
    expect(at(marked)).toMatchObject({ kind, typed });
  });

  it('names the field of a value, in its group too', () => {
    expect(at('a AND app_metadata.plan:go|')).toMatchObject({ field: 'app_metadata.plan' });
    expect(at('name:(ada OR |)')).toMatchObject({ kind: 'value', field: 'name' });
    expect(at('(name:(ada)) AND |')).toMatchObject({ kind: 'field' });
  });

  it('reaches to the end of the word, and over a closing quote', () => {
    expect(at('em|ail:x')).toMatchObject({ from: 0, to: 5, hasColon: true });
    expect(at('email:"a|da" AND b')).toMatchObject({ from: 6, to: 11, isQuoted: true });
  });

  it('finds a place around the caret in any text', () => {
    const queryish = fc.string({
      unit: fc.constantFrom(...'ab:"()[]{}\\ *+-!~^?&|ANDORTO._'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.oneof(queryish, fc.string()), fc.nat(), (text, number) => {
        const caret = number % (text.length + 1);
        const { from, to } = placeAt(text, caret);
        expect(from).toBeLessThanOrEqual(caret);
        expect(to).toBeGreaterThanOrEqual(caret);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 3000 },
    );
  });
});
