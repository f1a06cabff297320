import { describe, expect, it } from 'vitest';
import { readQuery } from '@/lib/search/read-query';
import { mended, queryProblem } from './query-problem';

const of = (query: string) => {
  const read = readQuery(query);
  if (read.ok) throw new Error(`${query} has no fault.`);
  return queryProblem(query, { message: read.message, data: read.fault });
};
const faulty = (query: string) => {
  const { place } = of(query);
  return place && query.slice(place.start, place.end);
};

describe('queryProblem', () => {
  it('shows the very words that cannot be read', () => {
    expect(faulty('a AND emial:ada AND x')).toBe('emial');
    expect(faulty('logins_count:many')).toBe('many');
    expect(faulty('(a OR OR b)')).toBe('OR');
    expect(faulty('a) AND b')).toBe(')');
    expect(faulty('name:a~2')).toBe('~');
    expect(faulty('name:*oe AND x')).toBe('*oe');
  });

  it('points behind the end when the query is too short', () => {
    expect(of('name:(')).toMatchObject({ place: { start: 6, end: 6 }, found: 'the end of the query' });
  });

  it('says what is wrong without the list of all fields, and what could stand there', () => {
    const problem = of('emial:x');
    expect(problem.message).toBe('There is no field "emial" to search. Did you mean email?');
    expect(mended('emial:x', problem)).toBe('email:x');
    expect(mended('a AND user_metdata.x:y', of('a AND user_metdata.x:y'))).toBe('a AND user_metadata.x:y');
  });

  it('has no place when the server gives none', () => {
    expect(queryProblem('a', { message: 'Too slow.' })).toMatchObject({ place: null, suggestion: null });
  });
});
