import { Management, ManagementError } from 'auth0';
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

const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe('auth0, the official SDK', () => {
  it('creates, reads, updates, lists and deletes connections', async () => {
    const { connections } = tenant.management;
    const made = await connections.create({
      name: 'Members',
      strategy: 'auth0',
      options: {
        passwordPolicy: 'fair',
        requires_username: true,
        validation: { username: { min: 2, max: 9 } },
      },
    });
    const id = made.id ?? '';
    expect(await connections.get(id)).toMatchObject({ name: 'Members', options: { passwordPolicy: 'fair' } });
    const changed = await connections.update(id, { options: { disable_signup: true }, metadata: { a: 'b' } });
    expect(changed).toMatchObject({ options: { disable_signup: true }, metadata: { a: 'b' } });
    await connections.create({ name: 'google', strategy: 'google-oauth2', options: { client_id: 'x' } });
    await connections.create({ name: 'text', strategy: 'sms' });
    const names: (string | undefined)[] = [];
    for await (const { name } of await connections.list({ take: 2 })) names.push(name);
    expect(names.sort()).toEqual(['Members', defaultConnection, 'google', 'text']);
    const { Auth0, Sms } = Management.ConnectionStrategyEnum;
    const some = await connections.list({ strategy: [Auth0, Sms], fields: 'name', include_fields: true });
    expect(some.data.map(({ name }) => name).sort()).toEqual(['Members', defaultConnection, 'text']);
    await connections.checkStatus(id);
    await connections.delete(id);
    await connections.delete(id);
    expect(await failure(connections.get(id))).toMatchObject({
      statusCode: 404,
      body: { errorCode: 'inexistent_connection' },
    });
  });

  it('enables clients and lists them from both sides', async () => {
    const { connections, clients } = tenant.management;
    const { id = '' } = await connections.create({ name: 'Guests', strategy: 'auth0' });
    await connections.clients.update(id, [
      { client_id: tenant.web.client_id, status: true },
      { client_id: tenant.spa.client_id, status: true },
    ]);
    const ids: string[] = [];
    for await (const { client_id } of await connections.clients.get(id, { take: 1 })) ids.push(client_id);
    expect(ids.sort()).toEqual([tenant.web.client_id, tenant.spa.client_id].sort());
    const page = await clients.connections.get(tenant.web.client_id, { take: 50 });
    expect(page.data.map(({ name }) => name)).toContain('Guests');
  });

  it('deletes a user of a database by e-mail address', async () => {
    const { connections } = tenant.management;
    const user = await tenant.makeUser({ email: 'gone@example.com' });
    const { data } = await connections.list({ name: defaultConnection });
    await connections.users.deleteByEmail(data[0]?.id ?? '', { email: 'gone@example.com' });
    expect(await failure(tenant.management.users.get(user.user_id))).toMatchObject({ statusCode: 404 });
  });

  it('gives its error classes', async () => {
    const { connections } = tenant.management;
    const wrong = await failure(connections.create({ name: 'two words', strategy: 'auth0' }));
    expect(wrong).toBeInstanceOf(Management.BadRequestError);
    const taken = await failure(connections.create({ name: defaultConnection, strategy: 'auth0' }));
    expect(taken).toBeInstanceOf(Management.ConflictError);
    expect(await failure(connections.get('con_0000000000000000'))).toBeInstanceOf(ManagementError);
  });
});

describe('auth0-deploy-cli, by the calls it makes', () => {
  it('creates a database, finds it by name and merges its options', async () => {
    const { connections } = tenant.management;
    const configuration = { KEY: 'secret' };
    await connections.create({ name: 'deployed', strategy: 'auth0', options: { configuration } });
    const { data } = await connections.list({
      name: 'deployed',
      take: 1,
      strategy: [Management.ConnectionStrategyEnum.Auth0],
      include_fields: true,
    });
    const id = data[0]?.id ?? '';
    const { options } = await connections.get(id);
    const merged = { ...options, attributes: { email: { identifier: { active: true } } } };
    const changed = await connections.update(id, { options: merged });
    expect(changed.options).toEqual(merged);
    await connections.clients.update(id, [{ client_id: tenant.web.client_id, status: true }]);
    const clients = await connections.clients.get(id, { take: 100 });
    expect(clients.data).toEqual([{ client_id: tenant.web.client_id }]);
  });
});
