import { createTransport } from 'nodemailer';
import { Invalid } from '@/lib/errors';
import type { ProviderSettings } from './schemas';
import type { SmtpOptions } from './smtp-options';

export type MailAddress = { name: string; address: string };

/** A mail ready to go. No member holds a control character but the bodies. */
export type Mail = {
  /** Stays the same when it is sent again, so that a reader sees one mail. */
  messageId: string;
  from: MailAddress;
  to: string;
  subject: string;
  html: string;
  text: string;
};

/** Milliseconds. A server that says nothing for so long is tried again later. */
const timeouts = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  dnsTimeout: 10_000,
  socketTimeout: 30_000,
};

/** The server said no for good: the same mail would be refused again. `message` is fit for the log. */
export class MailRefused extends Invalid {}

type Header = string | { prepared: true; foldLines: true; value: string };

/** JSON in a header must reach the service as JSON: in ASCII, so that nothing has to be encoded. */
function jsonHeader(value: object): Header {
  const ascii = JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { prepared: true, foldLines: true, value: ascii };
}

/** What a provider's settings add to each mail (`reference/management-api.md` 8.3). */
export function headersOf(settings: ProviderSettings): Record<string, Header> {
  const { headers = {}, message = {} } = settings ?? {};
  const given = Object.entries(headers).map(([name, value]): [string, Header] => [
    name,
    typeof value === 'string' ? value : jsonHeader(value),
  ]);
  const { configuration_set_name: set, view_content_link: link } = message;
  return {
    ...Object.fromEntries(given),
    ...(set === undefined ? {} : { 'X-SES-CONFIGURATION-SET': set }),
    ...(link === undefined ? {} : { 'X-MC-ViewContentLink': String(link) }),
  };
}

/** Permanent only when the server itself refused this sender, recipient or content; anything else may pass. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    'permanent' in error &&
    error.permanent === true &&
    'code' in error &&
    (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
  );
}

/**
 * Hands a mail to an SMTP server; it has it when this resolves. Certificates are always verified. Throws MailRefused
 * when trying again is of no use, and whatever went wrong otherwise.
 */
export async function sendBySmtp(server: SmtpOptions, mail: Mail, settings: ProviderSettings): Promise<void> {
  const { host, port, secure, requireTls, auth } = server;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(auth ? { auth } : {}),
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { messageId, from, to, subject, html, text } = mail;
  const recipient: MailAddress = { name: '', address: to };
  try {
    await transport.sendMail({
      messageId,
      from,
      to: recipient,
      subject,
      html,
      text,
      headers: { ...headersOf(settings), 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new MailRefused('The mail server refused the mail.', { cause: error });
  } finally {
    transport.close();
  }
}
