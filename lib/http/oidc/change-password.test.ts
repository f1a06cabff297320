import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultConnection, getConnection, updateConnection } from '@/lib/connections';
import { testDatabase } from '@/lib/testing';
import { asJson, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});
beforeEach(() => database.sql`truncate jobs, rate_limits`);

const sentence = "We've just sent you an email to reset your password.";
const ada = { connection: defaultConnection, email: 'ada@example.com' };

async function ask(init: RequestInit) {
  const response = await tenant.request('/dbconnections/change_password', init);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const queued = () => database.sql`select payload from jobs where kind = 'password_email'`;

describe('/dbconnections/change_password', () => {
  it('answers in text, the same for an address that nobody has, by JSON and by form', async () => {
    const client_id = tenant.web.client_id;
    const answer = await ask(asJson({ ...ada, client_id }));
    expect(answer).toEqual({ status: 200, type: expect.stringContaining('text/plain'), text: sentence });
    expect(await ask(asJson({ ...ada, client_id, email: 'nobody@example.com' }))).toEqual(answer);
    expect(await ask(form(ada))).toEqual(answer);
    expect((await queued()).map(({ payload }) => payload.client_id)).toEqual([
      client_id,
      client_id,
      undefined,
    ]);
  });

  it('tells the job the language and the caller', async () => {
    const { headers, ...init } = asJson(ada);
    await ask({ ...init, headers: { ...headers, 'accept-language': 'de-AT,en;q=0.5' } });
    const [row] = await queued();
    expect(row?.payload).toEqual({ ...ada, language: 'de-AT', ip: '203.0.113.7' });
  });

  it.each([
    ['no address', { email: undefined }],
    ['no connection', { connection: undefined }],
    ['an address that is none', { email: 'ada' }],
    ['an address with a line end', { email: 'ada@example.com\r\nBcc: eve@example.com' }],
    ['a list of addresses', { email: ['ada@example.com'] }],
    ['a connection that is not there', { connection: 'nowhere' }],
    ['an application that is not there', { client_id: 'nobody' }],
  ])('refuses %s', async (_, fields) => {
    const { status, text } = await ask(asJson({ ...ada, ...fields }));
    expect([status, JSON.parse(text).error]).toEqual([400, 'invalid_request']);
    expect(await queued()).toEqual([]);
  });

  it('counts by address and by caller, known or not', async () => {
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => ask(asJson({ ...ada, email }))));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429]);
    }
    const others = Array.from({ length: 40 }, (_, index) =>
      ask(asJson({ ...ada, email: `x${index}@example.com` })),
    );
    const statuses = (await Promise.all(others)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(38);
  });

  it('is closed where the connection says so', async () => {
    const { id, options } = await getConnection(tenant.ctx, defaultConnection);
    const close = (disable_self_service_change_password: boolean) =>
      updateConnection(tenant.ctx, id, {
        options: { passwordPolicy: options.passwordPolicy, disable_self_service_change_password },
      });
    await close(true);
    expect((await ask(asJson(ada))).status).toBe(400);
    await close(false);
    expect((await ask(asJson(ada))).status).toBe(200);
  });

  it('knows no other method', async () => {
    expect((await tenant.request('/dbconnections/change_password')).status).toBe(405);
  });
});
