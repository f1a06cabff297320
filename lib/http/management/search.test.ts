import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await tenant.makeUser({ name: 'Grace', user_metadata: { colour: 'blue' }, app_metadata: { plan: 'gold' } });
});

const list = (parameters: Record<string, string>) =>
  tenant.call('GET', `/users?${new URLSearchParams(parameters)}`);

/** Found in no SQL of ours, with everything that has ended a string, a name, a pattern or a comment elsewhere. */
const mark = 'zqxj';
const poison = [
  `${mark}'; drop table users; --`,
  `${mark}" or "1"="1`,
  `${mark}') or 1=1 --`,
  `${mark}/**/union/**/select`,
  `${mark}\\'`,
  `${mark}$$; select`,
  `${mark}::regclass`,
  `${mark}%_`,
  `${mark}' & !a | b:*`,
  `$.${mark} ? (@ like_regex ".*")`,
  `${mark}' || pg_sleep(10) || '`,
];

describe('text of a caller is never SQL (security lessons 20 to 22)', () => {
  it.each(poison)('%s', async (text) => {
    const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
    const asked: Record<string, string>[] = [
      ...['email', 'name', 'user_id', 'last_ip', 'user_metadata.colour', 'app_metadata.plan'].flatMap(
        (field) => [
          { q: `${field}:${quoted}` },
          { q: `${field}:[${quoted} TO *]` },
          { q: `${field}:${text}` },
        ],
      ),
      { q: quoted },
      { q: text },
      { q: `${text}:x` },
      { q: `user_metadata.${text}:x` },
      { q: `_exists_:user_metadata.${text}` },
      { sort: `${text}:1` },
      { sort: text },
      { sort: `name:1,${text}:1` },
      { sort: `user_metadata.${text}:1` },
      { fields: text },
      { fields: `name,${text}` },
      { from: text, take: '10' },
      { primary_order: text },
      { connection: text },
      { [text]: 'x' },
    ];
    for (const parameters of asked) {
      const statements = await database.queries.during(async () => {
        const { status, body } = await list(parameters);
        expect(status).toBeLessThan(500);
        if (status === 200) expect(body.length).toBeLessThanOrEqual(3);
      });
      expect(statements.join('\n')).not.toContain(mark);
    }
    expect(await database.sql`select count(*)::int as n from users`).toEqual([{ n: 2 }]);
  });

  it('fields and sorts come from a list: the password’s hash is in neither', async () => {
    for (const field of ['password', 'password_hash', 'credentials', 'terms', 'version', 'is_admin']) {
      expect((await list({ fields: field })).body).toEqual([{}, {}]);
      expect((await list({ sort: `${field}:1` })).status).toBe(400);
      expect((await list({ q: `${field}:*` })).status).toBe(400);
    }
  });
});

