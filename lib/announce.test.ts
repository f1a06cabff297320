import type { Sql } from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { listenForChanges } from '@/db/notified-cache';
import { createClient, knownClient, updateClient } from '@/lib/clients';
import { createConnection, knownConnection, updateConnection } from '@/lib/connections';
import { withTransaction } from '@/lib/context';
import { createResourceServer, findResourceServer, updateResourceServer } from '@/lib/resource-servers';
import { testDatabase } from '@/lib/testing';

const database = testDatabase();

/** A listener to whom no notice ever comes: what is forgotten here, the write itself has forgotten. */
const deaf = { listen: async (_: string, __: unknown, connected: () => void) => connected() };
beforeAll(() => listenForChanges(deaf as unknown as Sql));

test('what a write has changed is met by the next request of the process, before any notice', async () => {
  const ctx = database.context();
  const client = await createClient(ctx, { name: 'Shop', callbacks: ['https://old.example/cb'] });
  const connection = await createConnection(ctx, { name: 'people', strategy: 'auth0' });
  const api = await createResourceServer(ctx, { identifier: 'urn:orders', token_lifetime: 60 });
  await knownClient(ctx, client.client_id);
  await knownConnection(ctx, 'people');
  await findResourceServer(ctx, 'urn:orders');

  await updateClient(ctx, client.client_id, { callbacks: ['https://new.example/cb'] });
  await updateConnection(ctx, connection.id, { metadata: { team: 'blue' } });
  await updateResourceServer(ctx, api.id, { token_lifetime: 61 });

  expect((await knownClient(ctx, client.client_id))?.callbacks).toEqual(['https://new.example/cb']);
  expect((await knownConnection(ctx, 'people'))?.metadata).toEqual({ team: 'blue' });
  expect((await findResourceServer(ctx, 'urn:orders'))?.tokenLifetime).toBe(61);
});

test('a write that is undone, or not yet committed, leaves what others read as it was', async () => {
  const ctx = database.context();
  const { client_id } = await createClient(ctx, { name: 'Before' });
  const undone = withTransaction(ctx, async (tx) => {
    await updateClient(tx, client_id, { name: 'After' });
    expect((await knownClient(ctx, client_id))?.name).toBe('Before');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect((await knownClient(ctx, client_id))?.name).toBe('Before');
});
