import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { logs, savedSearches } from '@/db/schema';
import { managementScopes, selfScopes } from '@/lib/access';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Actor } from '@/lib/context';
import { Conflict, Forbidden, Invalid, LimitExceeded, NotFound, PreconditionFailed } from '@/lib/errors';
import { testAdmin, testDatabase } from '@/lib/testing';
import { createUser, deleteUser } from '@/lib/users';
import {
  type CreateSavedSearchInput,
  createSavedSearch,
  deleteSavedSearch,
  listSavedSearches,
  mostSavedSearches,
  updateSavedSearch,
} from '.';

const database = testDatabase();
const otherAdmin: Actor = { type: 'admin', userId: 'auth0|other', scopes: managementScopes };
let count = 0;

const make = (input: Partial<CreateSavedSearchInput> = {}, actor: Actor = testAdmin) =>
  createSavedSearch(database.context(actor), {
    name: `Search ${++count}`,
    is_shared: false,
    q: 'blocked:true',
    sort: null,
    columns: null,
    ...input,
  });
const list = (actor: Actor = testAdmin) => listSavedSearches(database.context(actor));
const idsOf = async (actor: Actor) => (await list(actor)).map(({ id }) => id);

const events = (id: string) =>
  database.db
    .select({ details: logs.details })
    .from(logs)
    .where(eq(logs.description, `Create saved_search ${id}`));

