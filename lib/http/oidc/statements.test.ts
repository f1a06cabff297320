import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { answered, api, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
  // What is read once and then kept in memory: keys, applications, APIs, rules.
  await exchange(await codeFor({ audience: api }));
});

const count = async (work: () => Promise<unknown>) => (await database.queries.during(work)).length;

async function codeFor(fields: Record<string, string> = {}): Promise<string> {
  return (await tenant.browser().logIn({ scope: 'openid offline_access', ...fields })).get('code') ?? '';
}

const exchange = (code: string) =>
  tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });

describe('statements on the database, with caches warm', () => {
  it('one to open the sign-in page', async () => {
    const browser = tenant.browser();
    expect(await count(() => browser.authorize())).toBe(1);
  });

  it('four for a sign-in: transaction, count of tries, account, and one that writes everything', async () => {
    const browser = tenant.browser();
    const state = answered(await browser.authorize()).get('state') ?? '';
    expect(await count(() => browser.fillIn(state))).toBe(4);
  });

  it('two for a sign-in by session, silent or not', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    expect(await count(() => browser.authorize())).toBe(2);
    expect(await count(() => browser.authorize({ prompt: 'none' }))).toBe(2);
  });

  it('two to exchange a code: the code is spent, the tokens are written', async () => {
    for (const audience of ['', api]) {
      const code = await codeFor({ audience });
      expect(await count(() => exchange(code))).toBe(2);
    }
  });

  it('two for a refresh; with rotation three in one transaction', async () => {
    const { body } = await exchange(await codeFor());
    const token = String(body.refresh_token);
    const refresh = () => tenant.token({ grant_type: 'refresh_token', refresh_token: token });
    expect(await count(refresh)).toBe(2);
    await database.sql`update oidc_refresh_tokens set rotating = true`;
    const statements = await database.queries.during(refresh);
    expect(statements.filter((statement) => !/^(begin|commit)/i.test(statement))).toHaveLength(3);
  });

  it('one for client credentials, its log row', async () => {
    const grant = { grant_type: 'client_credentials', audience: api };
    expect(await count(() => tenant.token(grant))).toBe(1);
  });

  it('three for a password grant', async () => {
    const grant = { grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' };
    expect(await count(() => tenant.token(grant))).toBe(3);
  });

  it('one for userinfo, by either kind of token', async () => {
    for (const audience of ['', api]) {
      const { body } = await exchange(await codeFor({ audience }));
      expect(await count(() => tenant.userinfo(body.access_token))).toBe(1);
    }
  });
});
