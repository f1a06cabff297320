import { expect, it } from 'vitest';
import { rulesIn } from './password-rules';

it('reads the rules of a refusal and nothing else', () => {
  const rules = [{ message: 'At least 8 characters in length', verified: false }];
  expect(rulesIn({ rules })).toEqual(rules);
  expect(rulesIn({})).toEqual([]);
  expect(rulesIn({ rules: 'x' })).toEqual([]);
  expect(rulesIn({ rules: [null, { message: 1 }, ...rules] })).toEqual(rules);
});
