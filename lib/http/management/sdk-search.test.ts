import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
  for (const n of [3, 1, 2])
    await tenant.makeUser({ name: `Searched ${n}`, user_metadata: { rank: n, note: `No ${n}` } });
});
afterAll(() => tenant.close());

const found = async (request: { q?: string; sort?: string; page?: number; per_page?: number }) =>
  (await tenant.management.users.list({ q: 'name:searched*', ...request })).data.map(({ name }) => name);

describe('searches by auth0, the official SDK', () => {
  it('find, sort and page, with what Annex adds to the language', async () => {
    const { roles } = tenant.management;
    const role = await roles.create({ name: 'searched-role' });
    const [user] = (await tenant.management.users.list({ q: 'user_metadata.rank:2' })).data;
    await roles.users.assign(role.id ?? '', { users: [user?.user_id ?? ''] });
    expect(await found({ q: 'roles:searched-role' })).toEqual(['Searched 2']);
    expect(
      await found({ q: 'user_metadata.note~:"NO 3" OR user_metadata.rank:[* TO 1]', sort: 'name:1' }),
    ).toEqual(['Searched 1', 'Searched 3']);
    expect(await found({ sort: 'name:-1', page: 1, per_page: 2 })).toEqual(['Searched 1']);
    expect(await found({ sort: 'last_login:-1' })).toHaveLength(3);
  });

  it('obey the settings of the tenant, which the SDK gives back', async () => {
    const { rank, strict } = { rank: 'user_metadata.rank', strict: 'user_metadata.rank:[1 TO 2]' };
    const set = (body: object) => tenant.call('PATCH', '/tenants/settings', { body });
    await set({ search_sort_keys: [rank] });
    expect(await found({ sort: `${rank}:1` })).toEqual(['Searched 1', 'Searched 2', 'Searched 3']);
    expect(await found({ q: strict })).toHaveLength(2);
    await set({ strict_search: true });
    expect(await tenant.management.tenants.settings.get()).toMatchObject({ strict_search: true });
    for (const request of [{ q: strict }, { sort: `${rank}:1` }, { page: 10, per_page: 100 }]) {
      const refused = await found(request).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ManagementError);
      expect(refused).toMatchObject({ statusCode: 400 });
    }
  });

  it('get the place of a fault in the body of the error', async () => {
    const refused = await found({ q: 'emial:ada' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      statusCode: 400,
      body: { errorCode: 'invalid_query_string', position: 0, found: 'emial', suggestion: 'email' },
    });
  });
});
