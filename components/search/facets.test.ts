import { describe, expect, it } from 'vitest';
import { parseQuery } from '@/lib/search/parse';
import { spellQuery } from '@/lib/search/spell-query';
import { chosenFilter, chosenOf, facetsOf, filterOf, summaryOf } from './facets';
import { readFilters, setFilter, toQueryTree } from './filters';

const now = new Date('2025-11-20T23:59:00.000Z');
const facets = facetsOf({ connections: [{ name: 'Users' }, { name: 'my corp' }], roles: [] }, now);

describe('facets', () => {
  it('show each of their choices as chosen after it went through the query, beside any other filter', () => {
    for (const facet of facets) {
      for (const { id, filter } of facet.choices) {
        const q = spellQuery(
          toQueryTree(setFilter(readFilters(parseQuery('name:ada')), facet.subject, filter)),
        );
        const read = readFilters(parseQuery(q));
        expect(chosenOf(filterOf(read, facet))).toEqual([id]);
        expect(chosenFilter(facet, [id])).toEqual(filter);
      }
      expect(chosenFilter(facet, [])).toBeNull();
    }
  });

  it('reach back whole days in UTC, as the language reads them', () => {
    const since = facets.find(({ subject }) => subject === 'created_at');
    expect(since?.choices.map(({ id }) => id)).toEqual([
      '2025-11-19',
      '2025-11-13',
      '2025-10-21',
      '2025-08-22',
    ]);
  });

  it('say what they hold', () => {
    const words = (q: string) => readFilters(parseQuery(q)).map(summaryOf);
    expect(words('blocked:true AND NOT email_verified:true')).toEqual(['Yes', 'No']);
    expect(words('identities.connection:(a OR "b c") AND NOT _exists_:last_login')).toEqual([
      'a or b c',
      'never',
    ]);
    expect(words('created_at:[2025-11-01 TO *] AND _exists_:app_metadata.plan AND (a OR name:c)')).toEqual([
      'since 1 Nov 2025',
      'app_metadata.plan',
      'a OR name:c',
    ]);
  });

  it('offer no roles and no connections where there are none', () => {
    const bare = facetsOf({ connections: [], roles: [] }, now).map(({ subject }) => subject);
    expect(bare).toEqual(['email_verified', 'blocked', 'last_login', 'created_at']);
  });
});
