import { ManagementError } from 'auth0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeSdkTenant(database);
});
afterAll(() => tenant.close());

const code = 'exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim("a", 1); };';
const supported_triggers = [{ id: 'post-login', version: 'v3' }] as const;

describe('auth0, the official SDK', () => {
  it('creates, reads, changes, deploys, binds, tests, rolls back, lists and deletes an Action', async () => {
    const { actions } = tenant.management;
    const made = await actions.create({
      name: 'From the SDK',
      supported_triggers: [...supported_triggers],
      code,
      dependencies: [],
      runtime: 'node22',
      secrets: [{ name: 'KEY', value: 'sesame' }],
    });
    const id = made.id ?? '';
    expect(await actions.get(id)).toMatchObject({
      name: 'From the SDK',
      status: 'built',
      secrets: [{ name: 'KEY' }],
    });

    const unbound = await actions.triggers.bindings
      .updateMany('post-login', { bindings: [{ ref: { type: 'action_name', value: 'From the SDK' } }] })
      .catch((error: unknown) => error);
    expect(unbound).toBeInstanceOf(ManagementError);
    expect(unbound).toMatchObject({ statusCode: 400 });

    const first = await actions.deploy(id);
    expect(first).toMatchObject({ number: 1, deployed: true });
    const { bindings } = await actions.triggers.bindings.updateMany('post-login', {
      bindings: [{ ref: { type: 'action_name', value: 'From the SDK' }, display_name: 'Shown' }],
    });
    expect(bindings).toMatchObject([{ display_name: 'Shown', action: { id } }]);
    expect((await actions.triggers.bindings.list('post-login')).data).toHaveLength(1);

    await actions.update(id, { code: `${code} // 2` });
    expect(await actions.test(id, { payload: { user: { user_id: 'auth0|x' } } })).toMatchObject({
      payload: { status: 'success', commands: [{ name: 'a', value: 1 }] },
    });
    await actions.deploy(id);
    expect(await actions.versions.deploy(id, first.id ?? '')).toMatchObject({ number: 3, code });
    const versions = await actions.versions.list(id);
    expect(versions.data.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(await actions.versions.get(id, first.id ?? '')).toMatchObject({ number: 1, deployed: false });

    await actions.delete(id, { force: true });
    const gone = await actions.get(id).catch((error: unknown) => error);
    expect(gone).toMatchObject({ statusCode: 404, body: { message: 'That action does not exist.' } });
  });

  it('pages through Actions and finds them by trigger', async () => {
    const { actions } = tenant.management;
    for (const name of ['One', 'Two', 'Three'])
      await actions.create({ name, supported_triggers: [...supported_triggers] });
    const found: (string | undefined)[] = [];
    for await (const action of await actions.list({ triggerId: 'post-login', per_page: 2 }))
      found.push(action.name);
    expect(found.toSorted()).toEqual(['One', 'Three', 'Two']);
    expect((await actions.list({ actionName: 'Two' })).data).toHaveLength(1);
  });

  it('lists triggers, and tells of an execution that is not there', async () => {
    const { actions } = tenant.management;
    const { triggers = [] } = await actions.triggers.list();
    expect(triggers.map(({ id }) => id)).toContain('credentials-exchange');
    const missing = await actions.executions.get('nothing').catch((error: unknown) => error);
    expect(missing).toMatchObject({ statusCode: 404 });
  });
});
