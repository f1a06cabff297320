import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { anything, good, json, known, publicPem, type Sent, script, text } from './random-requests.fixture';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let mallory: UserView;
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
  const { body: client } = await tenant.call('POST', '/clients', { body: { name: 'Fuzzed' } });
  known.clients = [client.client_id];
  const key = { credential_type: 'public_key', pem: publicPem };
  const credentials = `/clients/${client.client_id}/credentials`;
  known.inner = [(await tenant.call('POST', credentials, { body: key })).body.id];
  const { body: rule } = await tenant.call('POST', '/rules', { body: { name: 'A rule', script } });
  known.rules = [rule.id];
  const body = { name: 'Fuzzed', strategy: 'auth0' };
  known.jobs = [(await tenant.call('POST', '/jobs/users-exports', { body: {} })).body.id];
  known.connections = [(await tenant.call('POST', '/connections', { body })).body.id];
  // Of a trigger whose Actions do not run: this is about requests, and executors would only slow it down.
  const draft = { name: 'An Action', supported_triggers: [{ id: 'event-stream' }] };
  const { body: action } = await tenant.call('POST', '/actions/actions', { body: draft });
  known.actions = [action.id, 'event-stream'];
  const api = { identifier: 'urn:fuzz:known', scopes: [{ value: 'read:it' }] };
  const { body: made } = await tenant.call('POST', '/resource-servers', { body: api });
  known['resource-servers'] = [made.id, made.identifier];
  const { body: role } = await tenant.call('POST', '/roles', { body: { name: 'Fuzzed' } });
  known.roles = [role.id];
  const grant = { client_id: client.client_id, audience: made.identifier, scope: ['read:it'] };
  known['client-grants'] = [(await tenant.call('POST', '/client-grants', { body: grant })).body.id];
  good.roles = [[role.id]];
  good.users = [[mallory.user_id]];
  good.client_id = [client.client_id];
});

const runs = { numRuns: 300, endOnFailure: true } as const;

/** Well-formed text is percent-encoded; what cannot be is put as it is. */
const encode = (part: string) => encodeURIComponent(part.toWellFormed());

async function send(token: string, { operation, id, query, body, ifMatch }: Sent) {
  const { method, path } = operation;
  const place = path
    .replace('/api/v2', '')
    .replace(/\{\w+\}/, encode(id) || 'x')
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

/** A digest of every row of every table but the log, what counts tries, and jobs: who may read users may export them. */
async function digest(): Promise<string> {
  const tables = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('logs', 'rate_limits', 'jobs') order by 1`;
  const digests = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await database.sql`
        select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as md5 from ${database.sql(name)} t`;
      return `${name} ${row?.md5}`;
    }),
  );
  expect(digests.length).toBeGreaterThan(15);
  return digests.join('\n');
}

describe('whatever is sent', () => {
  it('an operation answers 2xx or 4xx, to who may do everything', async () => {
    // Some are deleted on the way.
    const prey = await Promise.all(Array.from({ length: 8 }, () => tenant.makeUser()));
    known.users = prey.map((user) => user.user_id);
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anything(), async (sent) => {
        const { status } = await send(tokens.all, sent);
        if (status < 300) reached.add(sent.operation.name);
      }),
      { ...runs, numRuns: 600 },
    );
    // else it would test nothing but refusals
    expect(reached.size).toBeGreaterThan(6);
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
      const before = await digest();
      await fc.assert(
        fc.asyncProperty(anything(), async (sent) => {
          await send(tokens[who], sent);
        }),
        runs,
      );
      expect(await digest()).toBe(before);
    },
  );

  it('a person changes their own user_metadata and nothing else', async () => {
    const others = async () => {
      const lines = (await digest()).split('\n');
      const rows = await database.sql`
        select to_jsonb(u) - 'user_metadata' - 'version' as row from users u where user_id = ${mallory.user_id}
        union all select to_jsonb(u) from users u where user_id <> ${mallory.user_id}
        union all select to_jsonb(s) - 'terms' from user_search s where user_id = ${mallory.user_id}
        union all select to_jsonb(s) from user_search s where user_id <> ${mallory.user_id}`;
      const apart = lines.filter((line) => !/^(users|user_search|user_versions|user_activity) /.test(line));
      return [...apart, ...rows.map((row) => JSON.stringify(row))].sort();
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
