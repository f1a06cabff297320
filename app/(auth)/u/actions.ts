'use server';

import {
  checkSignIn,
  checkSignUp,
  type FormState,
  signInForm,
  signUpForm,
} from '@/components/auth/form-values';
import { formAction } from '@/lib/http/action';
import { finish, inBrowser } from '@/lib/http/sign-in';
import { visitorContext } from '@/lib/http/surroundings';
import { signIn, signUpAndSignIn } from '@/lib/oidc';

export const signInAction = formAction({
  name: 'sign in',
  schema: signInForm,
  guard: visitorContext,
  handle: async (ctx, form): Promise<FormState> => {
    const { state, identifier, password } = form;
    const failure =
      checkSignIn(form) ??
      (await finish(await signIn(ctx, { ...(await inBrowser(state)), identifier, password })));
    return { failure, typed: { identifier } };
  },
});

export const signUpAction = formAction({
  name: 'sign up',
  schema: signUpForm,
  guard: visitorContext,
  handle: async (ctx, form): Promise<FormState> => {
    const { state, password } = form;
    const email = form.email.trim();
    const username = form.username?.trim();
    const failure =
      checkSignUp(form) ??
      (await finish(await signUpAndSignIn(ctx, { ...(await inBrowser(state)), email, username, password })));
    return { failure, typed: { email, ...(username === undefined ? {} : { username }) } };
  },
});
