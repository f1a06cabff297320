import type { Metadata } from 'next';
import { AuthLink, AuthPage } from '@/components/auth/auth-page';
import { formPath } from '@/components/auth/form-path';
import { Interrupted } from '@/components/auth/interrupted';
import { SignUpForm } from '@/components/auth/signup-form';
import { leaveForDefault, openSignIn } from '@/lib/http/sign-in';
import { signUpAction } from '../actions';

export const metadata: Metadata = { title: 'Create an account', referrer: 'same-origin' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A new account for somebody whom an application sent here. */
export default async function SignUpPage({ searchParams }: Search) {
  const state = (await searchParams).state;
  const view = await openSignIn(state);
  if (!view || typeof state !== 'string') {
    await leaveForDefault();
    return <Interrupted />;
  }
  const signInLink = <AuthLink href={formPath('login', state)}>Sign in</AuthLink>;
  const { allowsSignUp, requiresUsername } = view.connection;
  if (!allowsSignUp) {
    return (
      <AuthPage title="New accounts are not open" lead={`${view.client.name} takes no sign-ups.`}>
        Have an account? {signInLink}
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title="Create an account"
      lead={
        <>
          to continue to <span className="font-medium text-foreground">{view.client.name}</span>
        </>
      }
      footer={<>Have an account? {signInLink}</>}
    >
      <SignUpForm
        action={signUpAction}
        state={state}
        loginHint={view.loginHint ?? ''}
        asksForUsername={requiresUsername}
      />
    </AuthPage>
  );
}
