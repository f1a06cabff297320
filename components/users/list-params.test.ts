import { describe, expect, it } from 'vitest';
import { fromSortDescriptor, toListRequest, toSortDescriptor } from './list-params';

describe('toListRequest', () => {
  it('asks for the first page without a query or a sort when the address holds none', () => {
    expect(toListRequest({ q: ' ', page: 1, size: '50', sort: '' })).toEqual({
      page: 0,
      per_page: 50,
      include_totals: true,
    });
  });

  it('counts pages from zero and takes anything below the first for the first', () => {
    expect(toListRequest({ q: 'ada', page: 3, size: '25', sort: 'name:1' })).toMatchObject({
      q: 'ada',
      sort: 'name:1',
      page: 2,
      per_page: 25,
    });
    expect(toListRequest({ q: '', page: -4, size: '50', sort: '' }).page).toBe(0);
  });
});

describe('sort', () => {
  it('survives the way to the table and back', () => {
    for (const sort of ['name:1', 'created_at:-1']) {
      const descriptor = toSortDescriptor(sort);
      expect(descriptor && fromSortDescriptor(descriptor)).toBe(sort);
    }
    expect(toSortDescriptor('')).toBeUndefined();
  });
});
