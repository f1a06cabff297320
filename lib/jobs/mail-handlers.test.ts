import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { defaultConnection, ensureConnection, getConnection } from '@/lib/connections';
import { asActor } from '@/lib/context';
import {
  confirmProvider,
  createProvider,
  createTemplate,
  getOutboxMail,
  listOutbox,
  type SetTemplateInput,
  sweepOutbox,
  updateProvider,
} from '@/lib/mail';
import { type SmtpFixture, smtpError, startSmtp } from '@/lib/mail/smtp.fixture';
import { getStoredJob } from '@/lib/queue';
import { grantAdmin } from '@/lib/setup';
import { type TestContext, testDatabase } from '@/lib/testing';
import { requestPasswordChange, requestVerification, resetPassword, verifyEmail } from '@/lib/tickets';
import { type CreateUserInput, createUser, signUp, type UserView, updateUser } from '@/lib/users';
import { createUsersImport, receiveImportFile } from '.';
import { runQueued } from './jobs.fixture';

const database = testDatabase();
const connection = defaultConnection;
const password = 'Correct-Horse-9';
let ctx: TestContext;
let smtp: SmtpFixture;
let count = 0;

beforeAll(async () => {
  ctx = database.context(undefined, { ip: '203.0.113.7', userAgent: 'Test/1.0' });
  await ensureConnection(ctx, connection);
  smtp = await startSmtp();
});
afterAll(() => smtp.close());
beforeEach(async () => {
  await database.sql`truncate jobs, outbox, logs, email_provider, email_templates, tickets, rate_limits`;
  smtp.received.length = 0;
  smtp.answers.length = 0;
});

const machine = {
  type: 'client',
  clientId: 'machine',
  scopes: ['update:email_provider', 'create:email_provider'],
} as const;
const credentials = () => ({
  smtp_host: 'localhost',
  smtp_port: smtp.port,
  smtp_user: 'annex',
  smtp_pass: 'smtp-secret',
});
const useSmtp = (on = ctx as typeof ctx | ReturnType<typeof asActor>) =>
  createProvider(on, { name: 'smtp', credentials: credentials(), default_from_address: 'shop@example.com' });
const writeTemplate = (template: SetTemplateInput) => createTemplate(ctx, template);

async function makeUser(input: Partial<CreateUserInput> = {}): Promise<UserView> {
  const email = `reader${++count}@example.com`;
  return (await createUser(ctx, { connection, email, password, verify_email: false, ...input })).user;
}

/** What lies in the outbox, the oldest first. */
async function kept() {
  const { items } = await listOutbox(ctx, { offset: 0, limit: 50 });
  return Promise.all(items.map(({ id }) => getOutboxMail(ctx, id))).then((mails) => mails.toReversed());
}
const events = async () =>
  (await database.sql`select type from logs where type not in ('sapi', 'ss', 'sce') order by type`).map(
    ({ type }) => type,
  );
const linkIn = (text: string) => /https?:\/\/\S+\?ticket=([\w-]{43})#/.exec(text)?.[1] ?? 'no link';
const ask = (email: string) => requestPasswordChange(ctx, { connection, email });

