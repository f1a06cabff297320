import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { answered, api, callback } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { rightBody } from './random-requests.fixture';
import { digests, tablesThatDiffer } from './stored-rows.fixture';
import { type DeclaredOperation, makeTenant, operations, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
/** Stands in all that the victim has and in nothing else; the other in what is kept from its own user. */
const mark = 'v1ct1m';
const appMark = 'k3pt-from-its-user';
let tenant: Tenant;
let mallory: UserView;
let victim: UserView;
/** Ids of what is the victim's, by the kind of thing. */
let theirs: { identity: string; session: string; grant: string; device: string };
let token: string;

/** A browser session, a refresh token, a device, a linked account, a role and a permission. */
async function furnish(user: UserView) {
  const linked = await tenant.makeUser({ email: `linked-${user.email}`, name: user.name ?? '' });
  const named = { provider: 'auth0', user_id: linked.user_id };
  await tenant.call('POST', `${userPath(user.user_id)}/identities`, { body: named });
  const browser = tenant.browser();
  const asked = await browser.authorize({ scope: 'openid offline_access', audience: api });
  const state = answered(asked).get('state') ?? '';
  const { redirectTo = '' } = await browser.fillIn(state, { identifier: user.email ?? '' });
  const code = answered(redirectTo).get('code') ?? '';
  await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  const own = await tenant.userToken(user);
  const device = await tenant.call('POST', '/device-credentials', {
    token: own,
    body: {
      type: 'public_key',
      device_name: mark,
      device_id: mark,
      value: mark,
      client_id: tenant.web.client_id,
    },
  });
  const { body: role } = await tenant.call('POST', '/roles', { body: { name: `${mark} of ${user.email}` } });
  await tenant.call('POST', `${userPath(user.user_id)}/roles`, { body: { roles: [role.id] } });
  const permissions = [{ resource_server_identifier: api, permission_name: 'read:orders' }];
  await tenant.call('POST', `${userPath(user.user_id)}/permissions`, { body: { permissions } });
  const [session] = (await tenant.call('GET', `${userPath(user.user_id)}/sessions`)).body.sessions;
  const [grant] = (await tenant.call('GET', `${userPath(user.user_id)}/refresh-tokens`)).body.tokens;
  return {
    identity: linked.user_id.replace('auth0|', ''),
    session: String(session.id),
    grant: String(grant.id),
    device: String(device.body.id),
  };
}

beforeAll(async () => {
  tenant = await makeTenant(database);
  mallory = await tenant.makeUser({ user_metadata: { mine: 1 }, app_metadata: { plan: appMark } });
  victim = await tenant.makeUser({
    email: `${mark}@example.com`,
    name: `${mark} name`,
    nickname: mark,
    user_metadata: { note: mark },
    app_metadata: { plan: mark },
  });
  theirs = await furnish(victim);
  for (const id of Object.values(theirs)) expect(id).toMatch(/\w{12}/);
  token = await tenant.userToken(mallory);
});
// The bucket of calls fills up again.
beforeEach(() => tenant.ctx.clock.advance(10));

const isOpen = ({ scopes }: DeclaredOperation, held: readonly string[] = selfScopes) =>
  scopes.some((scope) => held.includes(scope));
const table = operations().map((operation) => [operation.name, operation] as const);
const opened = table.filter(([, operation]) => isOpen(operation));

/** The path of the operation with the victim's things in it, or `id` in the place of the first. */
function placed({ path }: DeclaredOperation, id?: string): string {
  const kind = path.split('/')[3] ?? '';
  const own: Record<string, string> = {
    users: victim.user_id,
    'user-blocks': victim.user_id,
    sessions: theirs.session,
    'refresh-tokens': theirs.grant,
    grants: theirs.grant,
    'device-credentials': theirs.device,
  };
  const inner: Record<string, string> = { '{provider}': 'auth0', '{user_id}': theirs.identity };
  return path
    .replace('/api/v2', '')
    .replace(/\{\w+\}/, id ?? encodeURIComponent(own[kind] ?? 'some-id'))
    .replace(/\{\w+\}/g, (name) => inner[name] ?? 'x');
}

/** What the holder of the scope would send of themselves. */
const wanted = (operation: DeclaredOperation): unknown => {
  if (!operation.hasBody) return undefined;
  if (operation.path.endsWith('/identities')) return { link_with: token };
  return operation.members.includes('user_metadata')
    ? { user_metadata: { stolen: 1 } }
    : rightBody(operation);
};

/** Names in queries and bodies by which somebody might be meant. */
const pointing = () => ({
  user_id: victim.user_id,
  id: victim.user_id,
  sub: victim.user_id,
  email: victim.email,
  identifier: victim.email,
  q: `user_id:"${victim.user_id}"`,
  link_with: 'a.b.c',
  users: [victim.user_id],
  on_behalf_of: victim.user_id,
});

/** What was stored after the last `expectUntouched`, as long as nothing else was done since. */
let stored: Map<string, string> | undefined;

/** A token that somebody gets now, which leaves its traces. */
function signIn(user: UserView, scopes?: readonly string[]): Promise<string> {
  stored = undefined;
  return tenant.userToken(user, scopes);
}

/** Runs `work`, after which not one row of anybody differs. */
async function expectUntouched(work: () => Promise<void>) {
  const before = stored ?? (await digests(database));
  await work();
  stored = await digests(database);
  expect(tablesThatDiffer(before, stored)).toEqual([]);
}

async function send(
  operation: DeclaredOperation,
  path: string,
  sent: { body?: unknown; token?: string } = {},
) {
  const answer = await tenant.call(operation.method, path, { token, ...sent });
  expect(answer.status).toBeLessThan(500);
  const text = JSON.stringify(answer.body);
  for (const secret of [mark, appMark]) expect([path, text?.includes(secret)]).toEqual([path, false]);
  return answer;
}

const insufficient = (scopes: string[]) => ({
  statusCode: 403,
  error: 'Forbidden',
  message: `Insufficient scope, expected any of: ${scopes.join(',')}`,
  errorCode: 'insufficient_scope',
});

describe('a person with every scope of people, at an operation that is not theirs (security lessons 6, 26 and 27)', () => {
  it('there are such operations, and such as are', () => {
    expect(opened.length).toBeGreaterThan(5);
    expect(table.length - opened.length).toBeGreaterThan(100);
  });

  it.each(table.filter(([, operation]) => !isOpen(operation)))('%s', async (_, operation) => {
    const queries = [
      '',
      ...Object.entries(pointing()).map(([name, value]) => `?${name}=${encodeURIComponent(String(value))}`),
    ];
    const ids = [undefined, encodeURIComponent(mallory.user_id)];
    await expectUntouched(async () => {
      for (const id of ids) {
        for (const query of queries) {
          const body = operation.hasBody ? { ...Object(rightBody(operation)), ...pointing() } : undefined;
          const answer = await send(operation, placed(operation, id) + query, { body });
          expect([answer.status, answer.body]).toEqual([403, insufficient(operation.scopes)]);
        }
      }
    });
  });
});

describe('one scope of people opens what names it and nothing else (security lesson 27)', () => {
  it.each(selfScopes)('%s', async (scope) => {
    const one = await signIn(mallory, [scope]);
    await expectUntouched(async () => {
      for (const [name, operation] of table) {
        const sent = { body: wanted(operation), token: one };
        const { status, body: error } = await send(operation, placed(operation), sent);
        if (!isOpen(operation, [scope]))
          expect([name, status, error]).toEqual([name, 403, insufficient(operation.scopes)]);
        // Whether there is such a device is nobody's to know.
        else if (operation.path.includes('{'))
          expect([name, status]).toEqual([name, status === 204 ? 204 : 403]);
      }
      // The device that was made on the way is one's own.
      await database.sql`delete from device_credentials where user_id = ${mallory.user_id}`;
    });
  });
});

/** Ways to write an id so that one reader takes it for the victim's and another does not. */
const spellings = (id: string, own: string): string[] => [
  encodeURIComponent(id),
  id,
  encodeURI(id),
  encodeURIComponent(id).replace('%7C', '%7c'),
  encodeURIComponent(encodeURIComponent(id)),
  encodeURIComponent(id.toUpperCase()),
  encodeURIComponent(id.replace(/^\w/, (letter) => letter.toUpperCase())),
  ...[
    '%20',
    '%00',
    '%0a',
    '%09',
    '/',
    '/.',
    '%2F',
    '?',
    '?x=1',
    '#',
    ';a=b',
    '.json',
    '%E2%80%8B',
    '%EF%BB%BF',
    "'",
    '%25',
    '*',
  ].map((end) => encodeURIComponent(id) + end),
  ...['%20', './', '%2F', '%2E/', '%EF%BB%BF', '+'].map((start) => start + encodeURIComponent(id)),
  [...id].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
  id.replace(/[a-z]/, (letter) => encodeURIComponent(String.fromCharCode(letter.charCodeAt(0) + 0xfee0))),
  `${encodeURIComponent(own)}/../${encodeURIComponent(id)}`,
  `${encodeURIComponent(own)}%2F..%2F${encodeURIComponent(id)}`,
  `${encodeURIComponent(own)},${encodeURIComponent(id)}`,
  `${encodeURIComponent(own)}%00${encodeURIComponent(id)}`,
  `${encodeURIComponent(id)}%00${encodeURIComponent(own)}`,
  `${encodeURIComponent(id)}%20OR%20${encodeURIComponent(own)}`,
];

describe('a person at an operation for people, aimed at somebody else (security lessons 6 and 26)', () => {
  it.each(opened.filter(([, { path }]) => path.includes('{')))(
    '%s: in the path, however it is spelt',
    async (_, operation) => {
      const isDevice = operation.path.includes('/device-credentials/');
      const id = isDevice ? theirs.device : victim.user_id;
      await expectUntouched(async () => {
        for (const spelling of spellings(id, mallory.user_id)) {
          const path = placed(operation, spelling);
          const { status } = await send(operation, path, { body: wanted(operation) });
          expect([path, isDevice && status === 204 ? 404 : status]).toEqual([
            path,
            expect.toSatisfy((one: number) => [400, 403, 404].includes(one)),
          ]);
        }
      });
    },
  );

  it.each(opened)('%s: in the query or the body', async (_, operation) => {
    const own = placed(operation, encodeURIComponent(mallory.user_id));
    const { method, members, hasBody, query } = operation;
    await expectUntouched(async () => {
      for (const [name, value] of Object.entries(pointing())) {
        if (!query.includes(name)) {
          const asked = `${own}?${name}=${encodeURIComponent(String(value))}`;
          expect([asked, (await send(operation, asked, { body: wanted(operation) })).status]).toEqual([
            asked,
            400,
          ]);
        }
        if (!hasBody || method === 'DELETE') continue;
        const body = members.includes(name)
          ? { [name]: value }
          : { ...Object(wanted(operation)), [name]: value };
        const { status } = await send(operation, own, { body });
        expect([name, status >= 400]).toEqual([name, true]);
      }
    });
  });

  it('an account is linked on no word but the token of who has it', async () => {
    const path = `${userPath(mallory.user_id)}/identities`;
    const foreign = await signIn(victim);
    await expectUntouched(async () => {
      for (const body of [
        { provider: 'auth0', user_id: victim.user_id },
        { provider: 'auth0', user_id: theirs.identity },
        { link_with: foreign },
        { link_with: token },
        { link_with: `${foreign}.` },
        { link_with: foreign, user_id: victim.user_id },
      ]) {
        const { status } = await tenant.call('POST', path, { token, body });
        expect([400, 403]).toContain(status);
      }
      const theirAccount = `${path}/auth0/${theirs.identity}`;
      expect((await tenant.call('DELETE', theirAccount, { token })).status).toBe(400);
    });
  });
});
