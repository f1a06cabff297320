import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { updateClient } from '@/lib/clients';
import { testDatabase } from '@/lib/testing';
import { consentPageOf } from './consent.fixture';
import { type Reference, startReference } from './reference-provider.fixture';
import { answered, callback, type Fields, form, makeScenario, pkce, type Scenario } from './scenario.fixture';

// The reference prints notices about its development defaults.
vi.spyOn(console, 'info').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

const database = testDatabase();
let tenant: Scenario;
let reference: Reference;

beforeAll(async () => {
  tenant = await makeScenario(database, { now: () => new Date() });
  const { web, spa } = tenant;
  await updateClient(tenant.ctx, web.client_id, {
    grant_types: ['authorization_code', 'refresh_token'],
    refresh_token: {
      rotation_type: 'rotating',
      expiration_type: 'expiring',
      token_lifetime: 1000,
      leeway: 0,
    },
  });
  await tenant.changesHeard();
  const common = { response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'] };
  reference = await startReference([
    {
      ...common,
      client_id: web.client_id,
      client_secret: web.client_secret,
      redirect_uris: web.callbacks,
      post_logout_redirect_uris: web.allowed_logout_urls,
      token_endpoint_auth_method: 'client_secret_post',
    },
    { ...common, client_id: spa.client_id, redirect_uris: spa.callbacks, token_endpoint_auth_method: 'none' },
  ]);
});
afterAll(() => reference.close());

/** Where both differ on purpose: ours, theirs, and why. */
type Difference = { ours: string; theirs: string; why: string };

/**
 * One word for what happened. Statuses of JSON errors are left out: ours are Auth0's (403, 501) where RFC 6749 says
 * 400, and clients read `error` only.
 */
async function outcome(response: Response): Promise<string> {
  const location = response.headers.get('location');
  if (location !== null) {
    if (/^\/u\/login|^\/interaction\//.test(new URL(location, 'http://x').pathname)) return 'sign-in page';
    const answer = answered(location.replace('#', '?'));
    return `redirect ${answer.get('error') ?? (answer.has('code') ? 'code' : 'plain')}`;
  }
  if (!response.headers.get('content-type')?.includes('json')) return response.ok ? 'page' : 'error page';
  const body = await response.json();
  return response.ok ? 'ok' : String(body.error);
}

async function compare(ours: Response, theirs: Response, difference?: Difference): Promise<void> {
  const seen = { ours: await outcome(ours), theirs: await outcome(theirs) };
  if (!difference) return expect(seen.ours).toBe(seen.theirs);
  expect(difference.why).not.toBe('');
  expect(seen).toEqual({ ours: difference.ours, theirs: difference.theirs });
}

const standard = () => ({
  response_type: 'code',
  client_id: tenant.web.client_id,
  redirect_uri: callback,
  scope: 'openid',
});
const queryOf = (fields: Fields) =>
  String(
    new URLSearchParams(Object.entries({ ...standard(), ...fields }).filter(([, value]) => value !== '')),
  );

describe('the same request to /authorize ends the same way as at oidc-provider', () => {
  const { challenge } = pkce();
  const cases: [string, Fields, Difference?][] = [
    ['standard', {}],
    ['no client', { client_id: '' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['another callback', { redirect_uri: 'https://evil.example/' }],
    ['no response type', { response_type: '' }],
    ['an unknown response type', { response_type: 'magic' }],
    [
      'an unknown response mode',
      { response_mode: 'pigeon' },
      {
        ours: 'redirect invalid_request',
        theirs: 'redirect unsupported_response_mode',
        why: 'No specification registers their code.',
      },
    ],
    ['silent without a session', { prompt: 'none' }],
    ['silent and not', { prompt: 'none login' }],
    ['an unknown prompt', { prompt: 'dance' }],
    ['PKCE', { code_challenge: challenge, code_challenge_method: 'S256' }],
    ['plain PKCE', { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['PKCE without a method', { code_challenge: challenge }],
    ['a method without a challenge', { code_challenge_method: 'S256' }],
    ['a short challenge', { code_challenge: 'x', code_challenge_method: 'S256' }],
    ['a max_age that is no number', { max_age: 'old' }],
    ['an unknown scope', { scope: 'openid something' }],
    ['an id_token_hint that is no token', { id_token_hint: 'x' }],
    [
      'a request object',
      { request: 'x' },
      {
        ours: 'redirect invalid_request',
        theirs: 'redirect request_not_supported',
        why: 'Auth0 knows no other code.',
      },
    ],
    ['unknown parameters', { 'ext-x': '1', foo: 'bar' }],
  ];
  it.each(cases)('%s', async (_, fields, difference) => {
    const path = queryOf(fields);
    const theirs = await reference.browser()(`/auth?${path}`);
    await compare(await tenant.request(`/authorize?${path}`), theirs, difference);
  });

  it('a public client without PKCE', async () => {
    const path = queryOf({ client_id: tenant.spa.client_id });
    await compare(await tenant.request(`/authorize?${path}`), await reference.browser()(`/auth?${path}`));
  });

  it('a parameter given twice', async () => {
    const path = `${queryOf({})}&scope=email`;
    await compare(await tenant.request(`/authorize?${path}`), await reference.browser()(`/auth?${path}`), {
      ours: 'error page',
      theirs: 'redirect invalid_request',
      why: 'Of two values nobody says which is meant, so nothing of the request is used.',
    });
  });
});

type Side = { code: string; token(fields: Fields, init?: RequestInit): Promise<Response> };

const tokenRequest = (fields: Fields) => form({ ...tenant.credentials(tenant.web), ...fields });

/** A code at each side from the same request. */
/** Our code; whoever is asked for consent gives it, as the reference's people do. */
async function ourCode(fields: Fields): Promise<string> {
  const browser = tenant.browser();
  const answer = await browser.logIn(fields);
  if (fields.prompt !== 'consent') return answer.get('code') ?? '';
  const page = consentPageOf(tenant.ctx, browser);
  const { redirectTo = '' } = await page.answer(answer.get('state') ?? '', true);
  return answered(redirectTo).get('code') ?? '';
}

async function bothSides(fields: Fields = {}): Promise<{ ours: Side; theirs: Side }> {
  const code = await ourCode(fields);
  const browse = reference.browser();
  let response = await browse(`/auth?${queryOf({ prompt: 'login', ...fields })}`);
  for (let step = 0; step < 5 && !response.headers.get('location')?.startsWith(callback); step++) {
    response = await browse(response.headers.get('location') ?? '/');
  }
  expect([code, answered(response).get('code') ?? '']).not.toContain('');
  return {
    ours: { code, token: async (given) => tenant.request('/oauth/token', tokenRequest(given)) },
    theirs: {
      code: answered(response).get('code') ?? '',
      token: (given) => browse('/token', tokenRequest(given)),
    },
  };
}

describe('the same token request ends the same way', () => {
  const exchange = (code: string, fields: Fields = {}) => ({
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    ...fields,
  });

  async function both(fields: Fields, authorize: Fields = {}, difference?: Difference) {
    const { ours, theirs } = await bothSides(authorize);
    const [mine, other] = await Promise.all([
      ours.token(exchange(ours.code, fields)),
      theirs.token(exchange(theirs.code, fields)),
    ]);
    await compare(mine, other, difference);
  }

  const { verifier, challenge } = pkce();
  const proven = { code_challenge: challenge, code_challenge_method: 'S256' };

  it('a good code', () => both({}));
  it('a good code with its verifier', () => both({ code_verifier: verifier }, proven));
  it('a code whose verifier is missing', () => both({}, proven));
  it('a code with a wrong verifier', () => both({ code_verifier: pkce().verifier }, proven));
  it('a code with a verifier that nobody asked for', () => both({ code_verifier: verifier }));
  it('a code for another callback', () => both({ redirect_uri: 'https://app.example/other' }));
  it('a wrong secret', () => both({ client_secret: 'wrong' }));
  it('no client', () => both({ client_id: '', client_secret: '' }));
  it('no code', () => both({ code: '' }));
  it('an unknown code', () => both({ code: 'x' }));
  it('an unknown refresh token', () => both({ grant_type: 'refresh_token', refresh_token: 'x' }));
  it('a grant type that the client may not use', () =>
    both(
      { grant_type: 'client_credentials', audience: 'urn:x' },
      {},
      {
        ours: 'unauthorized_client',
        theirs: 'invalid_request',
        why: 'RFC 6749 section 5.2 and Auth0 have a code for it.',
      },
    ));
  it('an unknown grant type', () => both({ grant_type: 'magic' }));
  it('no grant type', () => both({ grant_type: '' }));

  it('a code used twice, and what it bought', async () => {
    const { ours, theirs } = await bothSides();
    const once = await Promise.all([ours.token(exchange(ours.code)), theirs.token(exchange(theirs.code))]);
    const bodies = await Promise.all(once.map((response) => response.json()));
    await compare(await ours.token(exchange(ours.code)), await theirs.token(exchange(theirs.code)));
    const [mine, other] = bodies.map((body) => ({
      headers: { authorization: `Bearer ${body.access_token}` },
    }));
    await compare(await tenant.request('/userinfo', mine), await reference.browser()('/me', other));
  });

  it('a rotated refresh token used twice, and its successor', async () => {
    const { ours, theirs } = await bothSides({ scope: 'openid offline_access', prompt: 'consent' });
    const refresh = async (side: Side, token: string) =>
      side.token({ grant_type: 'refresh_token', refresh_token: token });
    const tokens = async (response: Response) => String((await response.json()).refresh_token);
    const results = await Promise.all(
      [ours, theirs].map(async (side) => {
        const first = await tokens(await side.token(exchange(side.code)));
        const second = await tokens(await refresh(side, first));
        return [await refresh(side, first), await refresh(side, second)] as const;
      }),
    );
    for (const index of [0, 1] as const) {
      const [mine, other] = results.map((pair) => pair[index]);
      if (mine && other) await compare(mine, other);
    }
    expect(results).toHaveLength(2);
  });
});

it('userinfo and logout are refused the same way', async () => {
  const headers = { authorization: 'Bearer nonsense' };
  await compare(
    await tenant.request('/userinfo', { headers }),
    await reference.browser()('/me', { headers }),
  );
  const { client_id } = tenant.web;
  const query = new URLSearchParams({ post_logout_redirect_uri: 'https://evil.example/', client_id });
  const theirs = await reference.browser()(`/session/end?${query}`, { headers: { accept: 'text/html' } });
  await compare(await tenant.request(`/oidc/logout?${query}`), theirs);
});
