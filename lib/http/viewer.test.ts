import { decodeJwt } from 'jose';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { asActor } from '@/lib/context';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { type UserView, updateUser } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './management/tenant.fixture';
import { answered, callback } from './oidc/scenario.fixture';
import { type CookieSession, findViewer, type Viewer } from './viewer';

const database = testDatabase();
let tenant: Tenant;
let user: UserView;
beforeAll(async () => {
  tenant = await makeTenant(database);
});
beforeEach(async () => {
  user = await tenant.makeUser();
});

/** Signs in and gives what next-auth keeps of the ID token. */
async function signIn(browser = tenant.browser()): Promise<CookieSession> {
  const state = answered(await browser.authorize()).get('state') ?? '';
  const { redirectTo = '' } = await browser.fillIn(state, { identifier: user.email ?? '' });
  const code = answered(redirectTo).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  const { sub, sid, auth_time } = decodeJwt<{ sid: string; auth_time: number }>(String(body.id_token));
  return { user: { id: sub }, sid, authenticatedAt: auth_time };
}

const viewerOf = (session: CookieSession | null): Promise<Viewer | null> =>
  findViewer(session, async (userId) =>
    asActor(tenant.ctx, { type: 'self', userId, scopes: selfScopes }, 'self'),
  );

const call = (method: string, path: string, body?: object) => tenant.call(method, path, { body });

it('is who signed in, with two statements, and an administrator while they have the role', async () => {
  const session = await signIn();
  expect(await database.queries.during(() => viewerOf(session))).toHaveLength(2);
  expect(await viewerOf(session)).toMatchObject({ userId: user.user_id, isAdmin: false });
  await grantAdmin(tenant.ctx, user.user_id);
  expect((await viewerOf(session))?.isAdmin).toBe(true);
  await database.sql`delete from admins where user_id = ${user.user_id}`;
  expect((await viewerOf(session))?.isAdmin).toBe(false);
});

it.each<[string, (sid: string) => Promise<unknown>]>([
  ['DELETE /sessions/{id}', (sid) => call('DELETE', `/sessions/${sid}`)],
  ['POST /sessions/{id}/revoke', (sid) => call('POST', `/sessions/${sid}/revoke`)],
  ['DELETE /users/{id}/sessions', () => call('DELETE', `${userPath(user.user_id)}/sessions`)],
  ['a block', () => call('PATCH', userPath(user.user_id), { blocked: true })],
  ['a change of password', () => call('PATCH', userPath(user.user_id), { password: 'Other-Horse-42' })],
  ['the deletion of the user', () => call('DELETE', userPath(user.user_id))],
  [
    'the end of its time',
    () => database.sql`update oidc_sessions set expires_at = ${tenant.ctx.now().toISOString()}`,
  ],
])('is nobody after %s, at the next request', async (_, end) => {
  const session = await signIn();
  expect(await viewerOf(session)).not.toBeNull();
  await end(session.sid);
  expect(await viewerOf(session)).toBeNull();
});

it('stays nobody when a block is lifted: the person signs in again', async () => {
  const session = await signIn();
  for (const blocked of [true, false]) {
    await updateUser(tenant.ctx, user.user_id, { blocked }, { metadata: 'merge' });
  }
  expect(await viewerOf(session)).toBeNull();
  expect(await viewerOf(await signIn())).not.toBeNull();
});

it('is nobody after a sign-out of another application in the same browser', async () => {
  const browser = tenant.browser();
  const session = await signIn(browser);
  await browser.request('/v2/logout');
  expect(await viewerOf(session)).toBeNull();
});

it('is nobody for a session of somebody else, or a cookie that names none', async () => {
  const session = await signIn();
  const other = await tenant.makeUser();
  expect(await viewerOf({ ...session, user: { id: other.user_id } })).toBeNull();
  expect(await viewerOf({ ...session, sid: '' })).toBeNull();
  expect(await viewerOf(null)).toBeNull();
});
