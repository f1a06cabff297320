import { ManagementError } from 'auth0';
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { getOutboxMail, listOutbox } from '@/lib/mail';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());
beforeEach(() => database.sql`truncate jobs, outbox`);

const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

async function mails() {
  const { items } = await listOutbox(tenant.ctx, { offset: 0, limit: 10 });
  return Promise.all(items.map(({ id }) => getOutboxMail(tenant.ctx, id)));
}

describe('auth0, the official SDK', () => {
  it('configures, reads, changes and deletes the email provider', async () => {
    const { provider } = tenant.management.emails;
    const missing = await failure(provider.get());
    expect(missing).toBeInstanceOf(ManagementError);
    expect(missing).toMatchObject({ statusCode: 404, body: { errorCode: 'inexistent_email_provider' } });
    const made = await provider.create({
      name: 'smtp',
      default_from_address: 'shop@example.com',
      credentials: { smtp_host: 'mail.example.com', smtp_port: 587, smtp_user: 'u', smtp_pass: 'p' },
    });
    expect(made).toMatchObject({ name: 'smtp', enabled: true });
    expect(await provider.get()).toEqual({ name: 'smtp', enabled: true });
    await provider.update({ enabled: false });
    const fields = 'name,enabled,credentials,settings,default_from_address';
    expect(await provider.get({ fields })).toEqual({
      name: 'smtp',
      enabled: false,
      default_from_address: 'shop@example.com',
      credentials: { smtp_host: 'mail.example.com', smtp_port: 587, smtp_user: 'u' },
    });
    expect(await failure(provider.create({ name: 'sendgrid', credentials: { api_key: 'k' } }))).toMatchObject(
      {
        statusCode: 409,
      },
    );
    await provider.delete();
    expect(await failure(provider.get())).toMatchObject({ statusCode: 404 });
  });

  it('writes, reads, changes and replaces email templates', async () => {
    const { emailTemplates } = tenant.management;
    const template = 'welcome_email' as const;
    expect(await failure(emailTemplates.get(template))).toMatchObject({
      statusCode: 404,
      body: { errorCode: 'inexistent_email_template' },
    });
    const made = await emailTemplates.create({
      template,
      subject: 'Hi',
      body: '{{ user.name }}',
      enabled: true,
    });
    expect(await emailTemplates.get(template)).toEqual(made);
    expect(await emailTemplates.update(template, { subject: 'Hello' })).toMatchObject({
      subject: 'Hello',
      body: '{{ user.name }}',
    });
    expect(await emailTemplates.set(template, { template, enabled: false })).toMatchObject({ body: null });
    expect(await failure(emailTemplates.create({ template }))).toMatchObject({ statusCode: 409 });
    expect(await failure(emailTemplates.update(template, { body: '{{ broken' }))).toMatchObject({
      statusCode: 400,
      body: { errorCode: 'invalid_body' },
    });
  });

  it('makes tickets', async () => {
    const { user_id } = await tenant.makeUser();
    const { tickets } = tenant.management;
    const { ticket } = await tickets.changePassword({
      user_id,
      result_url: 'https://shop.example',
      ttl_sec: 60,
    });
    expect(ticket).toMatch(new RegExp(`^https://${tenant.domain}/u/reset-password\\?ticket=`));
    const verify = await tickets.verifyEmail({ user_id });
    expect(verify.ticket).toContain('/u/email-verification?ticket=');
    expect(await failure(tickets.verifyEmail({ user_id: 'auth0|nobody' }))).toMatchObject({
      statusCode: 404,
      body: { errorCode: 'inexistent_user' },
    });
  });

  it('has a verification mail sent, and a password mail by the Authentication API', async () => {
    const user = await tenant.makeUser({ verify_email: false });
    const job = await tenant.management.jobs.verificationEmail.create({ user_id: user.user_id });
    expect(job).toMatchObject({ type: 'verification_email', status: 'pending' });
    await runQueued(tenant.ctx);
    expect(await tenant.management.jobs.get(job.id)).toMatchObject({ status: 'completed' });
    const { domain, clientId, clientSecret } = tenant;
    const authentication = new AuthenticationClient({ domain, clientId, clientSecret });
    const request = { connection: defaultConnection, email: user.email ?? '' };
    const answer = await authentication.database.changePassword(request);
    expect(answer.data).toBe("We've just sent you an email to reset your password.");
    const unknown = await authentication.database.changePassword({ ...request, email: 'nobody@example.com' });
    expect(unknown.data).toBe(answer.data);
    await runQueued(tenant.ctx);
    expect((await mails()).map(({ template, to }) => [template, to]).toSorted()).toEqual([
      ['reset_email', user.email],
      ['verify_email', user.email],
    ]);
  });
});
