import type { Metadata } from 'next';
import { AuthLink, AuthPage } from '@/components/auth/auth-page';

export const metadata: Metadata = { title: 'Address confirmed' };

export default function AddressConfirmedPage() {
  return (
    <AuthPage
      title="Your address is confirmed"
      footer={
        <>
          Looking for your account? <AuthLink href="/profile">Open your profile</AuthLink>
        </>
      }
    >
      <p>Thank you. You can close this page and go on where you were.</p>
    </AuthPage>
  );
}
