import type { Metadata } from 'next';
import { Interrupted } from '@/components/auth/interrupted';

export const metadata: Metadata = { title: 'Sign-in stopped' };

/** Where a sign-in ends that nobody can answer for. */
export default function ErrorPage() {
  return <Interrupted />;
}
