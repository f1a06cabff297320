import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { type ChosenTemplate, composeMail } from './compose';
import { storeInOutbox } from './outbox';
import { findProvider } from './provider';
import { smtpOptions } from './smtp-options';
import { sendBySmtp } from './transport';
import type { MailVariables } from './variables';

export type Delivery = {
  /** The job's: names the mail, however often it is sent. */
  id: string;
  template: ChosenTemplate;
  variables: MailVariables;
  /** Whether it holds a link that opens an administrator's account. */
  opensAdmin: boolean;
};

/**
 * Sends a mail through the tenant's provider, or, without one that is enabled, keeps it in the outbox. For jobs, which
 * try again: throws whatever the server did, MailRefused when it refused for good, TemplateProblem when the template
 * fails, and Forbidden for a link into an administrator's account while no administrator has confirmed the provider.
 */
export async function deliver(ctx: Context, delivery: Delivery): Promise<'sent' | 'kept'> {
  const { id, template, variables, opensAdmin } = delivery;
  const provider = await findProvider(ctx);
  const mail = composeMail(template, variables, { id, fallback: provider?.defaultFromAddress ?? null });
  if (!provider?.enabled) {
    await storeInOutbox(ctx, id, template.name, mail);
    return 'kept';
  }
  if (opensAdmin && !provider.confirmed) {
    throw new Forbidden(
      'Links into administrators’ accounts are not sent until an administrator has confirmed the mail provider in the console.',
    );
  }
  await sendBySmtp(smtpOptions(provider.name, provider.credentials), mail, provider.settings);
  return 'sent';
}
