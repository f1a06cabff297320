import { afterEach, beforeAll, expect, it } from 'vitest';
import { buildExecutor } from '@/lib/rules/runner/build';
import { deleteUserSessions, revokeUserAccess } from '@/lib/sessions';
import { testDatabase } from '@/lib/testing';
import { heldSignIns } from './held-sign-ins.fixture';
import { answered, callback, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
const held = heldSignIns(database, () => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
});
afterEach(() => held.clear());

const exchange = (answer: URLSearchParams) =>
  tenant.token({ grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: callback });

const refused = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Invalid authorization code' },
};

it('a code that a sign-in by session gets after the session was revoked buys no refresh token', async () => {
  const browser = tenant.browser();
  await browser.logIn();
  await held.rule();
  const silently = () => browser.authorize({ prompt: 'none', scope: 'openid offline_access' });
  const revoke = () => revokeUserAccess(tenant.ctx, tenant.ada.user_id, {});
  const answer = answered(await held.during(silently, revoke));
  expect(answer.get('code')).toMatch(/^[\w-]{43}$/);
  expect(await exchange(answer)).toEqual(refused);
  const tokens = await database.sql`select 1 from oidc_refresh_tokens`;
  expect(tokens).toHaveLength(0);
  expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
});

it('a code is worth nothing once its session is deleted, and tokens that it bought before stay good', async () => {
  const browser = tenant.browser();
  const bought = await exchange(await browser.logIn());
  const late = answered(await browser.authorize({ prompt: 'none' }));
  await deleteUserSessions(tenant.ctx, tenant.ada.user_id);
  expect(await exchange(late)).toEqual(refused);
  expect((await tenant.userinfo(bought.body.access_token)).status).toBe(200);
});
