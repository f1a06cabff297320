import { beforeAll, describe, expect, it } from 'vitest';
import { ensureConnection, updateConnectionClients } from '@/lib/connections';
import { asJson } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Strict';
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, connection, {
    passwordPolicy: 'low',
    password_complexity_options: { min_length: 9 },
    password_history: { enable: true, size: 3 },
    password_no_personal_info: { enable: true },
    password_dictionary: { enable: true, dictionary: ['acme-acme'] },
  });
  const [row] = await database.sql`select id from connections where name = ${connection}`;
  await updateConnectionClients(tenant.ctx, row?.id, [{ client_id: tenant.web.client_id, status: true }]);
  await tenant.changesHeard();
});

const bad: [string, string, string][] = [
  ['8 letters', 'abcdefgh', 'PasswordStrengthError: Password is too weak'],
  ['a common word', 'sunshine1'.padEnd(9, '1'), 'PasswordDictionaryError: Password is too common'],
  ['a word of the tenant', 'ACME-acme', 'PasswordDictionaryError: Password is too common'],
  ['their own name', 'grace-horse', 'PasswordNoUserInfoError: Password contains user information'],
];

describe('the password options of a connection hold', () => {
  it.each(bad)('when a user is created: %s', async (_, password, message) => {
    const body = { connection, email: 'grace@example.com', password };
    const answer = await tenant.call('POST', '/users', { body });
    expect([answer.status, answer.body.message]).toEqual([400, message]);
  });

  it.each(bad)('at sign-up: %s', async (_, password, message) => {
    const body = { client_id: tenant.web.client_id, connection, email: 'grace@example.com', password };
    const response = await tenant.request('/dbconnections/signup', asJson(body));
    const answer: { name: string; description: unknown } = await response.json();
    const [name = '', text] = message.split(': ');
    expect([response.status, answer.name]).toEqual([400, name]);
    if (name !== 'PasswordStrengthError') expect(answer.description).toBe(text);
  });

  it('when a password is changed, with the last three of history', async () => {
    const [first, second, third, fourth] = ['Horse-One-1', 'Horse-Two-2', 'Horse-Three-3', 'Horse-Four-4'];
    const user = await tenant.makeUser({ connection, email: 'grace@example.com', password: first ?? '' });
    const patch = async (password: string | undefined) => {
      const { status, body } = await tenant.call('PATCH', userPath(user.user_id), { body: { password } });
      return status === 200 ? 'changed' : body.message;
    };
    for (const [, password, message] of bad) expect(await patch(password)).toBe(message);
    const used = 'PasswordHistoryError: Password has previously been used';
    expect(await patch(first)).toBe(used);
    expect([await patch(second), await patch(third)]).toEqual(['changed', 'changed']);
    expect([await patch(first), await patch(second), await patch(third)]).toEqual([used, used, used]);
    expect(await patch(fourth)).toBe('changed');
    expect(await patch(first)).toBe('changed');
    const [row] = await database.sql`select earlier from credentials where user_id = ${user.user_id}`;
    expect(row?.earlier).toHaveLength(3);
    expect(JSON.stringify((await tenant.call('GET', userPath(user.user_id))).body)).not.toContain('argon2');
  });
});
