import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { AuthenticatorKey } from '@/components/auth/authenticator-key';
import { FactorForm, OtherFactor } from '@/components/auth/factor-form';
import { Interrupted } from '@/components/auth/interrupted';
import { leaveForDefault, openFactorPage } from '@/lib/http/sign-in';
import { factorAction } from '../actions';

export const metadata: Metadata = { title: 'Second factor', referrer: 'same-origin', robots: 'noindex' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const titles = { challenge: 'One more step', enrol: 'Set up a second factor', proven: 'One more step' };

/** The second factor of somebody whose password was right: its code, or an app to enrol. */
export default async function FactorPage({ searchParams }: Search) {
  const { state, with: other } = await searchParams;
  const view = await openFactorPage(state);
  if (!view || typeof state !== 'string') {
    await leaveForDefault();
    return <Interrupted />;
  }
  const { mode, account, client, allowRememberBrowser } = view;
  const asksFor = mode === 'challenge' && other === 'recovery-code' ? 'recoveryCode' : 'code';
  return (
    <AuthPage
      title={titles[mode]}
      lead={
        <>
          to continue to <span className="font-medium text-foreground">{client.name}</span> as{' '}
          <span className="font-medium wrap-anywhere text-foreground">{account}</span>
        </>
      }
      footer={mode === 'challenge' ? <OtherFactor state={state} asksFor={asksFor} /> : null}
    >
      <FactorForm
        action={factorAction}
        state={state}
        asksFor={mode === 'proven' ? 'proven' : asksFor}
        submitLabel="Continue"
        offersToRemember={allowRememberBrowser}
      >
        {view.mode === 'enrol' ? (
          <div className="mb-2">
            <p className="mb-4 text-[13px] leading-5">
              This application asks for more than a password. Scan this code with an authenticator app, such
              as the one of your password manager, and enter the six digits that it shows.
            </p>
            <AuthenticatorKey qr={view.qr} secret={view.secret} />
          </div>
        ) : null}
      </FactorForm>
    </AuthPage>
  );
}
