import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { api, callback, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

async function accessToken(fields: Record<string, string> = {}): Promise<string> {
  const code = (await tenant.browser().logIn(fields)).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return String(body.access_token);
}

describe('userinfo', () => {
  it('takes the token in the header, the query and a form', async () => {
    const token = await accessToken();
    const answers = [
      await tenant.request('/userinfo', { headers: { authorization: `Bearer ${token}` } }),
      await tenant.request(`/userinfo?access_token=${token}`),
      await tenant.request('/userinfo', form({ access_token: token })),
      await tenant.request('/userinfo', { method: 'POST', headers: { authorization: `bearer ${token}` } }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ sub: tenant.ada.user_id });
    }
  });

  it('refuses two tokens at once', async () => {
    const token = await accessToken();
    const twice = await tenant.request(`/userinfo?access_token=${token}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(twice.status).toBe(400);
  });

  it('answers 401 with a challenge to no token, a wrong one and one that has expired', async () => {
    const token = await accessToken();
    tenant.ctx.clock.advance(86_401);
    for (const given of [undefined, 'nonsense', 'a.b.c', token]) {
      const headers: Record<string, string> = given === undefined ? {} : { authorization: `Bearer ${given}` };
      const response = await tenant.request('/userinfo', { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  it('needs openid', async () => {
    const opaque = await tenant.userinfo(await accessToken({ scope: 'profile' }));
    expect([opaque.status, opaque.body.error]).toEqual([403, 'insufficient_scope']);
    expect((await tenant.userinfo(await accessToken({ scope: 'read:orders', audience: api }))).status).toBe(
      401,
    );
  });
});
