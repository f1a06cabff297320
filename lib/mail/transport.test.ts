import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { type SmtpFixture, smtpError, startSmtp } from './smtp.fixture';
import { MailRefused, sendBySmtp } from './transport';

const open: SmtpFixture[] = [];
const start = async (options: Parameters<typeof startSmtp>[0] = {}) => {
  const server = await startSmtp(options);
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const auth = { user: 'annex', pass: 'smtp-secret' };
const mail = {
  messageId: '<job_1@localhost>',
  from: { name: 'Ada, "the" <Countess>', address: 'ada@example.com' },
  to: 'grace@example.com',
  subject: 'Grüße',
  html: '<p>Grüße</p>',
  text: 'Grüße',
};
const send = (port: number, options: { secure?: boolean; requireTls?: boolean; auth?: typeof auth | null }) =>
  sendBySmtp({ host: 'localhost', port, secure: false, requireTls: true, auth, ...options }, mail, null);

describe('a mail over SMTP', () => {
  it('goes over TLS from the first byte', async () => {
    const { port, received } = await start({ secure: true });
    await send(port, { secure: true });
    expect(received).toMatchObject([{ secure: true, user: 'annex', to: ['grace@example.com'] }]);
  });

  it('goes over TLS after STARTTLS, and never without where a password would be in clear', async () => {
    const upgraded = await start();
    await send(upgraded.port, {});
    expect(upgraded.received.map(({ secure }) => secure)).toEqual([true]);
    let signIns = 0;
    const clear = await start({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => {
        signIns++;
        callback(null, { user: 'annex' });
      },
    });
    await expect(send(clear.port, {})).rejects.toThrow();
    expect([signIns, clear.received]).toEqual([0, []]);
  });

  it('goes in clear to a relay that asks for no password', async () => {
    const { port, received } = await start({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    await send(port, { auth: null, requireTls: false });
    expect(received).toMatchObject([{ secure: false, user: undefined }]);
  });

  it('does not go to a server whose certificate nobody trusts, and nor does the password', async () => {
    let signIns = 0;
    const stranger = await generate([{ name: 'commonName', value: 'localhost' }]);
    const { port, received } = await start({
      key: stranger.private,
      cert: stranger.cert,
      onAuth: (_auth, _session, callback) => {
        signIns++;
        callback(null, { user: 'annex' });
      },
    });
    for (const requireTls of [true, false]) await expect(send(port, { requireTls })).rejects.toThrow();
    expect([signIns, received]).toEqual([0, []]);
  });

  it('keeps names and subjects in their headers, whatever is in them', async () => {
    const { port, received } = await start();
    await send(port, {});
    expect(received[0]?.headers).toMatch(/^From: .*<ada@example\.com>$/m);
    expect(received[0]?.headers).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(received[0]).toMatchObject({ from: 'ada@example.com', to: ['grace@example.com'] });
    expect(received[0]?.content).toContain('<p>Grüße</p>');
  });

  it.each([
    [451, false],
    [550, true],
    [554, true],
  ])('answered with %i is refused for good: %s', async (code, isFinal) => {
    const { port, answers } = await start();
    answers.push(smtpError(code));
    const failure = await send(port, {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure instanceof MailRefused).toBe(isFinal);
  });
});
