import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

describe('auth0, the official SDK, about second factors', () => {
  it('lists, reads and removes those of a user, and replaces their recovery code', async () => {
    const { users } = tenant.management;
    const { user_id: userId } = await tenant.makeUser();
    const { id } = await enrolFor(tenant.ctx, userId);
    expect(await users.enrollments.get(userId)).toMatchObject([
      { status: 'confirmed', auth_method: 'authenticator' },
    ]);
    const { data } = await users.authenticationMethods.list(userId, { per_page: 50 });
    expect(data.map(({ type }) => type).sort()).toEqual(['recovery-code', 'totp']);
    expect(await users.authenticationMethods.get(userId, id)).toMatchObject({ id, confirmed: true });
    const { recovery_code } = await users.regenerateRecoveryCode(userId);
    expect(recovery_code).toMatch(/^[A-Z2-9]{24}$/);
    await users.multifactor.invalidateRememberBrowser(userId);
    await users.authenticationMethods.delete(userId, id);
    expect(await users.enrollments.get(userId)).toEqual([]);
    const missing = users.authenticationMethods.get(userId, id);
    await expect(missing).rejects.toBeInstanceOf(ManagementError);
    await expect(missing).rejects.toMatchObject({ statusCode: 404 });
    await enrolFor(tenant.ctx, userId);
    await users.authenticators.deleteAll(userId);
    expect((await users.authenticationMethods.list(userId)).data).toEqual([]);
    await expect(users.regenerateRecoveryCode(userId)).rejects.toMatchObject({ statusCode: 404 });
  });
});