describe('without a provider', () => {
  it('nothing leaves: the mail is in the outbox, sealed, for administrators alone, and for seven days', async () => {
    const user = await makeUser({ given_name: 'Grace' });
    await ask(user.email ?? '');
    await runQueued(ctx);
    expect(smtp.received).toEqual([]);
    const [mail, ...more] = await kept();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: user.email, template: 'reset_email', from: 'no-reply@localhost' });
    expect(mail?.text).toContain('Hello Grace,');
    const token = linkIn(mail?.text ?? '');
    const rows = await database.sql`select encode(content, 'escape') as content from outbox`;
    expect(JSON.stringify(rows)).not.toContain(token);
    for (const actor of [
      { type: 'client', clientId: 'c', scopes: ['read:email_provider'] },
      { type: 'self', userId: 'auth0|x', scopes: ['read:email_provider'] },
      { type: 'admin', userId: 'auth0|x', scopes: [] },
    ] as const) {
      const other = asActor(ctx, actor, 'api');
      await expect(listOutbox(other, { offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(getOutboxMail(other, mail?.id ?? '')).rejects.toMatchObject({ code: 'forbidden' });
    }
    ctx.clock.advance(7 * 86_400);
    await sweepOutbox(ctx);
    expect(await kept()).toHaveLength(1);
    ctx.clock.advance(1);
    await sweepOutbox(ctx);
    expect(await kept()).toHaveLength(0);
  });

  it('and with one that is switched off, mails are kept as well', async () => {
    await useSmtp();
    await updateProvider(ctx, { enabled: false });
    await requestVerification(ctx, { user_id: (await makeUser()).user_id });
    await runQueued(ctx);
    expect([smtp.received.length, (await kept()).length]).toEqual([0, 1]);
  });
});

describe('a password by mail', () => {
  it('works from the request to the new password, proves the address, and is in the log', async () => {
    const user = await makeUser();
    await ask(` ${user.email?.toUpperCase()} `);
    await runQueued(ctx);
    const [mail] = await kept();
    const ticket = linkIn(mail?.text ?? '');
    expect(linkIn(mail?.html ?? '')).toBe(ticket);
    expect(await resetPassword(ctx, { ticket, password: 'New-Horse-123' })).toEqual({
      state: 'done',
      goTo: null,
    });
    const [row] = await database.sql`select email_verified from users where user_id = ${user.user_id}`;
    expect(row?.email_verified).toBe(true);
    expect(await events()).toEqual(['scp', 'scpr']);
    const [log] = await database.sql`select ip, user_agent, user_id from logs where type = 'scpr'`;
    expect(log).toEqual({ ip: '203.0.113.7', user_agent: 'Test/1.0', user_id: user.user_id });
  });

  it('is the same statements for an address that nobody has, which the job finds out', async () => {
    const user = await makeUser();
    const known = await database.queries.during(() => ask(user.email ?? ''));
    const unknown = await database.queries.during(() => ask('nobody@example.com'));
    expect(unknown).toEqual(known);
    await runQueued(ctx);
    expect((await kept()).map(({ to }) => to)).toEqual([user.email]);
    expect(await events()).toEqual(['fcpr', 'scpr']);
  });

  it('is asked for five times a quarter of an hour for one address, whoever it is', async () => {
    for (const email of [(await makeUser()).email ?? '', 'nobody@example.com']) {
      for (let tries = 0; tries < 5; tries++) await ask(email);
      await expect(ask(email)).rejects.toMatchObject({ code: 'limit_exceeded' });
    }
    ctx.clock.advance(900);
    await ask('nobody@example.com');
  });

  it('obeys the template: words, sender, lifetime, and where the person goes', async () => {
    const client = await createClient(ctx, { name: 'Shop & Co', callbacks: ['https://shop.example/cb'] });
    await writeTemplate({
      template: 'reset_email',
      subject: '{{ application.name }}: a new password',
      from: '{{ application.name }} <help@shop.example>',
      body: '<p>{{ user.name }} {{ application.name }} {{ request_language }}</p><a href="{{ url }}">go</a>',
      resultUrl: '{{ application.callback_domain }}/welcome',
      urlLifetimeInSeconds: 60,
      includeEmailInRedirect: false,
    });
    const user = await makeUser({ name: '<b>Ada</b>' });
    await requestPasswordChange(
      ctx,
      { connection, email: user.email ?? '' },
      { clientId: client.client_id, language: 'de' },
    );
    await runQueued(ctx);
    const [mail] = await kept();
    expect(mail).toMatchObject({
      subject: 'Shop & Co: a new password',
      from: 'Shop & Co <help@shop.example>',
    });
    expect(mail?.html).toContain('<p>&lt;b&gt;Ada&lt;/b&gt; Shop &amp; Co de</p>');
    const ticket = linkIn(mail?.html ?? '');
    const done = await resetPassword(ctx, { ticket, password: 'New-Horse-123' });
    expect(done).toMatchObject({
      goTo: expect.stringMatching(/^https:\/\/shop\.example\/welcome\?success=true/),
    });
    const [{ life } = {}] = await database.sql`
      select extract(epoch from expires_at - used_at)::int as life from tickets`;
    expect(life).toBe(60);
  });

  it('does not go out when the tenant has switched the mail off', async () => {
    await writeTemplate({ template: 'change_password', enabled: false });
    await ask((await makeUser()).email ?? '');
    await runQueued(ctx);
    expect([(await kept()).length, await events()]).toEqual([0, ['fcpr']]);
  });
});

describe('proof of an address', () => {
  const verifications = async () => (await kept()).map(({ template, to }) => `${template} ${to}`);

  it.each([
    ['left out', {}, true],
    ['left out, the address being verified', { email_verified: true }, false],
    ['true, the address being verified', { email_verified: true, verify_email: true }, true],
    ['false', { verify_email: false }, false],
  ])('is asked of a new user when verify_email is %s', async (_, fields, isSent) => {
    const user = await makeUser({ verify_email: undefined, ...fields });
    await runQueued(ctx);
    expect(await verifications()).toEqual(isSent ? [`verify_email ${user.email}`] : []);
    expect(await events()).toEqual(isSent ? ['svr'] : []);
  });

  it('is asked after a sign-up, and in no other case by a change but when the change says so', async () => {
    const { user } = await signUp(ctx, { connection, email: 'signed@example.com', password });
    const change = (patch: object) => updateUser(ctx, user.user_id, patch, { metadata: 'merge' });
    await change({ email: 'changed@example.com' });
    await change({ email_verified: false });
    await change({ verify_email: true });
    await change({ email: 'again@example.com', verify_email: true });
    await runQueued(ctx);
    expect(await verifications()).toEqual(Array(3).fill('verify_email again@example.com'));
  });

  it('is not asked for a user that was not made after all', async () => {
    await makeUser({ email: 'twice@example.com', verify_email: true });
    await expect(makeUser({ email: 'twice@example.com', verify_email: true })).rejects.toThrow();
    expect(await runQueued(ctx)).toHaveLength(1);
  });

  it('is not asked on the word of somebody who may not say that the address is verified', async () => {
    const { user_id } = await makeUser();
    for (const actor of [
      { type: 'self', userId: user_id, scopes: ['update:current_user_metadata'] },
      { type: 'client', clientId: 'c', scopes: ['update:users_app_metadata'] },
    ] as const) {
      const work = updateUser(
        asActor(ctx, actor, 'api'),
        user_id,
        { verify_email: true },
        { metadata: 'merge' },
      );
      await expect(work).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await runQueued(ctx)).toEqual([]);
  });

  it('welcomes when it is given, where the tenant has switched that on', async () => {
    const give = async () => {
      ctx.clock.advance(1);
      await makeUser({ verify_email: true });
      await runQueued(ctx);
      await verifyEmail(ctx, linkIn((await kept()).at(-1)?.text ?? ''));
      await runQueued(ctx);
      return (await kept()).map(({ template }) => template);
    };
    expect(await give()).toEqual(['verify_email']);
    await writeTemplate({ template: 'welcome_email', enabled: true });
    expect((await give()).sort()).toEqual(['verify_email', 'verify_email', 'welcome_email']);
  });

  it('is nobody’s business where it is switched off, and a sign-up is welcomed at once', async () => {
    await writeTemplate({ template: 'verify_email', enabled: false });
    await writeTemplate({ template: 'welcome_email', subject: 'Hi {{ user.nickname }}', enabled: true });
    await makeUser({ verify_email: true });
    await signUp(ctx, { connection, email: 'fresh@example.com', password });
    await runQueued(ctx);
    expect((await kept()).map(({ subject }) => subject)).toEqual(['Hi fresh']);
  });
});

describe('through an SMTP server', () => {
  it('a mail is delivered once, over TLS, signed in, with both bodies', async () => {
    await useSmtp();
    const user = await makeUser();
    const { id } = await requestVerification(ctx, { user_id: user.user_id });
    expect(await getStoredJob(ctx, id)).toMatchObject({ kind: 'verification_email', status: 'pending' });
    await runQueued(ctx);
    await runQueued(ctx);
    expect(await getStoredJob(ctx, id)).toMatchObject({ status: 'completed' });
    expect(smtp.received).toHaveLength(1);
    const [mail] = smtp.received;
    expect(mail).toMatchObject({ from: 'shop@example.com', to: [user.email], secure: true, user: 'annex' });
    expect(mail?.headers).toContain(`Message-ID: <${id}@localhost>`);
    expect(mail?.headers).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(mail?.raw).toMatch(/Content-Type: text\/plain[\s\S]*Content-Type: text\/html/);
    expect(await kept()).toEqual([]);
    expect(await verifyEmail(ctx, linkIn(mail?.content ?? ''))).toEqual({ state: 'done', goTo: null });
    expect(await events()).toEqual(['sv', 'svr']);
  });

  it.each([421, 451, 503])('the answer %i has it tried again, and it arrives once', async (code) => {
    await useSmtp();
    smtp.answers.push(smtpError(code));
    const { id } = await requestVerification(ctx, { user_id: (await makeUser()).user_id });
    await expect(runQueued(ctx)).rejects.toThrow();
    expect(await getStoredJob(ctx, id)).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await database.sql`select 1 from tickets`).toHaveLength(0);
    await runQueued(ctx);
    expect(smtp.received).toHaveLength(1);
    expect(await database.sql`select 1 from tickets`).toHaveLength(1);
    expect(await events()).toEqual(['svr']);
  });

  it('a server that is away has it tried again, and in the end the failure is in the log', async () => {
    await useSmtp();
    await updateProvider(ctx, { credentials: { smtp_port: 1 } });
    const user = await makeUser();
    const { id } = await requestVerification(ctx, { user_id: user.user_id });
    await expect(runQueued(ctx)).rejects.toThrow();
    await database.sql`update jobs set attempts = 49 where id = ${id}`;
    await runQueued(ctx);
    expect(await getStoredJob(ctx, id)).toMatchObject({ status: 'failed' });
    expect(await events()).toEqual(['fn']);
    const [row] = await database.sql`select user_id, details, description from logs where type = 'fn'`;
    expect(row).toMatchObject({ user_id: user.user_id, details: { job_id: id, template: 'verify_email' } });
  });

  it('a mail that is refused for good is not tried again: fn in the log, the job failed', async () => {
    await useSmtp();
    smtp.answers.push(smtpError(550));
    const { id } = await requestVerification(ctx, { user_id: (await makeUser()).user_id });
    await runQueued(ctx);
    expect(await getStoredJob(ctx, id)).toMatchObject({
      status: 'failed',
      statusDetails: 'The mail server refused the mail.',
    });
    expect([await events(), smtp.received.length]).toEqual([['fn'], 0]);
  });

  it('a wrong password waits for the right one', async () => {
    await useSmtp();
    await updateProvider(ctx, { credentials: { smtp_pass: 'wrong' } });
    await requestVerification(ctx, { user_id: (await makeUser()).user_id });
    await expect(runQueued(ctx)).rejects.toThrow();
    await updateProvider(ctx, { credentials: { smtp_pass: 'smtp-secret' } });
    await runQueued(ctx);
    expect(smtp.received).toHaveLength(1);
  });

  it('line ends and addresses in names make no header and no recipient', async () => {
    await useSmtp();
    await writeTemplate({
      template: 'verify_email',
      subject: 'Hi {{ user.user_metadata.x }}',
      from: '{{ user.user_metadata.x }} <shop@example.com>',
    });
    const x = 'Eve\r\nBcc: eve@evil.example\r\n\r\n<p>body</p>, eve@evil.example';
    await requestVerification(ctx, { user_id: (await makeUser({ user_metadata: { x } })).user_id });
    await runQueued(ctx);
    const [mail] = smtp.received;
    expect(mail?.to).toEqual([expect.stringMatching(/^reader\d+@example\.com$/)]);
    expect(mail?.headers).not.toMatch(/^(Bcc|Cc):/m);
    expect(mail?.headers.match(/^(From|To|Subject):/gm)).toHaveLength(3);
    expect(mail?.from).toBe('shop@example.com');
  });

  it('adds the headers of the settings', async () => {
    await useSmtp();
    await updateProvider(ctx, {
      settings: { headers: { 'X-SES-Configuration-Set': 'shop', 'X-MSYS-API': { a: 'ü' } } },
    });
    await requestVerification(ctx, { user_id: (await makeUser()).user_id });
    await runQueued(ctx);
    expect(smtp.received[0]?.headers).toMatch(/^X-SES-Configuration-Set: shop$/im);
    expect(smtp.received[0]?.headers).toMatch(/^X-MSYS-API: \{"a":"\\u00fc"\}$/im);
  });
});

