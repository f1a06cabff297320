import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});
beforeEach(() => database.sql`truncate email_provider, email_templates`);

const secret = 'Sealed-Password-1';
const smtp = {
  name: 'smtp',
  default_from_address: 'shop@example.com',
  credentials: { smtp_host: 'mail.example.com', smtp_port: 587, smtp_user: 'annex', smtp_pass: secret },
};
const everything = '?fields=name,enabled,credentials,settings,default_from_address';
const provider = '/emails/provider';

describe('/emails/provider', () => {
  it('is open to its scopes alone', async () => {
    const wrong = await tenant.machineToken('read:email_templates');
    for (const [method, body] of [['GET'], ['POST', smtp], ['PATCH', {}], ['DELETE']] as const) {
      expect((await tenant.call(method, provider, { token: '', body })).status).toBe(401);
      const { status, body: refusal } = await tenant.call(method, provider, { token: wrong, body });
      expect([status, refusal.errorCode]).toEqual([403, 'insufficient_scope']);
    }
  });

  it('is missing until it is made, and again after it is deleted', async () => {
    const missing = { statusCode: 404, errorCode: 'inexistent_email_provider' };
    expect((await tenant.call('GET', provider)).body).toMatchObject(missing);
    expect((await tenant.call('PATCH', provider, { body: { enabled: false } })).body).toMatchObject(missing);
    expect((await tenant.call('POST', provider, { body: smtp })).status).toBe(201);
    expect((await tenant.call('POST', provider, { body: smtp })).status).toBe(409);
    expect((await tenant.call('DELETE', provider)).status).toBe(204);
    expect((await tenant.call('DELETE', provider)).status).toBe(204);
    expect((await tenant.call('GET', provider)).body).toMatchObject(missing);
  });

  it('shows name and enabled unless asked for more, and never a password', async () => {
    const made = await tenant.call('POST', provider, { body: smtp });
    expect((await tenant.call('GET', provider)).body).toEqual({ name: 'smtp', enabled: true });
    const { body } = await tenant.call('GET', `${provider}${everything}`);
    const { smtp_pass: _, ...shown } = smtp.credentials;
    expect(body).toEqual({ ...smtp, enabled: true, credentials: shown });
    expect(made.body).toEqual(body);
    const patched = await tenant.call('PATCH', provider, {
      body: { credentials: { smtp_pass: 'Other-Secret-2' } },
    });
    expect(patched.body.credentials).toEqual(shown);
    const rows = await database.sql`
      select details::text as text from logs where description like '%email_provider%' union all
      select encode(credentials, 'escape') from email_provider`;
    expect(rows.length).toBeGreaterThan(2);
    expect(JSON.stringify([rows, made.body, patched.body])).not.toMatch(/Sealed-Password|Other-Secret/);
  });

  it('keeps what a PATCH leaves out; another provider starts with its own credentials', async () => {
    await tenant.call('POST', provider, { body: smtp });
    const patch = async (body: object) => (await tenant.call('PATCH', provider, { body })).body;
    expect(await patch({ enabled: false })).toMatchObject({
      enabled: false,
      default_from_address: 'shop@example.com',
    });
    expect(await patch({ credentials: { smtp_port: 465 } })).toMatchObject({
      credentials: { smtp_host: 'mail.example.com', smtp_port: 465 },
    });
    expect(await patch({ name: 'sendgrid' })).toMatchObject({ statusCode: 400, errorCode: 'invalid_body' });
    expect(await patch({ name: 'sendgrid', credentials: { api_key: 'k' } })).toMatchObject({
      name: 'sendgrid',
      credentials: {},
    });
  });

  it.each([
    ['no name', { ...smtp, name: undefined }],
    ['an unknown name', { ...smtp, name: 'pigeon' }],
    ['no credentials', { ...smtp, credentials: undefined }],
    ['no host', { ...smtp, credentials: { smtp_port: 25 } }],
    [
      'a host that is an address',
      { ...smtp, credentials: { smtp_host: 'http://mail.example.com', smtp_port: 25 } },
    ],
    ['a host with a port', { ...smtp, credentials: { smtp_host: 'mail.example.com:25', smtp_port: 25 } }],
    [
      'a host with a line end',
      { ...smtp, credentials: { smtp_host: 'mail.example.com\r\nx', smtp_port: 25 } },
    ],
    ['port 0', { ...smtp, credentials: { smtp_host: 'mail.example.com', smtp_port: 0 } }],
    ['port 65536', { ...smtp, credentials: { smtp_host: 'mail.example.com', smtp_port: 65_536 } }],
    [
      'a user without a password',
      { ...smtp, credentials: { smtp_host: 'm', smtp_port: 25, smtp_user: 'u' } },
    ],
    ['a password with a line end', { ...smtp, credentials: { ...smtp.credentials, smtp_pass: 'a\nb' } }],
    ['credentials of another provider', { ...smtp, credentials: { ...smtp.credentials, api_key: 'k' } }],
    ['a sender that is no address', { ...smtp, default_from_address: 'Shop <shop@example.com>' }],
    [
      'a sender with a line end',
      { ...smtp, default_from_address: 'shop@example.com\r\nBcc: eve@example.com' },
    ],
    ['a header that says to whom', { ...smtp, settings: { headers: { Bcc: 'eve@example.com' } } }],
    ['a header with a line end', { ...smtp, settings: { headers: { 'X-A': 'a\r\nBcc: eve@example.com' } } }],
    ['a region that SparkPost has not', { name: 'sparkpost', credentials: { api_key: 'k', region: 'mars' } }],
    ['SES without a region', { name: 'ses', credentials: { accessKeyId: 'A', secretAccessKey: 'B' } }],
  ])('refuses %s', async (_, body) => {
    const answer = await tenant.call('POST', provider, { body });
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
    expect(await database.sql`select 1 from email_provider`).toHaveLength(0);
  });

  it.each(['mailgun', 'azure_cs', 'ms365', 'custom'])('refuses %s and says what to use', async (name) => {
    const { status, body } = await tenant.call('POST', provider, {
      body: { name, credentials: { api_key: 'k' } },
    });
    expect(status).toBe(400);
    expect(body.message).toContain('use smtp with the SMTP address of another service');
  });
});

