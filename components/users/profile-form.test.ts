import { describe, expect, it } from 'vitest';
import type { UserView } from '@/lib/users/schemas';
import { friendlyFields, profileProblems, toProfilePatch, toProfileValues } from './profile-form';

const user: UserView = {
  user_id: 'auth0|1',
  email: 'ada@example.com',
  email_verified: true,
  name: 'Ada',
  nickname: 'ada',
  identities: [],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};
const values = toProfileValues(user);

describe('toProfilePatch', () => {
  it('names only what changed', () => {
    expect(toProfilePatch(values, values)).toEqual({});
    expect(toProfilePatch(values, { ...values, name: 'Ada L.', phone_verified: true })).toEqual({
      name: 'Ada L.',
      phone_verified: true,
    });
  });

  it('clears an emptied field, and never what cannot be cleared', () => {
    expect(toProfilePatch(values, { ...values, nickname: ' ', email: '' })).toEqual({ nickname: null });
    expect(profileProblems(values, { ...values, email: '' })).toHaveProperty('email');
  });

  it('takes white space around a value away', () => {
    expect(toProfilePatch(values, { ...values, name: ' Ada ', given_name: ' Ada' })).toEqual({
      given_name: 'Ada',
    });
  });
});

describe('profileProblems', () => {
  it('says that username and e-mail address change one after the other', () => {
    const both = { ...values, username: 'ada', email: 'a@example.com' };
    expect(profileProblems({ ...values, username: 'old' }, both)).toHaveProperty('username');
  });

  it('finds nothing wrong with what is there', () => {
    expect(profileProblems(values, values)).toEqual({});
  });
});

it('says what is wrong with a field in words for people', () => {
  expect(
    friendlyFields({
      'patch.email': "Object didn't pass validation for format email",
      username: 'Only letters',
    }),
  ).toEqual({ email: 'This is not an e-mail address.', username: 'Only letters.' });
});
