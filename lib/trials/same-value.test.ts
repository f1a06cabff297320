import { expect, it } from 'vitest';
import type { Json } from '@/db/schema/columns';
import { whereIs } from './same-value';

const event = {
  user: { email: 'ada@example.com', app_metadata: { plan: 'gold', 'https://x/y': { seats: 3 } } },
  authorization: { roles: ['admin', 'gold'] },
};

it.each<[string, Json | undefined, string[]]>([
  ['a text in each place', 'gold', ['event.user.app_metadata.plan', 'event.authorization.roles[1]']],
  [
    'an object, under a name that is none of a variable',
    { seats: 3 },
    ['event.user.app_metadata["https://x/y"]'],
  ],
  ['a number', 3, ['event.user.app_metadata["https://x/y"].seats']],
  ['a list', ['admin', 'gold'], ['event.authorization.roles']],
  ['what is nowhere', 'silver', []],
  ['an empty text, of which it says nothing', '', []],
  ['a boolean, of which it says nothing', true, []],
  ['nothing', undefined, []],
])('finds %s', (_, value, places) => {
  expect(whereIs(value, { event })).toEqual(places);
});

it('names three places at the most', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, 'same']));
  expect(whereIs('same', { event: many })).toHaveLength(3);
});
