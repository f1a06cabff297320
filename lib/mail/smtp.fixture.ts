import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { localCertificate } from '@/lib/server/certificate';

export type Received = {
  from: string;
  to: string[];
  /** As it came over the wire. */
  raw: string;
  headers: string;
  /** Both bodies with their transfer encoding taken off. */
  content: string;
  secure: boolean;
  user: string | undefined;
};

/** An SMTP answer: 4xx asks to come again, 5xx refuses for good. */
export const smtpError = (responseCode: number) =>
  Object.assign(new Error(`Answer ${responseCode} of the test.`), { responseCode });

function decoded(body: string): string {
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** One for the process: a second authority of the same name would be taken for the first. */
let trusted: Promise<{ key: string; cert: string }> | undefined;

async function makeTrusted(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'annex-smtp-'));
  const { key, cert, authorityPath } = await localCertificate(folder, new Date());
  setDefaultCACertificates([...getCACertificates('default'), await readFile(authorityPath, 'utf8')]);
  await rm(folder, { recursive: true });
  return { key, cert };
}

export type SmtpFixture = Awaited<ReturnType<typeof startSmtp>>;

/**
 * A real SMTP server on loopback, with a certificate that this process trusts. It takes mail from `annex` with the
 * password `smtp-secret`, or from anybody when `authOptional` says so.
 */
export async function startSmtp(options: SMTPServerOptions = {}) {
  trusted ??= makeTrusted();
  const received: Received[] = [];
  /** Answers to the next mails in place of taking them; empty when they are taken. */
  const answers: Error[] = [];
  const server = new SMTPServer({
    ...(await trusted),
    logger: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === 'annex' && password === 'smtp-secret'
        ? callback(null, { user: username })
        : callback(smtpError(535)),
    onData: async (stream, session, callback) => {
      const raw = await text(stream);
      const refusal = answers.shift();
      if (refusal) return callback(refusal);
      const [headers = '', ...body] = raw.split('\r\n\r\n');
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        raw,
        headers: headers.replace(/\r\n[ \t]+/g, ' '),
        content: decoded(body.join('\r\n\r\n')),
        secure: session.secure,
        user: typeof session.user === 'string' ? session.user : undefined,
      });
      callback();
    },
    ...options,
  });
  // What a client does to the connection is not this server's failure.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    answers,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
