import { describe, expect, it } from 'vitest';
import { hiddenName, isHiddenName, withoutPrefix } from './hidden-prefix';

const lengthOf = (file: string) => (file === 'rule.js' ? 10 : 0);
const shown = (answer: unknown) => withoutPrefix(answer, 'rule.js', lengthOf);

describe('a text that only the language service sees', () => {
  it('travels under a name that is no file', () => {
    expect(isHiddenName(hiddenName('file:///rule.js'))).toBe(true);
    expect(isHiddenName('file:///rule.js')).toBe(false);
  });

  it('moves positions back to where they are in the document', () => {
    expect(shown({ textSpan: { start: 14, length: 3 }, name: 'user' })).toEqual({
      textSpan: { start: 4, length: 3 },
      name: 'user',
    });
    expect(shown([{ position: 12, text: ': string' }])).toEqual([{ position: 2, text: ': string' }]);
    expect(shown([{ span: { start: 12, length: 0 }, newText: ' ' }])).toEqual([
      { span: { start: 2, length: 0 }, newText: ' ' },
    ]);
  });

  it('shows no problem and makes no edit in the hidden text', () => {
    expect(shown([{ start: 3, length: 5, messageText: 'a', file: { fileName: 'rule.js' } }])).toEqual([]);
    expect(shown([{ span: { start: 9, length: 1 }, newText: '' }])).toEqual([]);
  });

  it('cuts what begins in the hidden text and goes on in the document', () => {
    expect(shown({ text: 'rule', spans: [{ start: 0, length: 30 }] })).toEqual({
      text: 'rule',
      spans: [{ start: 0, length: 20 }],
    });
  });

  it('leaves positions of other files alone', () => {
    const definition = [{ fileName: 'rule.d.ts', textSpan: { start: 4, length: 2 } }];
    expect(shown(definition)).toEqual(definition);
    const found = [
      { fileName: 'rule.d.ts', textSpan: { start: 4, length: 2 } },
      { fileName: 'rule.js', textSpan: { start: 14, length: 2 } },
    ];
    expect(withoutPrefix(found, 'rule.d.ts', lengthOf)).toEqual([
      { fileName: 'rule.d.ts', textSpan: { start: 4, length: 2 } },
      { fileName: 'rule.js', textSpan: { start: 4, length: 2 } },
    ]);
  });

  it('leaves answers without positions as they are', () => {
    expect(shown(undefined)).toBeUndefined();
    expect(shown({ canRename: false, localizedErrorMessage: 'x' })).toEqual({
      canRename: false,
      localizedErrorMessage: 'x',
    });
  });
});
