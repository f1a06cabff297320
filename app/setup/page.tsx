import type { Metadata } from 'next';
import { Centered } from '@/components/layout/centered';
import { SetupForm } from '@/components/setup/setup-form';
import { ButtonLink } from '@/components/ui/button-link';
import { visitorContext } from '@/lib/http/surroundings';
import { hasAdmin, isSetupToken } from '@/lib/setup';
import { completeSetupAction } from './actions';

export const metadata: Metadata = { title: 'Set up', referrer: 'same-origin' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function SetupPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const ctx = await visitorContext();
  if (typeof token === 'string' && (await isSetupToken(ctx, token))) {
    return (
      <Centered footer="This page works once. Anybody with its address could use it until then.">
        <h1 className="text-2xl font-semibold tracking-tight">Set up Annex</h1>
        <p className="mt-2 mb-6 text-muted">Make the first administrator. You sign in with it next.</p>
        <SetupForm token={token} complete={completeSetupAction} />
      </Centered>
    );
  }
  const isDone = await hasAdmin(ctx);
  return (
    <Centered>
      <h1 className="text-2xl font-semibold tracking-tight">
        {isDone ? 'Annex is set up already' : 'This link does not work any more'}
      </h1>
      <p className="mt-2 text-muted">
        {isDone
          ? 'There is an administrator. Sign in instead.'
          : 'A set-up link works once, for a day, until Annex is started again. Take the newest one from the output of the server, or start it again to get one.'}
      </p>
      <ButtonLink href="/" size="md" className="mt-6">
        Go to the first page
      </ButtonLink>
    </Centered>
  );
}
