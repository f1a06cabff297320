import type { Metadata } from 'next';
import { AuthLink, AuthPage } from '@/components/auth/auth-page';

export const metadata: Metadata = { title: 'Password changed' };

export default function PasswordChangedPage() {
  return (
    <AuthPage
      title="Your password is changed"
      footer={
        <>
          Looking for your account? <AuthLink href="/profile">Open your profile</AuthLink>
        </>
      }
    >
      <p>Go back to the application and sign in with the new password. You are signed out everywhere else.</p>
    </AuthPage>
  );
}
