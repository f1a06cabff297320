import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { DeadTicket, deadTitles } from '@/components/auth/dead-ticket';
import { VerifyForm } from '@/components/auth/verify-form';
import { visitorContext } from '@/lib/http/surroundings';
import { viewTicket } from '@/lib/tickets';
import { verifyEmailAction } from '../actions';

export const metadata: Metadata = { title: 'Confirm address', referrer: 'same-origin', robots: 'noindex' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the link of a verification mail leads. Looking at it proves nothing; the button does. */
export default async function EmailVerificationPage({ searchParams }: Search) {
  const { ticket } = await searchParams;
  const token = typeof ticket === 'string' ? ticket : '';
  const found = await viewTicket(await visitorContext(), 'email', token);
  if (found.state !== 'open') {
    return (
      <AuthPage title={deadTitles[found.state]}>
        <DeadTicket ticket={found} />
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title="Confirm your e-mail address"
      lead={
        <>
          <span className="font-medium break-words text-foreground">{found.email}</span> is the address of
          your account.
        </>
      }
    >
      <VerifyForm action={verifyEmailAction} ticket={token} />
    </AuthPage>
  );
}
