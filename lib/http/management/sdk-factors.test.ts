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
  it('lists, reads, makes, names, replaces and removes those of a user, and replaces their recovery code', async () => {
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
    const given = { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQ' } as const;
    const made = await users.authenticationMethods.create(userId, { ...given, name: 'Phone' });
    expect(made).toMatchObject({ type: 'totp', name: 'Phone' });
    await expect(users.authenticationMethods.create(userId, given)).rejects.toMatchObject({
      statusCode: 409,
    });
    const phone = users.authenticationMethods.create(userId, { type: 'phone', phone_number: '+491234567' });
    await expect(phone).rejects.toMatchObject({ statusCode: 400 });
    const methodId = made.id ?? '';
    expect(await users.authenticationMethods.update(userId, methodId, { name: 'Old' })).toMatchObject({
      name: 'Old',
      confirmed: true,
    });
    const [set] = await users.authenticationMethods.set(userId, [given]);
    expect(set?.id).not.toBe(methodId);
    expect((await users.authenticationMethods.list(userId)).data.map(({ id: each }) => each)).toEqual([
      set?.id,
    ]);
    await users.authenticationMethods.deleteAll(userId);
    expect((await users.authenticationMethods.list(userId)).data).toEqual([]);
    await expect(users.regenerateRecoveryCode(userId)).rejects.toMatchObject({ statusCode: 404 });
  });
});
