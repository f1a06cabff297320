import { beforeAll, expect, it } from 'vitest';
import { sweepExpired } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { callback, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const tables = ['transactions', 'sessions', 'codes', 'grants', 'refresh_tokens', 'access_tokens'];
const day = 86_400;

async function counts(): Promise<number[]> {
  const rows = await Promise.all(
    tables.map((table) => database.sql`select count(*)::int as n from ${database.sql(`oidc_${table}`)}`),
  );
  return rows.map(([row]) => Number(row?.n));
}

it('the sweep removes what is over and nothing that still leads anywhere', async () => {
  const { clock } = tenant.ctx;
  await tenant.browser().authorize();
  const code = (await tenant.browser().logIn({ scope: 'openid offline_access' })).get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callback };
  const { body } = await tenant.token(grant);
  await sweepExpired(tenant.ctx);
  expect(await counts()).toEqual([1, 1, 1, 1, 1, 1]);

  clock.advance(day + 61);
  await sweepExpired(tenant.ctx);
  expect(await counts()).toEqual([0, 1, 0, 1, 1, 0]);

  clock.advance(28 * day);
  const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
  const refreshed = await tenant.token(refresh);
  clock.advance(day - 50);
  await sweepExpired(tenant.ctx);
  expect(await counts()).toEqual([0, 0, 0, 1, 0, 1]);

  clock.advance(2 * day);
  expect((await tenant.userinfo(refreshed.body.access_token)).status).toBe(401);
  await sweepExpired(tenant.ctx);
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
});
