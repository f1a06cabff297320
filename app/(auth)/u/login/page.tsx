import type { Metadata } from 'next';
import { AuthLink, AuthPage } from '@/components/auth/auth-page';
import { formPath } from '@/components/auth/form-path';
import { Interrupted } from '@/components/auth/interrupted';
import { LoginForm } from '@/components/auth/login-form';
import { leaveForDefault, openSignIn } from '@/lib/http/sign-in';
import { signInAction } from '../actions';

export const metadata: Metadata = { title: 'Sign in', referrer: 'same-origin' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Name and password of somebody whom an application sent here. */
export default async function LoginPage({ searchParams }: Search) {
  const state = (await searchParams).state;
  const view = await openSignIn(state);
  if (!view || typeof state !== 'string') {
    await leaveForDefault();
    return <Interrupted />;
  }
  return (
    <AuthPage
      title="Sign in"
      lead={
        <>
          to continue to <span className="font-medium text-foreground">{view.client.name}</span>
        </>
      }
      footer={
        view.connection.allowsSignUp ? (
          <>
            New here? <AuthLink href={formPath('signup', state)}>Create an account</AuthLink>
          </>
        ) : null
      }
    >
      <LoginForm
        action={signInAction}
        state={state}
        loginHint={view.loginHint ?? ''}
        offersReset={view.connection.allowsPasswordReset}
      />
    </AuthPage>
  );
}
