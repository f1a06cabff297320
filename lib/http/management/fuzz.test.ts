import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import {
  anything,
  good,
  json,
  known,
  publicPem,
  type Sent,
  script,
  text,
  wellFormed,
} from './random-requests.fixture';
import { digests, tablesThatDiffer } from './stored-rows.fixture';
import {
  type Answer,
  type DeclaredOperation,
  makeTenant,
  operations,
  type Tenant,
  userPath,
} from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let mallory: UserView;
let count = 0;
let tokens: Record<'all' | 'reader' | 'self' | 'nobody', string>;
beforeAll(async () => {
  tenant = await makeTenant(database);
  mallory = await tenant.makeUser({ user_metadata: { a: 1 }, app_metadata: { plan: 'free' } });
  tokens = {
    all: await tenant.machineToken(),
    reader: await tenant.machineToken(
      'read:users',
      'read:rules',
      'read:rules_configs',
      'read:clients',
      'read:actions',
      'read:roles',
      'read:resource_servers',
      'read:client_grants',
    ),
    // Not the right to delete themselves, which would soon end the test.
    self: await tenant.userToken(
      mallory,
      selfScopes.filter((scope) => scope !== 'delete:current_user'),
    ),
    nobody: 'a.b.c',
  };
});

/** Makes one of everything, for requests to be about. */
async function fillIn() {
  const name = `Fuzzed-${++count}`;
  const { body: client } = await tenant.call('POST', '/clients', { body: { name } });
  known.clients = [client.client_id];
  const key = { credential_type: 'public_key', pem: publicPem };
  const credentials = `/clients/${client.client_id}/credentials`;
  known.inner = [(await tenant.call('POST', credentials, { body: key })).body.id];
  const { body: rule } = await tenant.call('POST', '/rules', { body: { name, script } });
  known.rules = [rule.id];
  const body = { name, strategy: 'auth0' };
  known.jobs = [(await tenant.call('POST', '/jobs/users-exports', { body: {} })).body.id];
  known.connections = [(await tenant.call('POST', '/connections', { body })).body.id];
  // Of a trigger whose Actions do not run: this is about requests, and executors would only slow it down.
  const draft = { name, supported_triggers: [{ id: 'event-stream' }] };
  const { body: action } = await tenant.call('POST', '/actions/actions', { body: draft });
  known.actions = [action.id, 'event-stream'];
  const api = { identifier: 'urn:fuzz:known', scopes: [{ value: 'read:it' }] };
  const { body: made } = await tenant.call('POST', '/resource-servers', { body: api });
  known['resource-servers'] = [made.id, made.identifier];
  const { body: role } = await tenant.call('POST', '/roles', { body: { name } });
  known.roles = [role.id];
  const grant = { client_id: client.client_id, audience: made.identifier, scope: ['read:it'] };
  known['client-grants'] = [(await tenant.call('POST', '/client-grants', { body: grant })).body.id];
  good.roles = [[role.id]];
  good.users = [[mallory.user_id]];
  good.user_id = [(await tenant.makeUser()).user_id];
  good.client_id = [client.client_id];
}

const runs = { numRuns: 300, endOnFailure: true } as const;

/** Well-formed text is percent-encoded; what cannot be is put as it is. */
const encode = (part: string) => encodeURIComponent(part.toWellFormed());

async function send(token: string, { operation, id, query, body, ifMatch }: Sent) {
  const { method, path } = operation;
  const place = path
    .replace('/api/v2', '')
    .replace(/\{\w+\}/, encode(id) || 'x')
    .replace('{provider}', path.includes('/identities/') ? 'auth0' : 'google-authenticator')
    .replace('{user_id}', encode(String(good.user_id?.[0])))
    .replace(/\{\w+\}/, known.inner[0] ?? 'x');
  const asked = query.map(([name, what]) => `${encode(name)}=${encode(what)}`);
  const answer = await tenant.call(method, `${place}${asked.length > 0 ? '?' : ''}${asked.join('&')}`, {
    token,
    body,
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });
  expect(answer.status).toBeLessThan(500);
  if (answer.status >= 400) {
    expect(answer.body).toMatchObject({ statusCode: answer.status, message: expect.any(String) });
  }
  return answer;
}

/** Who may read users may export them. */
const stored = () => digests(database, ['jobs']);

/** Refused before anything was looked up. */
const isTurnedAway = ({ status, body }: Answer) =>
  status === 401 ||
  status === 403 ||
  (status === 400 && /^invalid_(body|query_string|uri)$/.test(body.errorCode));