describe('saved searches', () => {
  it('open as they were saved: query, sort and columns', async () => {
    const contents = {
      q: 'app_metadata.plan:gold',
      sort: 'name:-1',
      columns: ['email', 'app_metadata.plan'],
    };
    const made = await make(contents);
    expect(made).toMatchObject({ ...contents, is_own: true, is_shared: false, version: 1 });
    expect(await list()).toContainEqual(made);
  });

  it('are private until they are shared', async () => {
    const { id } = await make();
    expect(await idsOf(otherAdmin)).not.toContain(id);
    await updateSavedSearch(database.context(), id, { is_shared: true });
    expect((await list(otherAdmin)).find((each) => each.id === id)).toMatchObject({
      is_shared: true,
      is_own: false,
    });
  });

  it('of somebody else are not there unless they are shared: neither to be read, changed nor deleted', async () => {
    const { id } = await make();
    const ctx = database.context(otherAdmin);
    await expect(updateSavedSearch(ctx, id, { name: 'Mine now' })).rejects.toThrow(NotFound);
    await expect(updateSavedSearch(ctx, id, { is_shared: true })).rejects.toThrow(NotFound);
    await expect(deleteSavedSearch(ctx, id)).rejects.toThrow(NotFound);
    expect(await idsOf(testAdmin)).toContain(id);
  });

  it('that are shared are any administrator’s to change, and only their owner’s to take back', async () => {
    const { id } = await make({ is_shared: true });
    const ctx = database.context(otherAdmin);
    expect(await updateSavedSearch(ctx, id, { name: 'Renamed by another' })).toMatchObject({ version: 2 });
    await expect(updateSavedSearch(ctx, id, { is_shared: false })).rejects.toThrow(Forbidden);
    expect(await updateSavedSearch(database.context(), id, { is_shared: false })).toMatchObject({
      version: 3,
    });
    await expect(deleteSavedSearch(ctx, id)).rejects.toThrow(NotFound);
  });

  it('are not overwritten by somebody who saw an earlier version', async () => {
    const { id } = await make({ is_shared: true });
    const expectedVersion = 1;
    await updateSavedSearch(database.context(otherAdmin), id, { q: 'blocked:true' }, { expectedVersion });
    const late = updateSavedSearch(database.context(), id, { q: 'name:ada' }, { expectedVersion });
    await expect(late).rejects.toThrow(PreconditionFailed);
    await deleteSavedSearch(database.context(), id);
    await expect(updateSavedSearch(database.context(), id, { q: '' })).rejects.toThrow(NotFound);
    await expect(deleteSavedSearch(database.context(), id)).rejects.toThrow(NotFound);
  });

  it('have names that are unique among those who see them, also when two are made at once', async () => {
    await make({ name: 'Twice' });
    await expect(make({ name: ' Twice ' })).rejects.toThrow(Conflict);
    await make({ name: 'Twice' }, otherAdmin);
    await make({ name: 'Twice', is_shared: true });
    await expect(make({ name: 'Twice', is_shared: true }, otherAdmin)).rejects.toThrow(Conflict);
    const both = await Promise.allSettled([make({ name: 'At once' }), make({ name: 'At once' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { id } = await make();
    await expect(updateSavedSearch(database.context(), id, { name: 'Twice' })).rejects.toThrow(Conflict);
  });

  it('refuse a query that cannot be read, with the place of its fault', async () => {
    await expect(make({ q: 'emial:x' })).rejects.toMatchObject({
      data: { position: 0, suggestion: 'email' },
    });
    const { id } = await make();
    await expect(updateSavedSearch(database.context(), id, { q: 'a AND (' })).rejects.toThrow(Invalid);
    for (const wrong of [
      { name: '' },
      { name: 'x'.repeat(81) },
      { name: 'a\u0007' },
      { q: 'x'.repeat(9000) },
    ]) {
      await expect(make(wrong)).rejects.toThrow(Invalid);
    }
    await expect(make({ owner: 'x' } as Partial<CreateSavedSearchInput>)).rejects.toThrow(Invalid);
  });

  it('are nobody’s but the administrators’: no machine and no user reaches them', async () => {
    const { id } = await make({ is_shared: true });
    const others: Actor[] = [
      { type: 'self', userId: 'auth0|admin', scopes: selfScopes },
      { type: 'client', clientId: 'c', scopes: managementScopes },
      { type: 'system', reason: 'test' },
    ];
    for (const actor of others) {
      const ctx = database.context(actor);
      await expect(listSavedSearches(ctx)).rejects.toThrow(Forbidden);
      await expect(make({}, actor)).rejects.toThrow(Forbidden);
      await expect(updateSavedSearch(ctx, id, { name: 'x' })).rejects.toThrow(Forbidden);
      await expect(deleteSavedSearch(ctx, id)).rejects.toThrow(Forbidden);
    }
  });

  it('leave a row in the log that does not tell what a private search looks for', async () => {
    const shared = await make({ is_shared: true, q: 'email:"shared@example.com"' });
    const own = await make({ name: 'Very private', q: 'email:"secret@example.com"' });
    expect(JSON.stringify(await events(shared.id))).toContain('shared@example.com');
    const rows = await events(own.id);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/secret|Very private/);
  });

  it('are a hundred at most', async () => {
    const crowded: Actor = { type: 'admin', userId: 'auth0|crowded', scopes: managementScopes };
    const { id: _, ...row } = await database.db
      .select()
      .from(savedSearches)
      .limit(1)
      .then(([first]) => first ?? Promise.reject(new Error('There is no saved search.')));
    await database.db.insert(savedSearches).values(
      Array.from({ length: mostSavedSearches }, (__, index) => ({
        ...row,
        id: `sav_crowd${index}`,
        name: `Crowd ${index}`,
        ownerId: crowded.userId,
        isShared: false,
        space: crowded.userId,
      })),
    );
    await expect(make({}, crowded)).rejects.toThrow(LimitExceeded);
    await deleteSavedSearch(database.context(crowded), 'sav_crowd0');
    await make({}, crowded);
  });
});

describe('when an administrator is deleted', () => {
  beforeAll(() => ensureConnection(database.context(), defaultConnection));

  it('their private searches go and the shared ones stay', async () => {
    const { user } = await createUser(database.context(), {
      connection: defaultConnection,
      email: 'leaving@example.com',
      password: 'Correct-horse-9',
    });
    const leaving: Actor = { type: 'admin', userId: user.user_id, scopes: managementScopes };
    const [own, shared] = [await make({}, leaving), await make({ is_shared: true }, leaving)];
    await deleteUser(database.context(), user.user_id);
    const left = await database.db.select({ id: savedSearches.id }).from(savedSearches);
    expect(left).toContainEqual({ id: shared.id });
    expect(left).not.toContainEqual({ id: own.id });
  });
});
