import { beforeAll, describe, expect, it } from 'vitest';
import { managementScopes } from '@/lib/access';
import { updateClient } from '@/lib/clients';
import { testDatabase } from '@/lib/testing';
import { callback } from '../oidc/scenario.fixture';
import { makeTenant, operations, type Tenant, userPath } from './tenant.fixture';
import { unspoken, unspokenScope } from './unspoken';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

describe('what Annex does not speak', () => {
  it.each(unspoken.map(({ path }) => path))('%s is refused for its scope', async (path) => {
    const scope = unspokenScope('GET', path);
    const { status, body } = await tenant.call('GET', path.replace('{id}', 'x'));
    expect([status, body]).toEqual([
      403,
      {
        statusCode: 403,
        error: 'Forbidden',
        message: `Insufficient scope, expected any of: ${scope}`,
        errorCode: 'insufficient_scope',
      },
    ]);
  });

  it('asks by the method, below the path too', () => {
    const asked = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'TRACE'].map((method) =>
      unspokenScope(method, '/branding/themes/default'),
    );
    expect(asked).toEqual([
      'read:branding',
      'create:branding',
      'update:branding',
      'update:branding',
      'delete:branding',
      null,
    ]);
    expect(unspokenScope('GET', '/brandings')).toBeNull();
  });

  it('is told to nobody without a token', async () => {
    expect((await tenant.call('GET', '/branding', { token: '' })).status).toBe(401);
  });

  it('hides nothing that Annex does speak, and its scopes are in nobody’s reach', () => {
    const spoken = operations().map(({ method, path }) => ({ method, path: path.replace('/api/v2', '') }));
    expect(spoken.filter(({ method, path }) => unspokenScope(method, path) !== null)).toEqual([]);
    const known: readonly string[] = managementScopes;
    const held = unspoken.filter(({ resource }) => known.includes(`read:${resource}`));
    expect(held).toEqual([]);
  });

  it('paths that are nobody’s are not found', async () => {
    for (const path of ['/nothing', '/users/x/nothing', '/brandings']) {
      const { status, body } = await tenant.call('GET', path);
      expect([status, body]).toEqual([404, { statusCode: 404, error: 'Not Found', message: 'Not Found' }]);
    }
  });
});

describe('a page in a browser', () => {
  const ask = (path: string, origin: string, token: string) =>
    tenant.call('GET', path, { token, headers: { origin } });

  it('gets its preflight whoever it is, and no answer is anybody’s but by the token', async () => {
    const preflight = await tenant.request('/api/v2/users/x', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization, content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
      'access-control-allow-headers': 'authorization, content-type',
      vary: 'origin, accept-encoding',
    });
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('reads the answer when its origin is the application’s: by a callback or by the list', async () => {
    await updateClient(tenant.ctx, tenant.web.client_id, {
      allowed_origins: ['https://spa.example'],
      callbacks: [callback, 'com.example.app:/callback'],
    });
    await tenant.changesHeard();
    const token = await tenant.userToken(tenant.ada);
    const me = userPath(tenant.ada.user_id);
    const allowed = async (origin: string) =>
      (await ask(me, origin, token)).headers.get('access-control-allow-origin');
    expect(await allowed('https://app.example')).toBe('https://app.example');
    expect(await allowed('https://spa.example')).toBe('https://spa.example');
    for (const other of ['https://evil.example', 'https://app.example.evil', 'http://app.example', 'null'])
      expect(await allowed(other)).toBeNull();
    const { headers } = await ask(me, 'https://spa.example', token);
    expect(headers.get('access-control-expose-headers')).toContain('x-ratelimit-remaining');
    expect(headers.get('vary')).toBe('origin, accept-encoding');
  });

  it('reads refusals too, so that its SDK can say what is wrong', async () => {
    const token = await tenant.userToken(tenant.ada);
    const { status, headers } = await ask('/rules', 'https://app.example', token);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([403, 'https://app.example']);
  });
});