describe('a link into an administrator’s account', () => {
  async function makeAdmin(): Promise<string> {
    const root = await makeUser();
    await grantAdmin(ctx, root.user_id);
    return root.email ?? '';
  }

  it('is in our own words, whatever template a machine has written', async () => {
    await writeTemplate({ template: 'reset_email', body: '<img src="https://evil.example/?{{ url }}">' });
    await ask(await makeAdmin());
    await runQueued(ctx);
    const [mail] = await kept();
    expect(mail?.html).not.toContain('evil.example');
    expect(linkIn(mail?.text ?? '')).not.toBe('no link');
  });

  it('does not leave through a provider that a machine has set until an administrator confirms it', async () => {
    await useSmtp(asActor(ctx, machine, 'api') as TestContext);
    const email = await makeAdmin();
    await ask(email);
    await runQueued(ctx);
    expect([smtp.received.length, await events()]).toEqual([0, ['fn']]);
    expect(await database.sql`select 1 from tickets`).toHaveLength(0);
    await expect(confirmProvider(asActor(ctx, machine, 'api'))).rejects.toMatchObject({ code: 'forbidden' });
    await confirmProvider(ctx);
    await ask(email);
    await runQueued(ctx);
    expect(smtp.received.map(({ to }) => to)).toEqual([[email]]);
    await updateProvider(asActor(ctx, machine, 'api'), { credentials: { smtp_pass: 'smtp-secret' } });
    await ask(email);
    await runQueued(ctx);
    expect(smtp.received).toHaveLength(1);
  });
});

