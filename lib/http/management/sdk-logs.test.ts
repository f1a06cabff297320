import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

describe('auth0, the official SDK, for logs, stats and tenant settings', () => {
  it('searches logs, gets one, and walks the pages of a user’s own', async () => {
    const { users, logs } = tenant.management;
    const email = 'logged@example.com';
    const { user_id: id = '' } = await users.create({
      connection: defaultConnection,
      email,
      password: 'Correct-Horse-9',
    });
    for (const color of ['red', 'green', 'blue']) await users.update(id, { user_metadata: { color } });
    const page = await logs.list({ search: `user_name:"${email}"`, sort: 'date:-1', per_page: 10 });
    expect(page.data.map((event) => event.type).toSorted()).toEqual(['sapi', 'sapi', 'sapi', 'sapi', 'ss']);
    const created = page.data.find((event) => event.type === 'ss');
    expect(await logs.get(created?.log_id ?? '')).toEqual(created);
    const seen: (string | undefined)[] = [];
    for await (const event of await users.logs.list(id, { per_page: 2 })) seen.push(event.log_id);
    expect(seen.toSorted()).toEqual(page.data.map((event) => event.log_id).toSorted());
    const audit = page.data.find((event) => event.type === 'sapi');
    expect(audit).toMatchObject({ auth0_client: { name: 'node-auth0' }, client_name: 'Machine' });
    const gone = await logs.get('9'.repeat(56)).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(ManagementError);
    expect(gone).toMatchObject({ statusCode: 404 });
  });

  it('reads stats', async () => {
    const { stats } = tenant.management;
    await tenant.browser().logIn();
    expect(await stats.getActiveUsersCount()).toBe(1);
    const [day, ...others] = await stats.getDaily({ from: '20260501', to: '20260531' });
    expect(others).toEqual([]);
    expect(day).toMatchObject({ date: '2026-05-04T00:00:00.000Z', logins: 1, leaked_passwords: 0 });
  });

  it('reads and updates tenant settings', async () => {
    const { settings } = tenant.management.tenants;
    expect(await settings.get()).toMatchObject({ session_lifetime: 168, idle_session_lifetime: 72 });
    const changed = await settings.update({ friendly_name: 'SDK', session_lifetime_in_minutes: 90 });
    expect(changed).toMatchObject({ friendly_name: 'SDK', session_lifetime: 1.5 });
    expect(await settings.get({ fields: 'friendly_name', include_fields: true })).toEqual({
      friendly_name: 'SDK',
    });
    const refused = await settings
      .update({ default_audience: 'https://none/' })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ statusCode: 400, body: { errorCode: 'inexistent_resource_server' } });
  });
});
