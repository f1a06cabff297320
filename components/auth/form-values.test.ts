import { describe, expect, it } from 'vitest';
import { formPath } from './form-path';
import { checkSignIn, checkSignUp, signInForm, signUpForm } from './form-values';

describe('the sign-in form', () => {
  it('asks for what is missing, by field', () => {
    expect(checkSignIn({ state: 's', identifier: ' ', password: '' })?.fields).toEqual({
      identifier: 'Enter your e-mail address or username.',
      password: 'Enter your password.',
    });
    expect(checkSignIn({ state: 's', identifier: 'ann', password: 'x' })).toBeNull();
  });

  it('takes no values that it does not know', () => {
    expect(signInForm.safeParse({ state: 's', identifier: 'a', password: 'b', user_id: 'c' }).success).toBe(
      false,
    );
    expect(signUpForm.safeParse({ state: 's', email: 'a', password: 'b', app_metadata: '{}' }).success).toBe(
      false,
    );
  });
});

describe('the sign-up form', () => {
  const good = { state: 's', email: ' ann@example.com ', password: 'x' };

  it('accepts an address with spaces around it', () => {
    expect(checkSignUp(good)).toBeNull();
  });

  it('says what is wrong with an address or a username', () => {
    expect(checkSignUp({ ...good, email: 'ann' })?.fields).toHaveProperty('email');
    expect(checkSignUp({ ...good, username: '' })?.fields).toHaveProperty('username');
    expect(checkSignUp({ ...good, username: 'a b' })?.fields).toHaveProperty('username');
    expect(checkSignUp({ ...good, username: 'ann' })).toBeNull();
  });
});

it('carries the sign-in from one form to the other', () => {
  expect(formPath('signup', 'a/b&c')).toBe('/u/signup?state=a%2Fb%26c');
});
