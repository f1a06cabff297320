import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { type DeclaredOperation, makeTenant, operations, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let mallory: UserView;
let tokens: Record<'all' | 'reader' | 'self' | 'nobody', string>;
beforeAll(async () => {
  tenant = await makeTenant(database);
  mallory = await tenant.makeUser({ user_metadata: { a: 1 }, app_metadata: { plan: 'free' } });
  tokens = {
    all: await tenant.machineToken(),
    reader: await tenant.machineToken('read:users', 'read:rules', 'read:rules_configs'),
    self: await tenant.userToken(mallory),
    nobody: 'a.b.c',
  };
  const { body: rule } = await tenant.call('POST', '/rules', { body: { name: 'A rule', script } });
  known.rules = [rule.id];
});

const runs = { numRuns: 300, endOnFailure: true } as const;

/** Text that has broken something somewhere: SQL, JSON, LIKE, tsquery, jsonpath, C strings, UTF-16, URLs. */
const poison = fc.constantFrom(
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\ufeff',
  "'",
  "''; drop table users; --",
  '"',
  '\\',
  '%',
  '_',
  '%00',
  '$1',
  '$$',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'auth0|x',
  '1e999',
  '-0',
  'null',
  '[object Object]',
  '\r\n',
  'a:b & c | !d',
  '$.**',
  'x'.repeat(5000),
  '😀'.repeat(300),
  '(((((((((((((((((((((((((',
  '../../etc/passwd',
);
const text = fc.oneof(poison, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const script = 'function (user, context, callback) { callback(null, user, context); }';
/** What each member may be when it is right. */
const good: Record<string, unknown[]> = {
  connection: ['Username-Password-Authentication'],
  email: ['fuzz@example.com', 'ADA@example.com'],
  email_verified: [true],
  phone_number: ['+4912345', null],
  password: ['Correct-Horse-9'],
  name: ['Fuzz', 'Other'],
  nickname: ['f', null],
  blocked: [true, false],
  picture: ['https://example.com/a.png'],
  script: [script],
  order: [1, 7],
  enabled: [true, false],
  value: ['v'],
  user_metadata: [{ a: 1 }, {}, null],
  app_metadata: [{ b: 1 }],
};

/** A body with the operation's own members, most of them right; or anything at all. */
function bodyOf({ members, hasBody }: DeclaredOperation): fc.Arbitrary<string | undefined> {
  if (!hasBody) return fc.constant(undefined);
  const right = (name: string) => fc.constantFrom(...(good[name] ?? ['x']));
  const required = ['connection', 'email', 'password', 'script', 'value'].filter((name) =>
    members.includes(name),
  );
  const some = fc
    .subarray(members, { maxLength: Math.min(3, members.length) })
    .chain((names) =>
      fc.record(
        Object.fromEntries(
          [...required, ...names].map((name) => [
            name,
            fc.oneof({ arbitrary: right(name), weight: 3 }, { arbitrary: json, weight: 1 }),
          ]),
        ),
        { requiredKeys: [] },
      ),
    );
  const bag = fc
    .constantFrom('user_metadata', 'app_metadata')
    .chain((name) => fc.dictionary(text, json, { maxKeys: 3 }).map((value) => ({ [name]: value })));
  return fc.oneof(
    { arbitrary: some.map((value) => JSON.stringify(value)), weight: 5 },
    {
      arbitrary: bag.map((value) => JSON.stringify(value)),
      weight: members.includes('user_metadata') ? 3 : 0,
    },
    { arbitrary: json.map((value) => JSON.stringify(value)), weight: 1 },
    { arbitrary: text, weight: 1 },
  );
}

const field = fc.constantFrom(
  ...'email name user_metadata.a app_metadata.plan identities.provider created_at logins_count _exists_ x'.split(
    ' ',
  ),
);
const value = fc.oneof(
  text,
  fc.constantFrom('*', 'a*', '[1 TO 2}', '[* TO *]', '"a b"', '(a OR b)', '>=1', 'NOT', 'true', '2026-05'),
);
const clause = fc.tuple(field, value).map(([name, what]) => `${name}:${what}`);
const search = fc.oneof(
  text,
  fc.array(clause, { maxLength: 4 }).map((parts) => parts.join(' AND ')),
);
const rightQuery: Record<string, fc.Arbitrary<string>> = {
  q: search,
  sort: fc.constantFrom('name:1', 'created_at:-1', 'last_login:1', 'logins_count:-1'),
  page: fc.constantFrom('0', '1', '999999999'),
  per_page: fc.constantFrom('0', '1', '100'),
  search_engine: fc.constant('v3'),
  fields: fc.constantFrom('email', 'email,name', 'app_metadata', '__proto__,constructor'),
};

function queryOf({ query }: DeclaredOperation): fc.Arbitrary<[string, string][]> {
  const right = (name: string) => rightQuery[name] ?? fc.constantFrom('true', 'false');
  const known = fc
    .subarray(query, { maxLength: Math.min(3, query.length) })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc
            .oneof({ arbitrary: right(name), weight: 3 }, { arbitrary: text, weight: 1 })
            .map((what): [string, string] => [name, what]),
        ),
      ),
    );
  const any = fc.array(fc.tuple(fc.oneof(text, fc.constantFrom('q', 'from', 'take')), text), {
    maxLength: 3,
  });
  return fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: any, weight: 1 });
}

const oddIds = fc.oneof(
  text,
  fc.constantFrom('auth0|nobody', 'rul_0000000000000000', '%', '%zz', '%E0%A4%A', '.', '..', ' '),
);

/** Ids that are somebody's, filled in before a property runs. */
const known = { users: ['x'], rules: ['x'], 'rules-configs': ['KEY'] };

function idOf({ path }: DeclaredOperation): fc.Arbitrary<string> {
  const [, , , kind = ''] = path.split('/');
  const ids = Object.hasOwn(known, kind) ? known[kind as keyof typeof known] : ['x'];
  return fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 3 }, { arbitrary: oddIds, weight: 1 });
}

type Sent = {
  operation: DeclaredOperation;
  id: string;
  query: [string, string][];
  body: string | undefined;
  ifMatch: string | undefined;
};

const anything = (): fc.Arbitrary<Sent> =>
  fc.constantFrom(...operations()).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      id: idOf(operation),
      query: queryOf(operation),
      body: bodyOf(operation),
      ifMatch: fc.option(fc.constantFrom('"1"', '"999"', '*', 'x', '1'), { nil: undefined, freq: 1 }),
    }),
  );

/** Well-formed text is percent-encoded; what cannot be is put as it is. */
const encode = (part: string) => encodeURIComponent(part.toWellFormed());

async function send(token: string, { operation, id, query, body, ifMatch }: Sent) {
  const { method, path } = operation;
  const place = path.replace('/api/v2', '').replace(/\{\w+\}/, encode(id) || 'x');
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

/** A digest of every row of every table but the log and what counts tries. */
async function digest(): Promise<string> {
  const tables = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('logs', 'rate_limits') order by 1`;
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
