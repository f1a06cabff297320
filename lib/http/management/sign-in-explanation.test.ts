import { beforeAll, describe, expect, it } from 'vitest';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { password } from '../oidc/scenario.fixture';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let ids: string[];

const first = `exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('plan', event.user.app_metadata.plan);
  api.idToken.setCustomClaim('aud', 'reserved');
  api.user.setUserMetadata('seen', true);
};`;
const second = `exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('by_rule', event.user.email);
  api.accessToken.setCustomClaim('key', event.secrets.KEY.length);
};`;
const rule = `function (user, context, callback) {
  context.idToken.by_rule = 'rule';
  context.idToken.only_rule = user.name;
  callback(null, user, context);
}`;

async function put(code: string, name: string): Promise<string> {
  const body = {
    name,
    code,
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    secrets: [{ name: 'KEY', value: 'sesame-street' }],
    deploy: true,
  };
  return (await tenant.call('POST', '/actions/actions', { body })).body.id;
}

async function bind(...bound: string[]): Promise<void> {
  const bindings = bound.map((value) => ({ ref: { type: 'action_id', value } }));
  await tenant.call('PATCH', '/actions/triggers/post-login/bindings', { body: { bindings } });
  await tenant.changesHeard();
}

async function change(id: string, code: string): Promise<void> {
  await tenant.call('PATCH', `/actions/actions/${id}`, { body: { code } });
  await tenant.call('POST', `/actions/actions/${id}/deploy`);
  await tenant.changesHeard();
}

/** Signs in and gives the path of its explanation. */
async function signedIn(): Promise<string> {
  tenant.ctx.clock.advance(1);
  const fields = { username: 'ada@example.com', password, scope: 'openid profile email' };
  await tenant.token({ grant_type: 'password', ...fields });
  const { body } = await tenant.call('GET', '/sign-ins?take=1');
  return `/sign-ins/${body.sign_ins[0].id}/explanation`;
}

beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
  await tenant.call('PATCH', `/users/${encodeURIComponent(tenant.ada.user_id)}`, {
    body: { app_metadata: { plan: 'gold' } },
  });
  await tenant.call('POST', '/rules', { body: { name: 'Rule', script: rule } });
  ids = [await put(first, 'First'), await put(second, 'Second')];
  await bind(...ids);
});

describe('an explained sign-in', () => {
  it('tells which version of which Action set which claim, from which data, behind the rules', async () => {
    const path = await signedIn();
    const [firstId = '', secondId = ''] = ids;
    await change(firstId, first.replace('event.user.app_metadata.plan', "'other'"));
    const { body } = await tenant.call('GET', path);
    const one = { kind: 'action', id: firstId, name: 'First', version: 1 };
    const two = { kind: 'action', id: secondId, name: 'Second', version: 1 };
    expect(body).toMatchObject({
      is_reproduced: true,
      steps: [
        { kind: 'rule', name: 'Rule', claims: [{ claim: 'by_rule', after: 'rule' }, { claim: 'only_rule' }] },
        {
          ...one,
          claims: [
            {
              claim: 'plan',
              after: 'gold',
              same_value_at: ['event.user.plan', 'event.user.app_metadata.plan'],
            },
          ],
          writes: [{ bag: 'user_metadata', patch: { seen: true } }],
          dropped: ['aud'],
        },
        {
          ...two,
          claims: [
            {
              token: 'id_token',
              claim: 'by_rule',
              before: 'rule',
              after: 'ada@example.com',
              same_value_at: expect.arrayContaining(['event.user.email']),
            },
            { token: 'access_token', claim: 'key', after: 13 },
          ],
        },
      ],
    });
    const origin = (claim: string) =>
      body.claims.find((each: { claim: string }) => each.claim === claim)?.origin;
    expect(['plan', 'by_rule', 'only_rule', 'name'].map((claim) => origin(claim))).toMatchObject([
      one,
      two,
      { kind: 'rule', name: 'Rule' },
      { kind: 'profile' },
    ]);
    await change(firstId, first);
  });

  it('gives real secrets only to the code of who may deploy it', async () => {
    const path = await signedIn();
    const token = await tenant.machineToken('read:rules', 'read:users');
    const { status, body } = await tenant.call('GET', path, { token });
    expect([status, body.steps[2].claims.at(-1)]).toEqual([
      200,
      { token: 'access_token', claim: 'key', after: 'test-KEY'.length },
    ]);
  });

  it('puts what an Action on the network set down to it, and says why it could not run', async () => {
    const [firstId = '', secondId = ''] = ids;
    const asks = `exports.onExecutePostLogin = async (event, api) => {
      api.idToken.setCustomClaim('hour', Math.random());
      if (!(await fetch('https://nowhere.invalid').catch(() => null))) api.idToken.setCustomClaim('alone', 1);
    };`;
    await change(firstId, asks);
    const { body } = await tenant.call('GET', await signedIn());
    const origin = (claim: string) =>
      body.claims.find((each: { claim: string }) => each.claim === claim)?.origin;
    expect([body.is_reproduced, origin('hour'), origin('alone')]).toMatchObject([
      false,
      { kind: 'unexplained' },
      { kind: 'action', id: firstId },
    ]);
    const fails = `exports.onExecutePostLogin = async (event, api) => {
      if (event.stats.logins_count > 0) api.idToken.setCustomClaim('set', 1);
      throw new Error('said ' + event.secrets.KEY);
    };`;
    await change(firstId, fails);
    const refused = (await tenant.call('GET', await signedIn())).body;
    expect(refused).toMatchObject({
      claims: [],
      steps: [
        { kind: 'rule' },
        { id: firstId, claims: [], problem: expect.stringMatching(/said (?!sesame)/) },
      ],
    });
    expect(refused.steps).toHaveLength(2);
    await change(firstId, first);
    await bind(firstId, secondId);
  });

  it('names those that are not stored any more, and what they may have set', async () => {
    const [firstId = ''] = ids;
    const path = await signedIn();
    await database.sql`delete from action_versions where action_id = ${firstId}`;
    const { body } = await tenant.call('GET', path);
    const plan = body.claims.find((each: { claim: string }) => each.claim === 'plan');
    expect([body.steps[1].problem, plan.origin]).toMatchObject([
      'This version of the Action is not stored any more.',
      { kind: 'action', id: firstId },
    ]);
    expect(body.steps[2]).toMatchObject({ name: 'Second', claims: [{ claim: 'by_rule' }, { claim: 'key' }] });
  });
});