const templates = '/email-templates';
const verify = {
  template: 'verify_email',
  subject: 'Hi {{ user.name }}',
  body: '<p>{{ url }}</p>',
  enabled: true,
};

describe('/email-templates', () => {
  it('is open to its scopes alone', async () => {
    const wrong = await tenant.machineToken('read:email_provider');
    for (const [method, path] of [
      ['POST', templates],
      ['GET', `${templates}/verify_email`],
      ['PATCH', `${templates}/verify_email`],
      ['PUT', `${templates}/verify_email`],
    ] as const) {
      const body = method === 'GET' ? undefined : verify;
      expect((await tenant.call(method, path, { token: '', body })).status).toBe(401);
      expect((await tenant.call(method, path, { token: wrong, body })).status).toBe(403);
    }
  });

  it('has a template once it was written; before, our own is used and there is nothing to read', async () => {
    const path = `${templates}/verify_email`;
    const missing = { statusCode: 404, errorCode: 'inexistent_email_template' };
    expect((await tenant.call('GET', path)).body).toMatchObject(missing);
    expect((await tenant.call('PATCH', path, { body: { subject: 'x' } })).body).toMatchObject(missing);
    expect((await tenant.call('PUT', path, { body: verify })).body).toMatchObject(missing);
    expect((await tenant.call('GET', `${templates}/nonsense`)).body).toMatchObject(missing);
    const { status, body } = await tenant.call('POST', templates, { body: verify });
    expect([status, body]).toEqual([
      200,
      {
        ...verify,
        from: null,
        syntax: 'liquid',
        resultUrl: null,
        urlLifetimeInSeconds: null,
        includeEmailInRedirect: true,
      },
    ]);
    expect((await tenant.call('GET', path)).body).toEqual(body);
    const again = await tenant.call('POST', templates, { body: verify });
    expect([again.status, again.body.message]).toEqual([409, 'Template verify_email already exists.']);
  });

  it('PATCH changes what it names, PUT everything', async () => {
    await tenant.call('POST', templates, { body: { ...verify, from: 'a@example.com' } });
    const path = `${templates}/verify_email`;
    const patched = await tenant.call('PATCH', path, { body: { enabled: false, urlLifetimeInSeconds: 60 } });
    expect(patched.body).toMatchObject({
      ...verify,
      from: 'a@example.com',
      enabled: false,
      urlLifetimeInSeconds: 60,
    });
    const put = await tenant.call('PUT', path, { body: verify });
    expect(put.body).toMatchObject({ from: null, enabled: true, urlLifetimeInSeconds: null });
    expect((await tenant.call('GET', path)).body).toEqual(put.body);
    const renamed = await tenant.call('PATCH', path, { body: { template: 'reset_email' } });
    expect(renamed.status).toBe(400);
  });

  it.each([
    ['body', '<p>{{ user.name }}</p>\n{{ url', 'Line 2, column 1'],
    ['body', '{% include "x" %}', 'Line 1, column 1'],
    ['body', '{% for i in (1..99999999) %}{% endfor %}', 'Line 1, column 1'],
    ['subject', '{{ user.name | nope }}', 'Line 1, column'],
    ['from', '{% if %}', 'Line 1, column'],
    ['resultUrl', '{{ application.callback_domain', 'Line 1, column 1'],
    ['resultUrl', 'javascript:alert(1)', 'https://'],
    ['syntax', 'handlebars', 'liquid'],
    ['subject', 'a\r\nBcc: eve@example.com', 'Control characters'],
    ['from', 'a@example.com\nBcc: eve@example.com', 'Control characters'],
    ['urlLifetimeInSeconds', -1, 'urlLifetimeInSeconds'],
    ['template', 'nonsense', 'template'],
    ['footer', 'x', 'Additional properties not allowed: footer'],
  ])('refuses at save a broken %s: %j', async (field, value, reason) => {
    const { status, body } = await tenant.call('POST', templates, { body: { ...verify, [field]: value } });
    expect([status, body.errorCode]).toEqual([400, 'invalid_body']);
    expect(body.message).toContain(reason);
    expect(await database.sql`select 1 from email_templates`).toHaveLength(0);
  });
});
