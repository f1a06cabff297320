import { expect, it } from 'vitest';
import { signInFilter } from '@/lib/sign-ins/schemas';
import { isFiltered, type LogParams, toSignInFilter } from './log-params';

const nothing: LogParams = { result: null, rule: null, user: null, application: null, from: null };

it('asks for everything when the address says nothing', () => {
  expect(toSignInFilter(nothing)).toEqual({});
  expect(isFiltered(nothing)).toBe(false);
});

it('asks for what the address says, in the words of the verb', () => {
  const params: LogParams = { result: 'deny', rule: 'rul_1', user: 'auth0|1', application: 'app', from: 'x' };
  const filter = toSignInFilter(params);
  expect(filter).toEqual({
    result: 'deny',
    rule_id: 'rul_1',
    user_id: 'auth0|1',
    client_id: 'app',
    from: 'x',
  });
  expect(signInFilter.safeParse(filter).success).toBe(true);
  expect(isFiltered(params)).toBe(true);
});

it('takes a place in the list for no filter', () => {
  expect(isFiltered({ ...nothing, from: 'x' })).toBe(false);
});
