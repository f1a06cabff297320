import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Centered } from '@/components/layout/centered';
import { SignOutForm } from '@/components/layout/sign-out-form';
import { ButtonLink } from '@/components/ui/button-link';
import { currentViewer } from '@/lib/http/session';

export const metadata: Metadata = { title: 'No access' };

/** Where a signed-in user lands who opened a page for administrators. */
export default async function NoAccessPage() {
  const viewer = await currentViewer();
  if (!viewer) redirect('/');
  if (viewer.isAdmin) redirect('/console');
  return (
    <Centered>
      <h1 className="text-xl font-semibold tracking-tight">The console is for administrators</h1>
      <p className="mt-2 text-muted">
        You are signed in as{' '}
        <span className="font-medium break-all text-foreground">
          {viewer.user.email ?? viewer.user.user_id}
        </span>
        , which is not an administrator. If you should be one, ask somebody who is, or sign in with another
        account.
      </p>
      <div className="mt-6 flex flex-wrap gap-2">
        <ButtonLink href="/profile" size="md">
          Go to my profile
        </ButtonLink>
        <SignOutForm />
      </div>
    </Centered>
  );
}
