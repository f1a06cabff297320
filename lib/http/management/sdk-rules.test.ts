import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

const script = 'function (user, context, callback) { callback(null, user, context); }';

describe('auth0, the official SDK', () => {
  it('creates, reads, updates, pages and deletes rules', async () => {
    const { rules } = tenant.management;
    const made = await rules.create({ name: 'First', script });
    expect(made).toMatchObject({ name: 'First', order: 1, enabled: true, stage: 'login_success' });
    const id = made.id ?? '';
    expect(await rules.update(id, { enabled: false })).toEqual({ ...made, enabled: false });
    await rules.create({ name: 'Second', script });
    const names = [];
    for await (const rule of await rules.list({ per_page: 1 })) names.push(rule.name);
    expect(names).toEqual(['First', 'Second']);
    expect((await rules.list({ enabled: true })).data.map(({ name }) => name)).toEqual(['Second']);
    await rules.delete(id);
    await rules.delete(id);
    await expect(rules.get(id)).rejects.toMatchObject({
      statusCode: 404,
      body: { errorCode: 'inexistent_rule' },
    });
    await expect(rules.create({ name: 'Second', script })).rejects.toMatchObject({ statusCode: 409 });
  });

  it('sets and deletes configuration values, which are never told again', async () => {
    const { rulesConfigs } = tenant.management;
    expect(await rulesConfigs.set('KEY', { value: 'sesame' })).toEqual({ key: 'KEY', value: 'sesame' });
    expect(await rulesConfigs.list()).toEqual([{ key: 'KEY' }]);
    await rulesConfigs.delete('KEY');
    await rulesConfigs.delete('KEY');
    expect(await rulesConfigs.list()).toEqual([]);
  });
});
