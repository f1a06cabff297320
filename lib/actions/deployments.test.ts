import { beforeAll, expect, it } from 'vitest';
import { Forbidden, NotFound } from '@/lib/errors';
import { type TestContext, testDatabase } from '@/lib/testing';
import { createAction, deployAction, deployVersion, listDeployments } from '.';

const database = testDatabase();
let ctx: TestContext;
beforeAll(() => {
  ctx = database.context();
});

const client = { type: 'client', clientId: 'ci', scopes: ['create:actions', 'read:actions'] } as const;
const admin = { type: 'admin', userId: 'auth0|ada', scopes: ['create:actions', 'read:actions'] } as const;

it('the versions of an Action say who deployed each and when, also of one that came back', async () => {
  const [made, byClient, byAdmin] = [ctx, database.context(client), database.context(admin)];
  const { id } = await createAction(made, {
    name: 'Deployed',
    supported_triggers: [{ id: 'post-login' }],
    code: 'exports.onExecutePostLogin = async () => {};',
  });
  byClient.clock.now = new Date('2026-11-27T10:00:00Z');
  byAdmin.clock.now = new Date('2026-11-27T11:00:00Z');
  const first = await deployAction(byClient, id);
  await deployVersion(byAdmin, id, first.id);
  const deployments = await listDeployments(made, id);
  expect(deployments.map(({ version, actor }) => [version.number, version.created_at, actor])).toEqual([
    [2, '2026-11-27T11:00:00.000Z', { type: 'admin', userId: 'auth0|ada' }],
    [1, '2026-11-27T10:00:00.000Z', { type: 'client', clientId: 'ci' }],
  ]);
  await database.sql`update action_versions set actor = null where number = 1`;
  expect((await listDeployments(made, id)).map(({ actor }) => actor?.type)).toEqual(['admin', undefined]);
});

it('who deployed is for those who may read Actions', async () => {
  const other = database.context({ type: 'client', clientId: 'c', scopes: ['update:actions'] });
  await expect(listDeployments(other, 'x')).rejects.toBeInstanceOf(Forbidden);
  await expect(listDeployments(ctx, 'x')).rejects.toBeInstanceOf(NotFound);
});
