import { describe, expect, it } from 'vitest';
import { Forbidden } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { createResourceServer, ensureManagementApi, findResourceServer } from './index';

const database = testDatabase();

describe('APIs', () => {
  it('the Management API is made once by processes that set up together', async () => {
    const ctx = database.context({ type: 'system', reason: 'setup' });
    await Promise.all([1, 2, 3].map(() => ensureManagementApi(ctx, 'https://id.example/')));
    const found = await findResourceServer(ctx, 'https://id.example/api/v2/');
    expect(found).toMatchObject({ isSystem: true, tokenLifetime: 86_400, allowOfflineAccess: false });
    expect(
      await database.sql`select 1 from logs where description like 'Create resource_server%'`,
    ).toHaveLength(1);
  });

  it('are refused twice under one identifier, with bad scopes, and without the right', async () => {
    const ctx = database.context();
    const input = { identifier: 'urn:api', name: 'API' };
    await createResourceServer(ctx, input);
    await expect(createResourceServer(ctx, input)).rejects.toThrow('already exists');
    const spaced = { ...input, identifier: 'urn:other', scopes: [{ value: 'a b' }] };
    await expect(createResourceServer(ctx, spaced)).rejects.toThrow('A scope has no space');
    const nobody = database.context({ type: 'self', userId: 'auth0|x', scopes: [] });
    await expect(createResourceServer(nobody, input)).rejects.toThrow(Forbidden);
  });

  it('that do not exist are null', async () => {
    expect(await findResourceServer(database.context(), 'urn:nothing')).toBeNull();
  });
});
