import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/components/metadata/json';
import { fromFields, keyProblem, labelOf, newField, readField, toFields } from './form-model';

describe('form', () => {
  it('gives back every object it is made of', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as JsonObject;
        expect(fromFields(toFields(plain)).value).toEqual(plain);
      }),
    );
  });

  it('edits each value by what it is', () => {
    const fields = toFields({ a: 'x', b: 'x\ny', c: 1, d: true, e: { f: 1 }, g: [1], h: null });
    expect(fields.map(({ kind }) => kind)).toEqual([
      'text',
      'long-text',
      'number',
      'boolean',
      'json',
      'json',
      'json',
    ]);
  });

  it('says which field holds no value yet, and gives no object until all do', () => {
    const fields = [
      { id: '1', key: 'age', kind: 'number' as const, text: 'old' },
      { id: '2', key: 'tags', kind: 'json' as const, text: '[' },
      { id: '3', key: 'name', kind: 'text' as const, text: '' },
    ];
    const { value, problems } = fromFields(fields);
    expect(value).toBeNull();
    expect(Object.keys(problems ?? {})).toEqual(['1', '2']);
  });

  it('takes text as it is, even when it looks like something else', () => {
    expect(readField({ kind: 'text', text: '12' }).value).toBe('12');
    expect(readField({ kind: 'number', text: '' }).problem).not.toBeNull();
  });

  it('refuses a name that is taken or may not be', () => {
    const fields = [newField('a', 'text', '1')];
    expect(keyProblem('a', fields)).toContain('There is a field');
    expect(keyProblem('a.b', fields)).toContain('dot');
    expect(keyProblem('$a', fields)).toContain('$');
    expect(keyProblem('b', fields)).toBeNull();
  });
});

it('says a key in words', () => {
  expect(labelOf('favouriteColour')).toBe('Favourite colour');
  expect(labelOf('favourite_colour')).toBe('Favourite colour');
  expect(labelOf('_')).toBe('_');
});
