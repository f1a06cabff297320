import type { Metadata } from 'next';
import { AuthLink, AuthPage } from '@/components/auth/auth-page';
import { formPath } from '@/components/auth/form-path';
import { Interrupted } from '@/components/auth/interrupted';
import { RequestForm } from '@/components/auth/request-form';
import { leaveForDefault, openSignIn } from '@/lib/http/sign-in';
import { requestPasswordAction } from '../../actions';

export const metadata: Metadata = { title: 'Forgot password', referrer: 'same-origin' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A way to a new password for somebody whom an application sent to sign in. */
export default async function RequestPasswordPage({ searchParams }: Search) {
  const { state } = await searchParams;
  const view = await openSignIn(state);
  if (!view || typeof state !== 'string') {
    await leaveForDefault();
    return <Interrupted />;
  }
  const signInLink = <AuthLink href={formPath('login', state)}>Sign in</AuthLink>;
  if (!view.connection.allowsPasswordReset) {
    return (
      <AuthPage
        title="Passwords are not changed here"
        lead={`Ask whoever gave you your account at ${view.client.name}.`}
      >
        Remember it? {signInLink}
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title="Forgot your password?"
      lead="We send you a link that lets you choose a new one."
      footer={<>Remember it? {signInLink}</>}
    >
      <RequestForm action={requestPasswordAction} state={state} loginHint={view.loginHint ?? ''} />
    </AuthPage>
  );
}
