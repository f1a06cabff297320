import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { DeadTicket, deadTitles } from '@/components/auth/dead-ticket';
import { ResetForm } from '@/components/auth/reset-form';
import { visitorContext } from '@/lib/http/surroundings';
import { viewTicket } from '@/lib/tickets';
import { resetPasswordAction } from '../actions';

export const metadata: Metadata = { title: 'New password', referrer: 'same-origin', robots: 'noindex' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the link of a password mail leads. Looking at it uses nothing up. */
export default async function ResetPasswordPage({ searchParams }: Search) {
  const { ticket } = await searchParams;
  const token = typeof ticket === 'string' ? ticket : '';
  const found = await viewTicket(await visitorContext(), 'password', token);
  if (found.state !== 'open') {
    return (
      <AuthPage title={deadTitles[found.state]}>
        <DeadTicket ticket={found} />
      </AuthPage>
    );
  }
  const lead = found.email && (
    <>
      for <span className="font-medium break-words text-foreground">{found.email}</span>
    </>
  );
  return (
    <AuthPage title="Choose a new password" lead={lead}>
      <ResetForm action={resetPasswordAction} ticket={token} email={found.email} />
    </AuthPage>
  );
}
