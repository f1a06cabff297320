import { AuthApiError, AuthenticationClient, UserInfoClient } from 'auth0/legacy';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { api, callback, password, pkce } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
const connection = defaultConnection;
let tenant: SdkTenant;
let web: AuthenticationClient;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
  // The SDK checks ID tokens by the clock of the machine.
  tenant.ctx.clock.now = new Date();
  const { domain } = tenant;
  const { client_id: clientId, client_secret } = tenant.web;
  web = new AuthenticationClient({ domain, clientId, clientSecret: client_secret ?? '' });
});
afterAll(() => tenant.close());

const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe('AuthenticationClient of the official SDK, with only the domain changed', () => {
  it('signs a user up, signs them in by password, reads their profile, refreshes, and revokes', async () => {
    const made = await web.database.signUp({
      email: 'lin@example.com',
      password,
      connection,
      user_metadata: { plan: 'a' },
    });
    expect(made.data).toMatchObject({ email: 'lin@example.com', email_verified: false });

    const byRealm = await web.oauth.passwordGrant({
      username: 'lin@example.com',
      password,
      realm: connection,
      audience: api,
      scope: 'openid profile email offline_access read:orders',
    });
    const { access_token, refresh_token = '', id_token = '' } = byRealm.data;
    expect(decodeJwt(id_token)).toMatchObject({ email: 'lin@example.com', aud: tenant.web.client_id });
    const { data: profile } = await new UserInfoClient({ domain: tenant.domain }).getUserInfo(access_token);
    expect(profile).toMatchObject({ sub: decodeJwt(id_token).sub, email: 'lin@example.com' });

    const { data: next } = await web.oauth.refreshTokenGrant({ refresh_token });
    expect(decodeJwt(next.access_token)).toMatchObject({ aud: expect.arrayContaining([api]) });
    await web.oauth.revokeRefreshToken({ token: next.refresh_token ?? refresh_token });
    const refused = await failure(web.oauth.refreshTokenGrant({ refresh_token }));
    expect(refused).toBeInstanceOf(AuthApiError);
    expect(refused).toMatchObject({ error: 'invalid_grant', statusCode: 403 });
  });

  it('exchanges codes, with a secret and with PKCE, and checks the ID token itself', async () => {
    const code = (await tenant.browser().logIn({ scope: 'openid email', nonce: 'n1' })).get('code') ?? '';
    const bySecret = await web.oauth.authorizationCodeGrant(
      { code, redirect_uri: callback },
      { idTokenValidateOptions: { nonce: 'n1' } },
    );
    expect(decodeJwt(bySecret.data.id_token ?? '')).toMatchObject({ email: 'ada@example.com', nonce: 'n1' });
    const again = await failure(web.oauth.authorizationCodeGrant({ code, redirect_uri: callback }));
    expect(again).toMatchObject({ error: 'invalid_grant', statusCode: 403 });

    const { verifier, challenge } = pkce();
    const given = await tenant.browser().logIn({ code_challenge: challenge, code_challenge_method: 'S256' });
    const byProof = await web.oauth.authorizationCodeGrantWithPKCE({
      code: given.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: callback,
    });
    expect(decodeJwt(byProof.data.id_token ?? '')).toMatchObject({ sub: tenant.ada.user_id });
  });

  it('throws its own errors, with the contract code, for what is refused', async () => {
    const wrong = await failure(
      web.oauth.passwordGrant({ username: 'ada@example.com', password: 'no', realm: connection }),
    );
    expect(wrong).toBeInstanceOf(AuthApiError);
    expect(wrong).toMatchObject({ error: 'invalid_grant', statusCode: 403 });
    const weak = await failure(web.database.signUp({ email: 'weak@example.com', password: '1', connection }));
    expect(weak).toMatchObject({ error: 'invalid_password', statusCode: 400 });
    const taken = await failure(web.database.signUp({ email: 'ada@example.com', password, connection }));
    expect(taken).toMatchObject({ error: 'user_exists', statusCode: 400 });
    const unspoken = await failure(web.passwordless.sendEmail({ email: 'ada@example.com', send: 'code' }));
    expect(unspoken).toMatchObject({ statusCode: 404 });
  });
});
