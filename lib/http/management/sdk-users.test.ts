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
});
