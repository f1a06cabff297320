import type { Metadata } from 'next';
import { Centered } from '@/components/layout/centered';
import { ButtonLink } from '@/components/ui/button-link';
import { signInPath } from '@/lib/http/page';

export const metadata: Metadata = { title: 'Set up' };

export default function SetupDonePage() {
  return (
    <Centered>
      <h1 className="text-2xl font-semibold tracking-tight">Annex is ready</h1>
      <p className="mt-2 text-muted">
        The first administrator is made. Sign in with the e-mail address and the password you chose.
      </p>
      <ButtonLink isPlain href={signInPath('/console')} size="lg" className="mt-6 w-full">
        Sign in
      </ButtonLink>
    </Centered>
  );
}
