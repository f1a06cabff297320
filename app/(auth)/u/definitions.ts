import {
  checkSignIn,
  checkSignUp,
  type FormState,
  type SignInForm,
  type SignUpForm,
  signInForm,
  signUpForm,
} from '@/components/auth/form-values';
import type { Context } from '@/lib/context';
import type { Definition } from '@/lib/http/action';
import { finish, inBrowser } from '@/lib/http/sign-in';
import { visitorContext } from '@/lib/http/surroundings';
import { signIn, signUpAndSignIn } from '@/lib/oidc';

/** What the form of `/u/login` does, with scripts and without. */
export const signInDefinition = {
  name: 'sign in',
  schema: signInForm,
  guard: visitorContext,
  handle: async (ctx: Context, form: SignInForm): Promise<FormState> => {
    const { state, identifier, password } = form;
    const failure =
      checkSignIn(form) ??
      (await finish(await signIn(ctx, { ...(await inBrowser(state)), identifier, password })));
    return { failure, typed: { identifier } };
  },
} satisfies Definition<typeof signInForm, FormState>;

/** What the form of `/u/signup` does, with scripts and without. */
export const signUpDefinition = {
  name: 'sign up',
  schema: signUpForm,
  guard: visitorContext,
  handle: async (ctx: Context, form: SignUpForm): Promise<FormState> => {
    const { state, password } = form;
    const email = form.email.trim();
    const username = form.username?.trim();
    const failure =
      checkSignUp(form) ??
      (await finish(await signUpAndSignIn(ctx, { ...(await inBrowser(state)), email, username, password })));
    return { failure, typed: { email, ...(username === undefined ? {} : { username }) } };
  },
} satisfies Definition<typeof signUpForm, FormState>;
