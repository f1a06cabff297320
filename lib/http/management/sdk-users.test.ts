import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { importUsers, readRecords } from '@/lib/imports';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

/** So many users of one batch, as an import makes them. */
async function importMany(count: number): Promise<void> {
  async function* source() {
    const records = Array.from({ length: count }, (_, index) => ({
      email: `many${index}@example.com`,
      app_metadata: { batch: 'many' },
    }));
    yield Buffer.from(JSON.stringify(records));
  }
  await importUsers(tenant.ctx, { source: readRecords(source()), connection: null, upsert: false });
}

describe('auth0, the official SDK, over https with only the domain changed', () => {
  it('creates, reads, updates, lists and deletes a user', async () => {
    const { users } = tenant.management;
    const made = await users.create({
      connection: defaultConnection,
      email: 'sdk@example.com',
      password: 'Correct-Horse-9',
    });
    const id = made.user_id ?? '';
    const changed = await users.update(id, { user_metadata: { color: 'blue' } });
    expect(changed.user_metadata).toEqual({ color: 'blue' });
    const page = await users.list({ q: 'user_metadata.color:blue' });
    expect(page.data.map((user) => user.user_id)).toEqual([id]);
    await users.delete(id);
    const gone = await users.get(id).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(ManagementError);
    expect(gone).toMatchObject({ statusCode: 404, body: { errorCode: 'inexistent_user' } });
  });

  it('iterates past 1,000 users, each once', async () => {
    const { users } = tenant.management;
    await importMany(1200);
    const seen = new Set<string>();
    let count = 0;
    for await (const user of await users.list({ q: 'app_metadata.batch:many', per_page: 100 })) {
      seen.add(user.user_id ?? '');
      count++;
    }
    expect([count, seen.size]).toEqual([1200, 1200]);
  });

  it('finds users by address, links and unlinks their accounts', async () => {
    const { users } = tenant.management;
    const [primary, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const found = await users.listUsersByEmail({ email: other.email ?? '' });
    expect(found.map(({ user_id }) => user_id)).toEqual([other.user_id]);
    const id = other.user_id.replace('auth0|', '');
    const linked = await users.identities.link(primary.user_id, { provider: 'auth0', user_id: id });
    expect(linked.map(({ user_id }) => user_id)).toEqual([primary.user_id.replace('auth0|', ''), id]);
    const left = await users.identities.delete(primary.user_id, 'auth0', id);
    expect(left).toHaveLength(1);
    expect((await users.get(other.user_id)).user_metadata).toBeUndefined();
  });

  it('reads what a user without second factors has, and lifts blocks', async () => {
    const { users, userBlocks } = tenant.management;
    const user = await tenant.makeUser();
    expect(await users.enrollments.get(user.user_id)).toEqual([]);
    expect((await users.authenticationMethods.list(user.user_id)).data).toEqual([]);
    await users.multifactor.deleteProvider(user.user_id, 'google-authenticator');
    expect(await userBlocks.list(user.user_id)).toEqual({ blocked_for: [] });
    await userBlocks.delete(user.user_id);
  });

  it('tells a body that breaks a rule from one that collides', async () => {
    const { users } = tenant.management;
    const input = { connection: defaultConnection, email: 'twice@example.com', password: 'Correct-Horse-9' };
    await users.create(input);
    await expect(users.create(input)).rejects.toMatchObject({
      statusCode: 409,
      body: { errorCode: 'auth0_idp_error', message: 'The user already exists.' },
    });
    await expect(users.create({ ...input, email: 'nobody' })).rejects.toMatchObject({
      statusCode: 400,
      body: { errorCode: 'invalid_body' },
    });
  });
});
