import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { ConsentForm } from '@/components/auth/consent-form';
import { ConsentScopes } from '@/components/auth/consent-scopes';
import { Interrupted } from '@/components/auth/interrupted';
import { leaveForDefault, openConsentPage } from '@/lib/http/sign-in';
import { consentAction } from '../actions';

export const metadata: Metadata = { title: 'Your consent', referrer: 'same-origin', robots: 'noindex' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Whether an application of somebody else may have what it asks for. */
export default async function ConsentPage({ searchParams }: Search) {
  const { state } = await searchParams;
  const view = await openConsentPage(state);
  if (!view || typeof state !== 'string') {
    await leaveForDefault();
    return <Interrupted />;
  }
  const { client, account, api, scopes } = view;
  return (
    <AuthPage
      title="Share your account?"
      logo={client.logoUri}
      lead={
        <>
          <span className="font-medium wrap-anywhere text-foreground">{client.name}</span> asks to use the
          account <span className="font-medium wrap-anywhere text-foreground">{account}</span>
        </>
      }
    >
      <ConsentScopes scopes={scopes} api={api} />
      <ConsentForm action={consentAction} state={state} />
    </AuthPage>
  );
}
