import { beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { answered, makeScenario, type Scenario } from './scenario.fixture';

vi.stubEnv('ANNEX_URL', 'https://id.example.com');

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

describe('under https', () => {
  it('cookies are of this host alone, HttpOnly, Secure and fit for silent authentication in a frame', async () => {
    const browser = tenant.browser();
    const page = await browser.authorize();
    const [cookie] = page.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-annex_browser=[\w-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None'])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    const result = await browser.fillIn(answered(page).get('state') ?? '');
    expect(result.cookies).toMatchObject([
      { name: '__Host-annex_session', httpOnly: true, secure: true, sameSite: 'none', path: '/' },
    ]);
  });

  it('a cookie without the prefix, which another host could set, counts for nothing', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    const stranger = tenant.browser();
    stranger.cookies.set('annex_session', browser.cookies.get('__Host-annex_session') ?? '');
    expect(answered(await stranger.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });
});
