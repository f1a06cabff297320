import { describe, expect, it } from 'vitest';
import { readQuery } from '@/lib/search/read-query';
import { placeAt } from './query-place';
import { type Knowledge, lookupsAt, type Suggestion, suggestionsAt } from './suggestions';

const known: Knowledge = {
  connections: [
    { name: 'Users', strategy: 'auth0' },
    { name: 'my corp', strategy: 'samlp' },
  ],
  roles: ['admin'],
  recent: ['name:ada*', 'blocked:true'],
  isStrict: false,
  keys: (bag, prefix) =>
    bag === 'app_metadata'
      ? [
          { path: 'plan', kinds: ['text'] },
          { path: 'trial', kinds: ['object'] },
        ].filter(({ path }) => path.startsWith(prefix))
      : undefined,
  values: (_, prefix) =>
    [
      { value: 'gold plus', kind: 'text' },
      { value: '10', kind: 'number' },
    ].filter(({ value }) => value.startsWith(prefix)),
  now: new Date('2025-11-20T10:00:00.000Z'),
};

function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return suggestionsAt(text, placeAt(text, caret), known);
}

const apply = (marked: string, { insert, from, to }: Suggestion) => {
  const text = marked.replace('|', '');
  return text.slice(0, from) + insert + text.slice(to);
};
const results = (marked: string) => at(marked).map((each) => apply(marked, each));
const labels = (marked: string) => at(marked).map(({ label }) => label);

describe('suggestionsAt', () => {
  it('offers recent searches first when nothing is typed, and then fields', () => {
    expect(results('|').slice(0, 3)).toEqual(['name:ada*', 'blocked:true', 'email:']);
    expect(at('|')[0]).toMatchObject({ section: 'Recent searches', isQuery: true });
  });

  it('finds fields by the beginning of their name, a word of it or of their label', () => {
    expect(results('blo|')).toEqual(['blocked:true', 'blocked:']);
    expect(labels('conn|')).toContain('identities.connection');
    expect(labels('signed|')).toContain('created_at');
  });

  it('keeps a colon that is there', () => {
    expect(results('ema|:x')[0]).toBe('email:x');
  });

  it('finds keys of metadata with and without their bag, and goes on into objects', () => {
    expect(results('pla|')).toContain('app_metadata.plan:');
    expect(results('app_metadata.|')).toEqual(['app_metadata.plan:', 'app_metadata.trial.']);
    expect(results('_exists_:app_metadata.t|')).toEqual(['_exists_:app_metadata.trial']);
  });

  it('offers observed values, quoted where they must be', () => {
    expect(results('app_metadata.plan:|')).toContain('app_metadata.plan:"gold plus" ');
    expect(results('app_metadata.plan:"go|"')[0]).toBe('app_metadata.plan:"gold plus" ');
    expect(results('app_metadata.plan:go|')).toEqual([
      'app_metadata.plan:"gold plus" ',
      'app_metadata.plan:go* ',
    ]);
  });

  it('offers connections, booleans and dates by their field', () => {
    expect(results('identities.connection:my|')[0]).toBe('identities.connection:"my corp" ');
    expect(results('blocked:t|')).toEqual(['blocked:true ']);
    expect(results('last_login:7|')[0]).toBe('last_login:[2025-11-13 TO *] ');
  });

  it('joins what follows a whole condition with AND, since conditions side by side mean OR', () => {
    expect(results('blocked:true |')).toEqual([
      'blocked:true AND ',
      'blocked:true OR ',
      'blocked:true AND NOT ',
    ]);
    expect(results('name:"ada"|')[0]).toBe('name:"ada" AND ');
    expect(results('blocked:true ema|')[0]).toBe('blocked:true AND email:');
  });

  it('offers a strict tenant nothing that it would refuse', () => {
    const strict = { ...known, isStrict: true };
    const offered = (text: string) =>
      suggestionsAt(text, placeAt(text, text.length), strict).map(({ insert }) => insert.trim());
    expect(offered('rol')).not.toContain('roles:');
    expect(labels('rol|')).toContain('roles');
    expect(offered('app_metadata.plan:go')).toEqual(['"gold plus"']);
    expect(offered('app_metadata.plan:')).toEqual(['"gold plus"', '10', '*']);
  });

  it('never offers what is already written', () => {
    expect(labels('blocked:true|')).toEqual([]);
  });

  it('writes only what can be read', () => {
    const whole = [
      '|',
      'blocked:|',
      'last_login:|',
      'identities.connection:m|',
      'name:ada|',
      'app_metadata.x:|',
    ];
    const written = whole.flatMap((text) =>
      at(text)
        .filter(({ caretBack, insert }) => !caretBack && !/[:.]$|NOT $/.test(insert))
        .map((each) => apply(text, each)),
    );
    expect(written.length).toBeGreaterThan(12);
    expect(written.filter((text) => !readQuery(text).ok)).toEqual([]);
  });
});

describe('lookupsAt', () => {
  const lookups = (marked: string) => lookupsAt(placeAt(marked.replace('|', ''), marked.indexOf('|')));

  it('asks for keys and values of metadata and for nothing that is known', () => {
    expect(lookups('app_metadata.pl|')).toEqual([{ kind: 'keys', bag: 'app_metadata', prefix: 'pl' }]);
    expect(lookups('app_metadata.plan:g|')).toEqual([
      { kind: 'values', path: 'app_metadata.plan', prefix: 'g' },
    ]);
    for (const text of ['|', 'blocked:|', 'email:ada|', 'blocked:true |', 'created_at:[2025|']) {
      expect(lookups(text)).toEqual([]);
    }
  });
});