it('what is sent at random is made of what each operation takes', async () => {
  // What is deleted is wanted until then, and what is below it is deleted first.
  const last = ({ method, path }: DeclaredOperation) => (method === 'DELETE' ? 1000 - path.length : 0);
  await fillIn();
  known.users = [(await tenant.makeUser()).user_id];
  const answers: { operation: DeclaredOperation; answer: Answer }[] = [];
  for (const operation of operations().sort((a, b) => last(a) - last(b))) {
    const token = operation.scopes.every((scope) => scope.includes('current_user'))
      ? tokens.self
      : tokens.all;
    answers.push({ operation, answer: await send(token, wellFormed(operation)) });
  }
  const namesOf = (found: typeof answers) => found.map(({ operation }) => operation.name);
  expect(namesOf(answers.filter(({ answer }) => isTurnedAway(answer)))).toEqual([
    // No JSON; bodies of all sorts are sent to it in the tests of jobs.
    'POST /jobs/users-imports',
  ]);
  // The others are about what nobody has here, such as sessions, or collide with what there is.
  expect(answers.filter(({ answer }) => answer.status < 300).length).toBeGreaterThan(95);
});

describe('whatever is sent', () => {
  beforeAll(fillIn);

  it('an operation answers 2xx or 4xx, to who may do everything', async () => {
    // Some are deleted on the way.
    const prey = await Promise.all(Array.from({ length: 8 }, () => tenant.makeUser()));
    known.users = prey.map((user) => user.user_id);
    await fc.assert(
      fc.asyncProperty(anything(), async (sent) => void (await send(tokens.all, sent))),
      { ...runs, numRuns: 600 },
    );
  });

  it('a stored bag comes back as it was sent, and every other is refused', async () => {
    const path = userPath(mallory.user_id);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, json, { maxKeys: 4 }), async (user_metadata) => {
        await tenant.call('PATCH', path, { body: { user_metadata: {} } });
        const { status } = await tenant.call('PATCH', path, { body: { user_metadata } });
        expect([200, 400]).toContain(status);
        if (status === 400) return;
        const sent: object = JSON.parse(JSON.stringify(user_metadata));
        const kept = Object.entries(sent).filter(([, item]) => item !== null);
        const { body } = await tenant.call('GET', path);
        expect(body.user_metadata).toEqual(Object.fromEntries(kept));
      }),
      runs,
    );
  });

  it.each(['reader', 'nobody'] as const)(
    'a caller who may only read (%s) changes not one row',
    async (who) => {
      const before = await stored();
      await fc.assert(
        fc.asyncProperty(anything(), async (sent) => {
          await send(tokens[who], sent);
        }),
        runs,
      );
      expect(tablesThatDiffer(before, await stored())).toEqual([]);
    },
  );

  it('a person changes their own user_metadata and nothing else', async () => {
    const theirs = [
      'users',
      'user_search',
      'metadata_keys',
      'user_versions',
      'user_activity',
      'device_credentials',
    ];
    const others = async () => {
      const lines = await stored();
      const rows = await database.sql`
        select to_jsonb(u) - 'user_metadata' - 'version' as row from users u where user_id = ${mallory.user_id}
        union all select to_jsonb(u) from users u where user_id <> ${mallory.user_id}
        union all select to_jsonb(s) - 'terms' from user_search s where user_id = ${mallory.user_id}
        union all select to_jsonb(s) from user_search s where user_id <> ${mallory.user_id}
        union all select to_jsonb(d) from device_credentials d where user_id <> ${mallory.user_id}
        union all select to_jsonb(k) from metadata_keys k where bag <> 'user_metadata'`;
      for (const own of theirs) lines.delete(own);
      return [...lines, ...rows.map((row) => JSON.stringify(row)).sort()];
    };
    known.users = [mallory.user_id, tenant.ada.user_id];
    const before = await others();
    await fc.assert(
      fc.asyncProperty(anything(), async (sent) => {
        const { body } = await send(tokens.self, sent);
        expect(JSON.stringify(body)).not.toContain('"app_metadata":{');
      }),
      { ...runs, numRuns: 600 },
    );
    const own = { token: tokens.self, body: { user_metadata: { still: 'mine' } } };
    expect((await tenant.call('PATCH', userPath(mallory.user_id), own)).status).toBe(200);
    expect(await others()).toEqual(before);
  });
});
