import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from './oracle.fixture';
import { parseQuery } from './parse';
import { randomQuery } from './random-queries.fixture';
import { readQuery } from './read-query';
import { spellQuery, spellWord } from './spell-query';
import type { Tree } from './tree';

const places = new Set(['start', 'end']);

/** A tree without places in the text. */
const meaning = (tree: Tree): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (places.has(key) ? undefined : value)));

describe('spellQuery', () => {
  it('writes every tree so that reading it gives the same tree', () => {
    fc.assert(
      fc.property(randomQuery, (asked) => {
        const tree = parseQuery(render(asked));
        expect(meaning(parseQuery(spellQuery(tree)))).toEqual(meaning(tree));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['blocked:true email_verified:true', 'blocked:true OR email_verified:true'],
    ['+blocked:true -name:ada*', 'blocked:true AND NOT name:ada*'],
    ['name:(ada OR "eve x")', 'name:(ada OR "eve x")'],
    ['NOT (NOT a)', 'NOT (NOT a)'],
    ['(a OR b) AND (c AND d)', '(a OR b) AND (c AND d)'],
    ['created_at:{2025-01 TO *]', 'created_at:{2025-01 TO *]'],
    ['app_metadata.my\\:key:"*"', 'app_metadata.my\\:key:"*"'],
    ['app_metadata.plan~:(Gold OR x)', 'app_metadata.plan~:(Gold OR x)'],
    ['"AND" OR "-x"', '"AND" OR "-x"'],
    ['*', '*'],
    ['', ''],
  ])('%s → %s', (text, spelled) => {
    expect(spellQuery(parseQuery(text))).toBe(spelled);
  });
});

describe('spellWord', () => {
  it('writes any text so that it is read as that one value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'));
        expect(meaning(parseQuery(`name:${spellWord(text)}`))).toEqual({
          kind: 'match',
          field: { keys: ['name'] },
          value: { kind: 'word', parts: [text] },
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readQuery', () => {
  it('tells a fault of grammar, of a field and of a value where it stands, and never throws', () => {
    expect(readQuery('name:(')).toMatchObject({ ok: false, fault: { position: 6 } });
    expect(readQuery('a AND emial:x')).toMatchObject({
      ok: false,
      fault: { position: 6, found: 'emial', suggestion: 'email' },
    });
    expect(readQuery('logins_count:many')).toMatchObject({ ok: false, fault: { position: 13 } });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readQuery(text);
      }),
    );
  });

  it('takes what the server takes', () => {
    const query = 'app_metadata.seats:[5 TO *] AND user_metadata.color:bl*';
    expect(readQuery(query)).toMatchObject({ ok: true });
    expect(readQuery(query, { isStrict: true })).toMatchObject({ ok: false, fault: { position: 19 } });
  });
});
