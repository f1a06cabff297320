import { describe, expect, it } from 'vitest';
import { queryProblem } from './query-problem';

const failure = (data: Record<string, unknown>) => ({
  ok: false as const,
  code: 'invalid' as const,
  message: 'There is no field "emial".',
  data,
});

describe('queryProblem', () => {
  it('cuts the query at the fault', () => {
    expect(
      queryProblem('emial:ada AND x', failure({ position: 0, found: 'emial', suggestion: 'email' })),
    ).toEqual({
      message: 'There is no field "emial".',
      before: '',
      fault: 'emial',
      after: ':ada AND x',
      suggestion: 'email',
    });
  });

  it('points at one character when what was found is not there, and past the end when the query is too short', () => {
    expect(queryProblem('a(b', failure({ position: 1, found: 'end of the query' }))).toMatchObject({
      fault: '(',
    });
    expect(queryProblem('a(', failure({ position: 9, found: '' }))).toMatchObject({
      before: 'a(',
      fault: '',
    });
  });

  it('leaves other failures alone', () => {
    expect(queryProblem('a', { ok: false, code: 'unavailable', message: 'Too slow.' })).toBeNull();
  });
});