describe('a query costs no more than its length (security lesson 24)', () => {
  it.each([
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['a megabyte of quotes', '"'.repeat(1_000_001)],
    ['a megabyte of escapes', '\\'.repeat(1_000_000)],
    ['a hundred thousand parentheses', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
    ['a hundred thousand NOTs', `${'NOT '.repeat(100_000)}a`],
    ['a hundred thousand clauses', Array.from({ length: 100_000 }, (_, i) => `name:a${i}`).join(' OR ')],
    ['a hundred thousand wildcards', `name:${'a*'.repeat(100_000)}`],
    ['many wildcards in one word', `name:${'*a'.repeat(60)}*`],
    ['many brackets', 'name:['.repeat(1000)],
    ['a deep path', `user_metadata${'.a'.repeat(5000)}:x`],
    ['a very long path', `user_metadata.${'a'.repeat(100_000)}:x`],
    ['a very long field', `${'a'.repeat(100_000)}:x`],
  ])('%s', async (_, q) => {
    const from = performance.now();
    const { status, body } = await list({ q, include_totals: 'true' });
    expect(performance.now() - from).toBeLessThan(2000);
    expect([200, 400, 414]).toContain(status);
    if (status !== 200) expect(JSON.stringify(body).length).toBeLessThan(3000);
    for (const name of ['sort', 'fields', 'page', 'search_engine', q]) {
      const other = await list({ [name]: q });
      expect([200, 400, 414]).toContain(other.status);
      if (other.status !== 200) expect(JSON.stringify(other.body).length).toBeLessThan(3000);
    }
  });
});

describe('what a caller may not read is as good as missing, to filter, sort, count and choose (security lesson 25)', () => {
  const secrets = {
    users: [
      'password',
      'password_hash',
      'credentials.password_hash',
      'identities.access_token',
      'version',
      'is_admin',
    ],
    clients: ['client_secret', 'signing_keys', 'encryption_key', 'jwt_configuration.secret', 'sealed_secret'],
    summary: ['client_secret', 'callbacks', 'grant_types', 'client_metadata.a'],
    connections: ['options', 'options.configuration', 'options.customScripts', 'sealed_options'],
    self: ['app_metadata', 'app_metadata.plan', 'password_hash'],
  };
  const asked: [string, keyof typeof secrets, Scope[], string[]][] = [
    [
      'users',
      'users',
      ['read:users'],
      [
        '/users?q=FIELD:*&include_totals=true',
        '/users?q=FIELD:"a"&include_totals=true',
        '/users?q=_exists_:FIELD&include_totals=true',
        '/users?q=NOT FIELD:a&include_totals=true',
        '/users?q=FIELD:[a TO z]',
        '/users?sort=FIELD:1',
        '/users?fields=user_id,FIELD',
        '/users?fields=FIELD&include_fields=false',
        '/users-by-email?email=ada@example.com&fields=FIELD',
      ],
    ],
    [
      'clients',
      'clients',
      ['read:clients'],
      [
        '/clients?fields=client_id,FIELD&include_totals=true',
        '/clients?fields=FIELD&include_fields=false',
        '/clients?q=FIELD:a',
      ],
    ],
    [
      'a summary of clients',
      'summary',
      ['read:client_summary'],
      ['/clients?fields=client_id,FIELD', '/clients?fields=FIELD&include_fields=false'],
    ],
    [
      'connections',
      'connections',
      ['read:connections'],
      ['/connections?fields=name,FIELD', '/connections?fields=FIELD&include_fields=false'],
    ],
    [
      'their own profile',
      'self',
      ['read:current_user'],
      ['/users/ME?fields=user_id,FIELD', '/users/ME?fields=FIELD&include_fields=false'],
    ],
  ];

  it.each(asked)('%s', async (_, kind, scopes, paths) => {
    const me = await tenant.makeUser({ app_metadata: { plan: 'gold' } });
    const token = kind === 'self' ? await tenant.userToken(me, scopes) : await tenant.machineToken(...scopes);
    const seen = async (template: string, field: string) => {
      const path = template.replace('FIELD', field).replace('ME', encodeURIComponent(me.user_id));
      const { status, body } = await tenant.call('GET', encodeURI(decodeURI(path)), { token });
      // An error names the field that was asked for.
      return [status, status === 200 ? body : JSON.stringify(body).replaceAll(field, 'FIELD')];
    };
    for (const path of paths) {
      for (const field of secrets[kind]) {
        const missing = await seen(path, field.replace(/[^.]+$/, 'nothing_such'));
        expect([path, field, await seen(path, field)]).toEqual([path, field, missing]);
      }
    }
  });
});

describe('a query that cannot be answered', () => {
  it.each([
    ['emial:ada', 0, 'emial', 'a searchable field', 'email'],
    [
      'name:ada AND user_metadta.color:blue',
      13,
      'user_metadta.color',
      'a searchable field',
      'user_metadata.color',
    ],
    ['connection:x', 0, 'connection', 'a searchable field', 'identities.connection'],
    ['name:(ada', 9, 'the end of the query', 'AND, OR, another condition or )', undefined],
    ['logins_count:[1 TO x]', 19, 'x', 'a number', undefined],
    ['name:ada^2', 8, '"^"', 'a space or the end of the query', undefined],
  ])(
    '%s: says where, what was read, what was expected and the nearest field',
    async (q, position, found, expected, suggestion) => {
      const { status, body } = await list({ q });
      expect([status, body.errorCode]).toEqual([400, 'invalid_query_string']);
      expect(body).toMatchObject({ position, found, expected, ...(suggestion ? { suggestion } : {}) });
      expect(body.message).toMatch(/\w+ .*\w+/);
    },
  );

  it('in an address that is too long is a 414, as in the contract', async () => {
    const { status, body } = await list({ q: `name:${'a'.repeat(13_000)}` });
    expect([status, body.error, body.statusCode]).toEqual([414, 'URI Too Long', 414]);
  });
});
