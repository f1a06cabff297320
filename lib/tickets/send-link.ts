import { knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import {
  chooseTemplate,
  deliver,
  type MailImport,
  type MailRequest,
  type MailUser,
  type MailVariables,
  resultUrlOf,
  type SentTemplate,
} from '@/lib/mail';
import { tenantSettings } from '@/lib/settings';
import type { StoredUser } from '@/lib/users';
import { issueTicket, type TicketKind, withdrawTicket } from './ticket';

function mailUser(user: StoredUser): MailUser {
  const shown = {
    user_id: user.userId,
    email: user.email ?? undefined,
    email_verified: user.emailVerified ?? undefined,
    name: user.name ?? undefined,
    nickname: user.nickname ?? undefined,
    given_name: user.givenName ?? undefined,
    family_name: user.familyName ?? undefined,
    picture: user.picture ?? undefined,
    username: user.username ?? undefined,
    user_metadata: user.userMetadata ?? {},
    app_metadata: user.appMetadata ?? {},
  };
  return shown;
}

async function applicationOf(
  ctx: Context,
  clientId: string | undefined,
): Promise<MailVariables['application']> {
  const client = clientId === undefined ? null : await knownClient(ctx, clientId);
  if (!client || client.internal) return { name: '', clientID: '', callback_domain: '' };
  const origin = URL.parse(client.callbacks[0] ?? '')?.origin ?? 'null';
  const domain = origin === 'null' ? '' : origin;
  return { name: client.name, clientID: client.clientId, callback_domain: domain };
}

async function variablesFor(
  ctx: Context,
  user: StoredUser,
  { clientId, language }: MailRequest,
): Promise<MailVariables> {
  const { friendlyName, supportEmail, supportUrl } = await tenantSettings(ctx);
  const { hostname } = new URL(env().ANNEX_URL);
  return {
    application: await applicationOf(ctx, clientId),
    connection: { name: user.connection },
    user: mailUser(user),
    email: user.email ?? '',
    url: '',
    tenant: hostname,
    friendly_name: friendlyName ?? 'Annex',
    support_email: supportEmail ?? '',
    support_url: supportUrl ?? '',
    request_language: language ?? '',
  };
}

/** The mails that hold a link, and what it opens. */
const linkOf: Partial<Record<SentTemplate, TicketKind>> = { verify_email: 'email', reset_email: 'password' };

export type MailToUser = {
  /** The job's. */
  id: string;
  template: SentTemplate;
  user: StoredUser;
  isAdmin: boolean;
  request: MailRequest;
  /** What the mail about an import tells. */
  import?: MailImport | undefined;
};

/**
 * Sends one of our mails to a user, with a ticket of its own where it holds a link; `off` when the tenant has switched
 * the mail off. A ticket whose mail did not leave is taken back. For jobs: throws as `deliver` does.
 */
export async function mailToUser(ctx: Context, mail: MailToUser): Promise<'sent' | 'kept' | 'off'> {
  const { id, user, isAdmin, request } = mail;
  const kind = linkOf[mail.template];
  const opensAdmin = isAdmin && kind === 'password';
  const template = await chooseTemplate(ctx, mail.template, { builtIn: opensAdmin });
  if (!template.enabled) return 'off';
  const variables = { ...(await variablesFor(ctx, user, request)), import: mail.import };
  if (kind === undefined) return deliver(ctx, { id, template, variables, opensAdmin });
  const { url, tokenHash } = await issueTicket(ctx, {
    kind,
    userId: user.userId,
    email: user.email,
    clientId: request.clientId ?? null,
    resultUrl: resultUrlOf(template, variables),
    // Whoever follows a link in the mailbox has shown that it is theirs.
    marksEmailAsVerified: true,
    includesEmail: template.includeEmailInRedirect,
    lifetimeSeconds: template.urlLifetime,
  });
  try {
    return await deliver(ctx, { id, template, variables: { ...variables, url }, opensAdmin });
  } catch (error) {
    await withdrawTicket(ctx, tokenHash);
    throw error;
  }
}
