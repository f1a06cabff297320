import * as client from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { answered, api, callback, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
let configuration: client.Configuration;

beforeAll(async () => {
  // The client checks times by the real clock.
  tenant = await makeScenario(database, { now: () => new Date() });
  const { client_id, client_secret } = tenant.web;
  configuration = await client.discovery(
    new URL('http://localhost:3000/'),
    client_id,
    client_secret ?? '',
    undefined,
    {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: async (url, options) => tenant.request(url, options as RequestInit),
    },
  );
});

/** What an application does around the browser's way to Annex and back. */
async function signIn(fields: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid profile email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...fields,
  });
  const browser = tenant.browser();
  const page = await browser.request(address.href);
  const { redirectTo = '' } = await browser.fillIn(answered(page).get('state') ?? '');
  const checks = { pkceCodeVerifier: verifier, expectedState, expectedNonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(configuration, new URL(redirectTo), checks);
  return { tokens, browser };
}

describe('openid-client', () => {
  it('signs in, reads userinfo, refreshes, and revokes', async () => {
    const { tokens } = await signIn();
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: 'http://localhost:3000/', sub: tenant.ada.user_id, name: 'Ada' });
    const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, claims?.sub ?? '');
    expect(userinfo).toMatchObject({ sub: tenant.ada.user_id, email: 'ada@example.com' });
    const token = tokens.refresh_token ?? '';
    const refreshed = await client.refreshTokenGrant(configuration, token);
    expect(refreshed.claims()?.sub).toBe(tenant.ada.user_id);
    await client.tokenRevocation(configuration, token);
    await expect(client.refreshTokenGrant(configuration, token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('gets a JWT for an API and one for itself', async () => {
    const { tokens } = await signIn({ audience: api, scope: 'openid read:orders' });
    expect(tokens.scope).toBe('openid read:orders');
    expect(await client.fetchUserInfo(configuration, tokens.access_token, tenant.ada.user_id)).toEqual({
      sub: tenant.ada.user_id,
    });
    const own = await client.clientCredentialsGrant(configuration, { audience: api });
    expect(own.scope).toBe('read:orders');
  });

  it('signs out through the advertised endpoint', async () => {
    const { tokens, browser } = await signIn();
    const address = client.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://app.example/bye',
    });
    const response = await browser.request(address.href);
    expect(response.headers.get('location')).toBe('https://app.example/bye');
  });

  it('reads our errors as OAuth errors', async () => {
    await expect(client.refreshTokenGrant(configuration, 'v1.nonsense')).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: 'Unknown or invalid refresh token.',
      status: 403,
    });
  });
});
