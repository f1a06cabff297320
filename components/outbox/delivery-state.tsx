import { CodeSample } from '@/components/docs/code-sample';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import type { Action } from '@/lib/http/schemas';
import type { ProviderState, ProviderView } from '@/lib/mail/schemas';
import { ConfirmProvider } from './confirm-provider';
import { providerCommand } from './outbox-words';

type DeliveryStateProps = {
  state: ProviderState | null;
  /** Public address of Annex. */
  address: string;
  confirm: Action<null, null>;
};

const serverOf = ({ name, credentials }: ProviderView): string => credentials.smtp_host ?? name;

function HowToSend({ address }: { address: string }) {
  return (
    <details className="group mt-3 rounded-xl bg-surface shadow-surface">
      <summary className="cursor-pointer rounded-xl px-4 py-3 font-medium outline-none focus-visible:status-focused">
        How to send mail for real
      </summary>
      <div className="flex flex-col gap-3 px-4 pb-4 text-[13px] leading-5 text-muted">
        <p>
          Give Annex an SMTP server with the Management API. The token needs the scope{' '}
          <code className="font-mono">create:email_provider</code>; an application for programs gets one with
          a grant for the Management API. SendGrid, Mandrill, SparkPost, Resend and Amazon SES are known by
          name and need their key alone.
        </p>
        <CodeSample label="Configure an SMTP server" code={providerCommand(address)} />
        <div>
          <ButtonLink href="/docs/api/emails" variant="secondary">
            Reference of the email provider
          </ButtonLink>
        </div>
      </div>
    </details>
  );
}

/** Whether mail leaves, through whom, and what to do so that it does. */
export function DeliveryState({ state, address, confirm }: DeliveryStateProps) {
  if (state === null || !state.provider.enabled) {
    return (
      <div className="mb-6">
        <Notice
          tone="warning"
          title={state === null ? 'No mail is sent' : `${serverOf(state.provider)} is switched off`}
        >
          {state === null
            ? 'There is no mail provider yet, so every mail lands here, links and all. Nothing leaves this server.'
            : 'Every mail lands here until the provider is enabled again (PATCH /api/v2/emails/provider).'}
        </Notice>
        {state === null ? <HowToSend address={address} /> : null}
      </div>
    );
  }
  if (state.confirmed) {
    return (
      <Notice tone="success" title={`Mail leaves through ${serverOf(state.provider)}`} className="mb-6">
        What lies here was written before, and was sent to nobody.
      </Notice>
    );
  }
  return (
    <Notice
      tone="warning"
      title={`Mail leaves through ${serverOf(state.provider)}, but for administrators`}
      className="mb-6"
      actions={<ConfirmProvider server={serverOf(state.provider)} confirm={confirm} />}
    >
      An application set this provider through the API. Whoever may do that could send password links to
      themselves, so links into administrators’ accounts wait until you have confirmed it.
    </Notice>
  );
}