describe('the end of an import', () => {
  beforeEach(() => database.sql`truncate admins`);

  async function importFile(text: string, options: object = {}): Promise<string> {
    const source = async function* () {
      yield Buffer.from(text);
    };
    const { id } = await getConnection(ctx, connection);
    const file = await receiveImportFile(ctx, source());
    return (await createUsersImport(ctx, { connection_id: id, ...options }, file)).id;
  }

  async function makeAdmin(input: Partial<CreateUserInput> = {}): Promise<string> {
    const { user_id, email = '' } = await makeUser(input);
    await grantAdmin(ctx, user_id);
    return email;
  }

  const finish = async () => {
    await runQueued(ctx);
    await runQueued(ctx);
    return kept();
  };

  it('is told to each administrator who may sign in and to nobody else, once, with the counts', async () => {
    const admins = [await makeAdmin(), await makeAdmin()];
    await makeAdmin({ blocked: true });
    await makeUser();
    const id = await importFile(`[{"email":"imported${++count}@example.com"},{"email":"<b>"}]`);
    const mails = await finish();
    expect(mails.map(({ to }) => to).sort()).toEqual(admins.sort());
    const [mail] = mails;
    expect(mail).toMatchObject({
      template: 'users_import',
      subject: `Annex: users import into ${connection} completed`,
    });
    expect(mail?.text).toContain('Inserted: 1\nUpdated: 0\nFailed: 1\nTotal: 2');
    expect(mail?.text).toContain(`/api/v2/jobs/${id}/errors`);
    expect(await finish()).toHaveLength(2);
  });

  it('is told with the reason when the file could not be read', async () => {
    await makeAdmin();
    await importFile('this is no JSON');
    const [mail, ...more] = await finish();
    expect(more).toEqual([]);
    expect(mail?.subject).toMatch(/failed$/);
    expect(mail?.text).toMatch(/has failed: \S/);
  });

  it('is told to nobody where the request said so', async () => {
    await makeAdmin();
    await importFile('[]', { send_completion_email: false });
    expect(await finish()).toEqual([]);
  });
});
