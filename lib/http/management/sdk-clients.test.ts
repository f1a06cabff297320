import { generateKeyPairSync } from 'node:crypto';
import { Management, ManagementClient, ManagementError } from 'auth0';
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setClientGrant } from '@/lib/clients';
import { managementAudience } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const clientAssertionSigningKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
let tenant: SdkTenant;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
  // The SDK dates its assertions by the clock of the machine.
  tenant.ctx.clock.now = new Date();
});
afterAll(() => tenant.close());

const grant = async (clientId: string) => {
  await setClientGrant(tenant.ctx, clientId, managementAudience(), ['read:clients']);
  await tenant.changesHeard();
};

describe('auth0, the official SDK, over https with only the domain changed', () => {
  it('creates, reads, updates, rotates, lists and deletes a client', async () => {
    const { clients } = tenant.management;
    const made = await clients.create({
      name: 'By SDK',
      app_type: 'regular_web',
      client_metadata: { a: 'b' },
    });
    const id = made.client_id ?? '';
    expect((await clients.get(id)).client_secret).toBe(made.client_secret);
    const changed = await clients.update(id, {
      callbacks: ['https://app.example/cb'],
      client_metadata: { a: null, c: 'd' },
    });
    expect([changed.callbacks, changed.client_metadata]).toEqual([['https://app.example/cb'], { c: 'd' }]);
    const { client_secret } = await clients.rotateSecret(id);
    expect(client_secret).not.toBe(made.client_secret);

    const found: (string | undefined)[] = [];
    for await (const client of await clients.list({ per_page: 2, is_global: false }))
      found.push(client.client_id);
    expect(found).toContain(id);
    expect(new Set(found).size).toBe(found.length);
    expect((await clients.list({ is_global: true })).data).toMatchObject([{ global: true }]);

    await clients.delete(id);
    const gone = await clients.get(id).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(Management.NotFoundError);
    expect(gone).toMatchObject({ statusCode: 404, body: { errorCode: 'inexistent_client' } });
    await expect(clients.create({ name: '' })).rejects.toBeInstanceOf(Management.BadRequestError);
  });

  it('manages credentials, and then proves itself by an assertion instead of a secret', async () => {
    const { clients } = tenant.management;
    const { client_id: clientId = '', client_secret: clientSecret = '' } = await clients.create({
      name: 'Signs',
    });
    await grant(clientId);
    const { domain } = tenant;
    const audience = managementAudience();
    const bySecret = new AuthenticationClient({ domain, clientId, clientSecret });
    expect((await bySecret.oauth.clientCredentialsGrant({ audience })).data.token_type).toBe('Bearer');

    const { credentials } = clients;
    const made = await credentials.create(clientId, { credential_type: 'public_key', name: 'One', pem });
    const id = made.id ?? '';
    expect(await credentials.list(clientId)).toEqual([made]);
    expect(await credentials.get(clientId, id)).toEqual(made);
    await clients.update(clientId, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id }] } },
      token_endpoint_auth_method: null,
    });
    await tenant.changesHeard();

    const byKey = new AuthenticationClient({ domain, clientId, clientAssertionSigningKey });
    expect((await byKey.oauth.clientCredentialsGrant({ audience })).data.token_type).toBe('Bearer');
    await expect(bySecret.oauth.clientCredentialsGrant({ audience })).rejects.toMatchObject({
      error: 'invalid_client',
      statusCode: 401,
    });
    const management = new ManagementClient({ domain, clientId, clientAssertionSigningKey, maxRetries: 0 });
    expect((await management.clients.get(clientId)).name).toBe('Signs');

    const end = tenant.ctx.clock.now.toISOString();
    expect((await credentials.update(clientId, id, { expires_at: end })).expires_at).toBe(end);
    await tenant.changesHeard();
    await expect(byKey.oauth.clientCredentialsGrant({ audience })).rejects.toMatchObject({ statusCode: 401 });
    const used = await credentials.delete(clientId, id).catch((error: unknown) => error);
    expect(used).toBeInstanceOf(ManagementError);
    await clients.update(clientId, { client_authentication_methods: null });
    await credentials.delete(clientId, id);
    expect(await credentials.list(clientId)).toEqual([]);
  });
});
