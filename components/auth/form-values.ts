import { z } from 'zod';
import type { SignInFailure } from '@/lib/oidc/sign-in.types';
import { emailAddress, username } from '@/lib/users/schemas';

/** The named values of the form on `/u/login`. */
export const signInForm = z.strictObject({
  state: z.string().max(200),
  identifier: z.string(),
  password: z.string(),
});

/** The named values of the form on `/u/signup`; `username` only where the connection asks for one. */
export const signUpForm = z.strictObject({
  state: z.string().max(200),
  email: z.string(),
  username: z.string().optional(),
  password: z.string(),
});

export type SignInForm = z.infer<typeof signInForm>;
export type SignUpForm = z.infer<typeof signUpForm>;

/** What a form shows after it did not work. Never a password. */
export type FormState = { failure: SignInFailure; typed: Record<string, string> };

function invalid(fields: Record<string, string>): SignInFailure | null {
  if (Object.keys(fields).length === 0) return null;
  return { reason: 'invalid', message: 'Something is missing or not right.', fields };
}

/** What the person can mend before anything is looked up. */
export function checkSignIn({ identifier, password }: SignInForm): SignInFailure | null {
  return invalid({
    ...(identifier.trim() === '' ? { identifier: 'Enter your e-mail address or username.' } : {}),
    ...(password === '' ? { password: 'Enter your password.' } : {}),
  });
}

/** As `checkSignIn`, for a new account. How strong a password must be, the connection knows. */
export function checkSignUp(form: SignUpForm): SignInFailure | null {
  const email = form.email.trim();
  const isNameWrong = form.username !== undefined && !username.safeParse(form.username.trim()).success;
  return invalid({
    ...(email === ''
      ? { email: 'Enter your e-mail address.' }
      : emailAddress.safeParse(email).success
        ? {}
        : { email: 'This is not an e-mail address.' }),
    ...(isNameWrong
      ? { username: 'A username is letters, digits and signs such as . _ - without spaces.' }
      : {}),
    ...(form.password === '' ? { password: 'Choose a password.' } : {}),
  });
}
