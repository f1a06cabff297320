import { expect, it } from 'vitest';
import { expectableOf } from './how-to-try';

const endings = (trigger: Parameters<typeof expectableOf>[0]) =>
  expectableOf(trigger).endings.map(({ name }) => name);

it('a saved test can expect only what its trigger can come to, in the words of that', () => {
  expect(endings('post-login')).toEqual(['Let in', 'Denied', 'Error', 'Timed out', 'Redirect']);
  expect(endings('credentials-exchange')).toEqual(['Issued', 'Denied', 'Error', 'Timed out']);
  expect(endings('post-change-password')).toEqual(['Done', 'Error', 'Timed out']);
  expect(expectableOf('credentials-exchange').parts).toEqual(['access_token', 'scope']);
  expect(expectableOf('post-user-registration').parts).toEqual([]);
});
