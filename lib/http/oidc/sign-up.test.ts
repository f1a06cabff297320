import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { asJson, form, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const connection = 'Username-Password-Authentication';

async function signUp(fields: object) {
  const body = { client_id: tenant.web.client_id, connection, password, ...fields };
  const response = await tenant.request('/dbconnections/signup', asJson(body));
  return { status: response.status, body: await response.json() };
}

describe('/dbconnections/signup', () => {
  it('makes a user with metadata and answers with the id without its prefix; no session', async () => {
    const fields = { email: 'Grace@example.com', given_name: 'Grace', user_metadata: { plan: 'free' } };
    const { status, body } = await signUp(fields);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      email: 'grace@example.com',
      email_verified: false,
      user_metadata: { plan: 'free' },
    });
    const [row] =
      await database.sql`select user_id, user_metadata, app_metadata from users where given_name = 'Grace'`;
    expect(row).toMatchObject({
      user_id: `auth0|${body._id}`,
      user_metadata: { plan: 'free' },
      app_metadata: null,
    });
    expect(await database.sql`select 1 from oidc_sessions`).toHaveLength(0);
  });

  it('takes a form as well', async () => {
    const fields = { client_id: tenant.web.client_id, connection, password, email: 'form@example.com' };
    expect((await tenant.request('/dbconnections/signup', form(fields))).status).toBe(200);
  });

  it('says user_exists and changes nothing (security lesson 5)', async () => {
    const [before] = await database.sql`select * from users where user_id = ${tenant.ada.user_id}`;
    const { status, body } = await signUp({ email: 'ADA@example.com', user_metadata: { plan: 'mine' } });
    expect(status).toBe(400);
    expect(body).toEqual({
      name: 'BadRequestError',
      code: 'user_exists',
      description: 'The user already exists.',
      statusCode: 400,
    });
    expect(await database.sql`select * from users where user_id = ${tenant.ada.user_id}`).toEqual([before]);
  });

  it('says what a weak password lacks, in the words that auth0-js reads', async () => {
    const { status, body } = await signUp({ email: 'weak@example.com', password: 'weak' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ name: 'PasswordStrengthError', code: 'invalid_password', statusCode: 400 });
    expect(body.description.verified).toBe(false);
    expect(body.description.rules.length).toBeGreaterThan(0);
    expect(body.policy).toContain('* At least 8 characters');
  });

  it.each([
    ['app_metadata', { app_metadata: { roles: ['admin'] } }],
    ['email_verified', { email_verified: true }],
    ['blocked', { blocked: false }],
    ['user_id', { user_id: 'admin' }],
    [
      'eleven metadata keys',
      { user_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v'])) },
    ],
    ['a long metadata value', { user_metadata: { k: 'v'.repeat(501) } }],
    ['a metadata value that is no string', { user_metadata: { k: 1 } }],
    ['a password that is no string', { password: ['x'] }],
    ['an unknown connection', { connection: 'nowhere' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['no e-mail address', { email: undefined }],
  ])('refuses %s and makes nobody', async (_, fields) => {
    const [before] = await database.sql`select count(*) from users`;
    const { status } = await signUp({ email: 'mallory@example.com', ...fields });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(await database.sql`select count(*) from users`).toEqual([before]);
  });

  it('stops one address after fifty', async () => {
    const tries = Array.from({ length: 50 }, (_, index) =>
      signUp({ email: `x${index}@example.com`, password: 'x' }),
    );
    await Promise.all(tries);
    const { status, body } = await signUp({ email: 'last@example.com' });
    expect([status, body.error]).toEqual([429, 'too_many_attempts']);
  });
});
