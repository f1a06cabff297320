import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { api } from '@/lib/http/oidc/scenario.fixture';
import { issuer, managementAudience } from '@/lib/oidc';
import { tenantSettings } from '@/lib/settings';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const path = '/tenants/settings';
const get = async (query = '') => (await tenant.call('GET', `${path}${query}`)).body;
const patch = (body: unknown) => tenant.call('PATCH', path, { body });

const versions = ['22', '18', '16', '12'];
const untouched = {
  allowed_logout_urls: [],
  enabled_locales: ['en'],
  flags: {},
  idle_session_lifetime: 72,
  oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  sandbox_version: '22',
  sandbox_versions_available: versions,
  session_cookie: { mode: 'persistent' },
  session_lifetime: 168,
  sessions: { oidc_logout_prompt_enabled: true },
};

describe('/tenants/settings', () => {
  it('answers the defaults of the contract before anything is set, or the named fields of them', async () => {
    expect(await get()).toEqual(untouched);
    expect(await get('?fields=flags,session_lifetime')).toEqual({ flags: {}, session_lifetime: 168 });
    expect(await get('?fields=flags&include_fields=false')).not.toHaveProperty('flags');
  });

  it('is open to its scopes alone', async () => {
    expect((await tenant.call('GET', path, { token: '' })).status).toBe(401);
    const reader = await tenant.machineToken('read:tenant_settings');
    const writer = await tenant.machineToken('update:tenant_settings');
    expect((await tenant.call('GET', path, { token: writer })).body).toMatchObject({
      statusCode: 403,
      message: 'Insufficient scope, expected any of: read:tenant_settings',
    });
    const refused = await tenant.call('PATCH', path, { token: reader, body: { friendly_name: 'X' } });
    expect([refused.status, refused.body.errorCode]).toEqual([403, 'insufficient_scope']);
    expect(await get()).toEqual(untouched);
  });

  it('keeps what is set, shows it, and every process knows it at once', async () => {
    const set = {
      friendly_name: 'Ada & Sons',
      picture_url: 'https://example.com/logo.png',
      support_email: 'help@example.com',
      support_url: 'https://example.com/help',
      default_audience: api,
      default_directory: defaultConnection,
      default_redirection_uri: 'https://example.com/start',
      allowed_logout_urls: ['https://example.com/bye', 'com.example.app://bye'],
      enabled_locales: ['en', 'pt-BR', 'es-419'],
      session_cookie: { mode: 'non-persistent' },
      error_page: { html: '<h1>{{error}}</h1>', show_log_link: false, url: 'https://example.com/oops' },
      change_password: { enabled: true, html: '<html></html>' },
      guardian_mfa_page: { enabled: false, html: '' },
      sandbox_version: '18',
    };
    const changed = await patch(set);
    expect([changed.status, changed.body]).toEqual([200, { ...untouched, ...set }]);
    expect(await get()).toEqual(changed.body);
    expect(await tenantSettings(tenant.ctx)).toMatchObject({
      friendlyName: 'Ada & Sons',
      defaultAudience: api,
      errorPageUrl: 'https://example.com/oops',
      session: { idleSeconds: 72 * 3600, absoluteSeconds: 168 * 3600, persistent: false },
    });
    const taken = Object.fromEntries(
      Object.keys(set).map((name) => [name, /_page$|^change_|_cookie$/.test(name) ? null : '']),
    );
    const kept = { allowed_logout_urls: [], enabled_locales: ['en'], sandbox_version: '22' };
    expect((await patch({ ...taken, ...kept })).body).toEqual(untouched);
    expect((await tenantSettings(tenant.ctx)).friendlyName).toBeNull();
  });

  it('takes lifetimes in hours or minutes, and the newest wins in both', async () => {
    const minutes = { session_lifetime_in_minutes: 90, idle_session_lifetime_in_minutes: 60 };
    expect((await patch(minutes)).body).toMatchObject({ session_lifetime: 1.5, idle_session_lifetime: 1 });
    expect((await patch({ session_lifetime: 2.5 })).body).toMatchObject({ session_lifetime: 2.5 });
    expect((await tenantSettings(tenant.ctx)).session).toMatchObject({
      absoluteSeconds: 9000,
      idleSeconds: 3600,
    });
    const both = await patch({ session_lifetime: 2, session_lifetime_in_minutes: 120 });
    expect([both.status, both.body.message]).toEqual([
      400,
      "Payload validation error: 'Give session_lifetime or session_lifetime_in_minutes, not both' on property session_lifetime.",
    ]);
    await patch({ session_lifetime: 168, idle_session_lifetime: 72 });
  });

  it('merges flags and replaces pages', async () => {
    await patch({ flags: { enable_sso: true, revoke_refresh_token_grant: true } });
    await patch({ flags: { enable_sso: false }, error_page: { show_log_link: true } });
    await patch({ error_page: { html: 'x' } });
    expect(await get('?fields=flags,error_page')).toEqual({
      flags: { enable_sso: false, revoke_refresh_token_grant: true },
      error_page: { html: 'x' },
    });
  });

  it.each([
    [{}, "'At least one property is needed'"],
    [{ nonsense: 1 }, "'Additional properties not allowed: nonsense'"],
    [
      { error_page: { enabled: true } },
      "'Additional properties not allowed: enabled' on property error_page",
    ],
    [{ sandbox_versions_available: [] }, "'Additional properties not allowed: sandbox_versions_available'"],
    [
      { picture_url: 'javascript:alert(1)' },
      "'An address such as https://example.com is needed' on property picture_url",
    ],
    [
      { default_redirection_uri: 'http://example.com' },
      "'An address that begins with https:// is needed' on property default_redirection_uri",
    ],
    [
      { allowed_logout_urls: ['javascript:alert(1)'] },
      "'An address such as https://app.example.com is needed' on property allowed_logout_urls.0",
    ],
    [{ friendly_name: 'a\r\nBcc: x' }, "'Control characters are not allowed' on property friendly_name"],
    [
      { change_password: { html: 'a\0' } },
      "'U+0000 and unpaired surrogates are not allowed' on property change_password.html",
    ],
    [{ session_lifetime: 0 }, "'Too small: expected number to be >=1' on property session_lifetime"],
    [{ default_audience: 'https://none/' }, "'There is no such API' on property default_audience"],
    [{ default_directory: 'none' }, "'There is no such connection' on property default_directory"],
  ])('refuses %j', async (body, fault) => {
    const before = await get();
    const answer = await patch(body);
    expect([answer.status, answer.body.message]).toEqual([400, `Payload validation error: ${fault}.`]);
    expect(await get()).toEqual(before);
  });

  it('never makes the Management API what every application gets without asking', async () => {
    expect(managementAudience()).toContain(issuer());
    const answer = await patch({ default_audience: managementAudience() });
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'operation_not_supported']);
  });

  it('records who changed what, once', async () => {
    const before = await database.sql`select log_id from logs`;
    await patch({ friendly_name: 'Recorded' });
    const rows =
      await database.sql`select * from logs where log_id <> all(${before.map((row) => row.log_id)})`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      type: 'sapi',
      description: 'Update tenant_settings tenant',
      details: { after: { friendly_name: 'Recorded' } },
    });
  });
});
