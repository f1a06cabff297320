import { describe, expect, it } from 'vitest';
import { shownAnswer } from './shown-answer';
import { weave } from './woven-text';

/** As read: `[8 hidden] rule(event: Event) {}`, with 8 before and 7 behind the 13th character of the document's. */
const woven = weave('rule(event) {}', [
  { at: 10, text: ': Event' },
  { at: 0, text: 'hidden: ', opens: true },
]);
const shown = (answer: unknown) =>
  shownAnswer(answer, 'rule.js', (file) => (file === 'rule.js' ? woven : undefined));

describe('what the language service says of a text that only it sees', () => {
  it('stands where it is in the document', () => {
    expect(shown({ textSpan: { start: 13, length: 5 }, name: 'event' })).toEqual({
      textSpan: { start: 5, length: 5 },
      name: 'event',
    });
    expect(shown([{ position: 12, text: ': string' }])).toEqual([{ position: 4, text: ': string' }]);
    expect(shown([{ span: { start: 27, length: 1 }, newText: '\n' }])).toEqual([
      { span: { start: 12, length: 1 }, newText: '\n' },
    ]);
  });

  it('is no problem, no place and no edit in the hidden text', () => {
    expect(shown([{ start: 3, length: 4, messageText: 'a', file: { fileName: 'rule.js' } }])).toEqual([]);
    expect(shown([{ start: 20, length: 5, messageText: 'a', file: { fileName: 'rule.js' } }])).toEqual([]);
    expect(shown([{ textSpan: { start: 20, length: 5 } }, { position: 20 }])).toEqual([]);
    expect(shown([{ span: { start: 7, length: 1 }, newText: '' }])).toEqual([]);
  });

  it('is no edit that would need the hidden text, nor one that goes with it', () => {
    const over = { span: { start: 13, length: 12 }, newText: 'event: Event' };
    const beside = { span: { start: 28, length: 0 }, newText: ';' };
    expect(shown([over, beside])).toEqual([{ span: { start: 13, length: 0 }, newText: ';' }]);
    const fix = { description: 'Both', changes: [{ fileName: 'rule.js', textChanges: [over, beside] }] };
    expect(shown([fix])).toEqual([]);
  });

  it('is cut where it begins in the hidden text and goes on in the document, or the other way round', () => {
    expect(shown({ text: 'rule', spans: [{ start: 0, length: 29 }] })).toEqual({
      text: 'rule',
      spans: [{ start: 0, length: 14 }],
    });
    expect(shown([{ start: 0, length: 12, messageText: 'a' }])).toEqual([
      { start: 0, length: 4, messageText: 'a' },
    ]);
    expect(shown([{ start: 13, length: 10, messageText: 'a' }])).toEqual([
      { start: 5, length: 5, messageText: 'a' },
    ]);
  });

  it('stays where it is in other files', () => {
    const found = [
      { fileName: 'rule.d.ts', textSpan: { start: 4, length: 2 } },
      { fileName: 'rule.js', textSpan: { start: 14, length: 2 } },
    ];
    expect(shown(found)).toEqual([found[0], { fileName: 'rule.js', textSpan: { start: 6, length: 2 } }]);
  });

  it('stays as it is without positions', () => {
    expect(shown(undefined)).toBeUndefined();
    expect(shown({ canRename: false, localizedErrorMessage: 'x' })).toEqual({
      canRename: false,
      localizedErrorMessage: 'x',
    });
  });
});
