import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import type { ProviderCredentials, SendingProvider } from './schemas';

/** How to reach a server that takes mail. `secure`: TLS from the first byte; else STARTTLS. */
export type SmtpOptions = {
  host: string;
  port: number;
  secure: boolean;
  /** Whether a server without STARTTLS is refused. */
  requireTls: boolean;
  auth: { user: string; pass: string } | null;
};

type Credential = keyof ProviderCredentials;

/** What each provider must have, and what it may have. */
export const credentialsOf: Record<
  SendingProvider,
  { required: readonly Credential[]; optional: readonly Credential[] }
> = {
  smtp: { required: ['smtp_host', 'smtp_port'], optional: ['smtp_user', 'smtp_pass'] },
  sendgrid: { required: ['api_key'], optional: [] },
  mandrill: { required: ['api_key'], optional: [] },
  sparkpost: { required: ['api_key'], optional: ['region'] },
  resend: { required: ['api_key'], optional: [] },
  ses: { required: ['accessKeyId', 'secretAccessKey', 'region'], optional: [] },
};

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** A service's own server, over TLS, with a password. */
function service(host: string, user: string, pass: string, port: 465 | 587): SmtpOptions {
  return { host, port, secure: port === 465, requireTls: true, auth: { user, pass } };
}

/** Amazon's way to make the SMTP password of an access key: Signature Version 4 over fixed words, with a version byte. */
export function sesPassword(secretAccessKey: string, region: string): string {
  const steps = ['11111111', region, 'ses', 'aws4_request', 'SendRawEmail'];
  const signature = steps.reduce<Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return Buffer.concat([Buffer.from([4]), signature]).toString('base64');
}

function ownServer({ smtp_host = '', smtp_port = 587, smtp_user, smtp_pass }: ProviderCredentials) {
  const auth = smtp_user === undefined ? null : { user: smtp_user, pass: smtp_pass ?? '' };
  const secure = smtp_port === 465;
  // A relay next door that asks for no password may do without TLS; a password never crosses a network in clear.
  return {
    host: smtp_host,
    port: smtp_port,
    secure,
    requireTls: auth !== null && !isLoopback(smtp_host),
    auth,
  };
}

/** The SMTP server of a provider. The credentials are those that `credentialsOf` asks for. */
export function smtpOptions(name: SendingProvider, credentials: ProviderCredentials): SmtpOptions {
  const { api_key = '', accessKeyId = '', secretAccessKey = '', region } = credentials;
  switch (name) {
    case 'smtp':
      return ownServer(credentials);
    case 'sendgrid':
      return service('smtp.sendgrid.net', 'apikey', api_key, 465);
    case 'mandrill':
      return service('smtp.mandrillapp.com', 'annex', api_key, 465);
    case 'resend':
      return service('smtp.resend.com', 'resend', api_key, 465);
    case 'sparkpost': {
      const host = region === 'eu' ? 'smtp.eu.sparkpostmail.com' : 'smtp.sparkpostmail.com';
      return service(host, 'SMTP_Injection', api_key, 587);
    }
    case 'ses': {
      const host = `email-smtp.${region}.amazonaws.com`;
      return service(host, accessKeyId, sesPassword(secretAccessKey, region ?? ''), 465);
    }
  }
}
