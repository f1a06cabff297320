import { eq } from 'drizzle-orm';
import { createGuardrails, generate } from 'otplib';
import { beforeAll, describe, expect, it } from 'vitest';
import { connections, credentials } from '@/db/schema';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Actor, Context } from '@/lib/context';
import { proveFactor } from '@/lib/factors';
import { verifyPassword } from '@/lib/passwords';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, getUser, listUsers, listUserVersions, signUp, updateUser } from '@/lib/users';
import { type ImportJournal, type ImportOptions, type ImportSummary, importUsers } from './import-users';
import { readRecords } from './read-records';
import type { RowReport } from './row-report';

const database = testDatabase();
const job: Actor = { type: 'job', jobId: 'job_test', kind: 'users_import' };
const asJob = () => database.context(job, { cause: 'import' });
const bcrypt = { plain: 'U*U', hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' };
const other = { plain: 'U*U*', hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK' };
const bcryptOf = ({ hash }: { hash: string }) => ({ algorithm: 'bcrypt', hash: { value: hash } });

beforeAll(async () => {
  const ctx = database.context({ type: 'system', reason: 'test' });
  await ensureConnection(ctx, defaultConnection);
  await ensureConnection(ctx, 'Members');
  await ensureConnection(ctx, 'Handles', { requires_username: true });
});

async function* content(records: readonly unknown[]): AsyncGenerator<Buffer> {
  yield Buffer.from(JSON.stringify(records));
}

async function run(
  records: readonly unknown[],
  options: Partial<ImportOptions> = {},
  ctx: Context = asJob(),
) {
  const reports: RowReport[] = [];
  const summary = await importUsers(ctx, {
    source: readRecords(content(records)),
    connection: null,
    upsert: false,
    onStep: (step) => void reports.push(...step.reports),
    ...options,
  });
  const codes = reports.map(
    ({ row, errors }) => `${row} ${errors.map(({ code, path }) => `${code} ${path ?? ''}`.trim())}`,
  );
  return { summary, reports, codes };
}

async function find(email: string) {
  const { users } = await listUsers(database.context(), { q: `email:"${email}"` });
  return users[0];
}

async function hashOf(userId: string): Promise<string | undefined> {
  const [row] = await database.db.select().from(credentials).where(eq(credentials.userId, userId));
  return row?.passwordHash;
}

describe('an import file', () => {
  it('makes users who are found at once, have defaults, and sign in with their old password', async () => {
    const { summary } = await run([
      {
        email: 'Grace@Import.example',
        user_id: 'grace1',
        password_hash: bcrypt.hash,
        blocked: true,
        user_metadata: { langs: ['en', 'de'] },
        app_metadata: { plan: 'gold' },
      },
      { email: 'alan@import.example', custom_password_hash: bcryptOf(other), email_verified: true },
    ]);
    expect(summary).toMatchObject({ total: 2, inserted: 2, updated: 0, failed: 0 });
    const grace = await find('grace@import.example');
    expect(grace).toMatchObject({
      user_id: 'auth0|grace1',
      email: 'grace@import.example',
      email_verified: false,
      name: 'grace@import.example',
      nickname: 'grace',
      blocked: true,
      user_metadata: { langs: ['en', 'de'] },
      app_metadata: { plan: 'gold' },
    });
    const { users } = await listUsers(database.context(), { q: 'user_metadata.langs:de' });
    expect(users.map((user) => user.user_id)).toEqual(['auth0|grace1']);
    expect(await verifyPassword((await hashOf('auth0|grace1')) ?? '', bcrypt.plain)).toBe(true);
    const alan = await find('alan@import.example');
    expect(await verifyPassword((await hashOf(alan?.user_id ?? '')) ?? '', other.plain)).toBe(true);
  });

  it('records who made each user and why, without the hash', async () => {
    const { versions } = await listUserVersions(database.context(), 'auth0|grace1');
    expect(versions).toMatchObject([{ version: 1, actor: job, cause: 'import' }]);
    expect(JSON.stringify(versions)).not.toContain('CCCCC');
  });

  it('reports every bad record by row and code, and stores all others', async () => {
    const { summary, codes } = await run([
      { email: 'good1@rows.example' },
      'no object',
      { given_name: 'No Address' },
      { email: 'not an address' },
      { email: 'a@rows.example', email_verified: 'yes' },
      { email: 'b@rows.example', colour: 'red' },
      { email: 'c@rows.example', password_hash: bcrypt.hash, custom_password_hash: bcryptOf(other) },
      { email: 'd@rows.example', password_hash: 'plain text' },
      { email: 'e@rows.example', custom_password_hash: { algorithm: 'rot13', hash: { value: 'x' } } },
      {
        email: 'f@rows.example',
        custom_password_hash: { algorithm: 'md5', hash: { value: 'zz', encoding: 'hex' } },
      },
      { email: 'g@rows.example', phone_number: '0123' },
      { email: 'h@rows.example', name: '' },
      { email: 'i@rows.example', name: 'x'.repeat(301) },
      { email: 'j@rows.example', picture: 'no address' },
      { email: 'k@rows.example', user_metadata: ['no', 'object'] },
      { email: 'l@rows.example', app_metadata: { user_id: 'auth0|admin' } },
      { email: 'm@rows.example', user_metadata: { 'a.b': 1 } },
      { email: 'n@rows.example', user_metadata: JSON.parse('{"__proto__": {"isAdmin": true}}') },
      { email: 'o@rows.example', user_metadata: { zero: 'a\u0000b' } },
      { email: 'p@rows.example', user_metadata: { big: 'x'.repeat(70_000) } },
      { email: 'q@rows.example', username: 'handle' },
      { email: 'r@rows.example', mfa_factors: [{}] },
      { email: 'GOOD1@rows.example' },
      { email: 'good2@rows.example' },
    ]);
    expect(summary).toMatchObject({ total: 24, inserted: 2, failed: 22 });
    expect(codes.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual([
      '2 INVALID_TYPE',
      '3 OBJECT_REQUIRED email',
      '4 FORMAT email',
      '5 INVALID_TYPE email_verified',
      '6 NOT_PASSED',
      '7 NOT_PASSED custom_password_hash',
      '8 PATTERN password_hash,FORMAT password_hash',
      '9 ENUM_MISMATCH custom_password_hash.algorithm',
      '10 FORMAT custom_password_hash.hash.value',
      '11 PATTERN phone_number',
      '12 MIN_LENGTH name',
      '13 MAX_LENGTH name',
      '14 FORMAT picture',
      '15 INVALID_TYPE user_metadata',
      '16 FORMAT app_metadata.user_id',
      '17 FORMAT user_metadata.a.b',
      '18 FORMAT user_metadata.__proto__',
      '19 FORMAT user_metadata.zero',
      '20 FORMAT user_metadata',
      '21 NOT_PASSED username',
      '22 NOT_PASSED mfa_factors.0',
      '23 DUPLICATED_USER',
    ]);
    expect(await find('good2@rows.example')).toBeDefined();
  });

  it('never shows a hash in a report', async () => {
    const { reports } = await run([{ email: 'bad', password_hash: bcrypt.hash }]);
    expect(reports[0]?.user).toEqual({ email: 'bad', password_hash: '*****' });
    const odd = {
      email: 'bad',
      pasword_hash: bcrypt.hash,
      identities: [{ access_token: 'x', provider: 'y' }],
    };
    expect((await run([odd])).reports[0]?.user).toEqual({
      email: 'bad',
      pasword_hash: '*****',
      identities: [{ access_token: '*****', provider: 'y' }],
    });
  });

  it('does not double the prefix of an id that has it', async () => {
    await run([{ email: 'prefixed@import.example', user_id: 'auth0|px' }]);
    expect((await find('prefixed@import.example'))?.user_id).toBe('auth0|px');
  });

  it('takes over the authenticator app of a new user, sealed', async () => {
    const secret = 'JBSWY3DPEHPK3PXP';
    const { summary, reports } = await run([
      { email: 'mfa@import.example', mfa_factors: [{ totp: { secret: secret.toLowerCase() } }] },
    ]);
    expect(summary).toMatchObject({ inserted: 1, failed: 0, notStored: {} });
    expect(reports).toEqual([]);
    const userId = (await find('mfa@import.example'))?.user_id ?? '';
    expect(JSON.stringify(await database.sql`select * from authenticators`)).not.toContain(secret);
    const ctx = database.context();
    const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
    const code = await generate({ secret, guardrails, epoch: Math.floor(ctx.now().getTime() / 1000) });
    expect((await proveFactor(ctx, userId, { code })).kind).toBe('proven');
    expect((await proveFactor(ctx, userId, { code })).kind).toBe('wrong');
  });

  it('stores a user whose second factors have no place, and says so, and changes those of nobody', async () => {
    const email = 'sms@import.example';
    const factors = [
      [{ phone: { value: '+491511234567' } }],
      [{ totp: { secret: 'JBSWY3DP' } }],
      [{ totp: { secret: 'GEZDGNBVGY3TQOJQ' } }],
    ];
    for (const mfa_factors of factors) {
      const { summary, reports } = await run([{ email, mfa_factors }], { upsert: true });
      expect(summary).toMatchObject({ failed: 0, notStored: { mfa_factors: 1 } });
      expect(reports).toMatchObject([{ stored: true, errors: [{ code: 'MFA_FACTORS_FAILED' }] }]);
      expect(JSON.stringify(reports)).not.toContain('JBSWY3DP');
    }
    const userId = (await find(email))?.user_id ?? '';
    expect(await database.sql`select 1 from authenticators where user_id = ${userId}`).toHaveLength(0);
  });

  it('goes into the connection that is named, with its usernames', async () => {
    const { codes } = await run(
      [{ email: 'u1@handles.example', username: 'Handle1' }, { email: 'u2@handles.example' }],
      { connection: 'Handles' },
    );
    expect(codes).toEqual(['2 OBJECT_REQUIRED username']);
    expect(await find('u1@handles.example')).toMatchObject({
      username: 'handle1',
      identities: [{ connection: 'Handles', provider: 'auth0' }],
    });
  });

  it('for an unknown connection is refused as a whole, naming those that are here', async () => {
    await expect(run([{ email: 'x@y.example' }], { connection: 'Nowhere' })).rejects.toThrow(
      /no connection named Nowhere. Known here: Handles, Members, Username-Password-Authentication/,
    );
  });
});

describe('a user who is here already', () => {
  const email = 'here@upsert.example';
  const make = async (address: string) => {
    const ctx = database.context();
    const { user } = await createUser(ctx, {
      connection: defaultConnection,
      email: address,
      password: 'Correct-horse-9',
      given_name: 'Old',
      family_name: 'Name',
      user_metadata: { keep: 1, gone: 2 },
      app_metadata: { plan: 'free' },
    });
    return user;
  };

  it('fails the row without upsert and is not touched', async () => {
    const user = await make(email);
    const { codes } = await run([
      { email: 'HERE@upsert.example', given_name: 'New' },
      { email: 'x1@u.example', user_id: user.user_id },
    ]);
    expect(codes).toEqual(['1 CONFLICT_EMAIL email', '2 CONFLICT user_id']);
    expect((await getUser(database.context(), user.user_id)).version).toBe(1);
  });

  it('is updated with upsert: metadata whole, listed fields only, the password never', async () => {
    const user = await make('listed@upsert.example');
    const before = await hashOf(user.user_id);
    const { summary } = await run(
      [
        {
          email: 'listed@upsert.example',
          user_id: 'ignored',
          email_verified: true,
          given_name: 'New',
          blocked: true,
          phone_number: '+4912345',
          user_metadata: { fresh: true },
          custom_password_hash: bcryptOf(bcrypt),
        },
      ],
      { upsert: true },
    );
    expect(summary).toMatchObject({ inserted: 0, updated: 1, failed: 0 });
    const after = await getUser(database.context(), user.user_id);
    expect(after.user).toMatchObject({
      user_id: user.user_id,
      email_verified: true,
      given_name: 'New',
      family_name: 'Name',
      user_metadata: { fresh: true },
      app_metadata: { plan: 'free' },
    });
    expect(after.user).not.toHaveProperty('blocked');
    expect(after.user).not.toHaveProperty('phone_number');
    expect(await hashOf(user.user_id)).toBe(before);
    const { versions } = await listUserVersions(database.context(), user.user_id);
    expect(versions[0]).toMatchObject({
      version: 2,
      cause: 'import',
      changes: { 'user_metadata.gone': { before: 2 }, 'user_metadata.fresh': { after: true } },
    });
  });

  it('writes no version when the file says what is here', async () => {
    const record = { email: 'same@upsert.example', given_name: 'Same', user_metadata: { a: [1] } };
    await run([record]);
    const { summary } = await run([record], { upsert: true });
    expect(summary.updated).toBe(1);
    const user = await find(record.email);
    expect((await getUser(database.context(), user?.user_id ?? '')).version).toBe(1);
  });

  it('gets another custom hash until somebody has signed in with it, and a first one always', async () => {
    const record = { email: 'hash@upsert.example' };
    await run([record]);
    const id = (await find(record.email))?.user_id ?? '';
    expect(await hashOf(id)).toBeUndefined();
    await run([{ ...record, password_hash: bcrypt.hash }], { upsert: true });
    expect(await verifyPassword((await hashOf(id)) ?? '', bcrypt.plain)).toBe(true);
    await run([{ ...record, password_hash: other.hash }], { upsert: true });
    expect(await verifyPassword((await hashOf(id)) ?? '', bcrypt.plain)).toBe(true);
    await run([{ ...record, custom_password_hash: bcryptOf(other) }], { upsert: true });
    expect(await verifyPassword((await hashOf(id)) ?? '', other.plain)).toBe(true);
    await updateUser(database.context(), id, { password: 'Correct-horse-9' }, { metadata: 'merge' });
    await run([{ ...record, custom_password_hash: bcryptOf(bcrypt) }], { upsert: true });
    expect(await verifyPassword((await hashOf(id)) ?? '', 'Correct-horse-9')).toBe(true);
  });

  it('loses no account to an import that names an administrator', async () => {
    const user = await make('boss@upsert.example');
    await grantAdmin(database.context({ type: 'system', reason: 'test' }), user.user_id);
    const { codes, reports } = await run(
      [{ email: 'boss@upsert.example', email_verified: false, given_name: 'Mallory' }],
      {
        upsert: true,
      },
    );
    expect(codes).toEqual(['1 FORMAT email_verified']);
    expect(reports[0]?.errors[0]?.message).toMatch(/may not write/);
    expect((await getUser(database.context(), user.user_id)).user.given_name).toBe('Old');
  });

  it('whose id is another user’s than the address fails the row', async () => {
    const user = await make('owner@upsert.example');
    const { codes } = await run([{ email: 'thief@upsert.example', user_id: user.user_id }], { upsert: true });
    expect(codes).toEqual(['1 CONFLICT user_id']);
  });
});

const exported = {
  user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
  email: 'Exported@Export.example',
  email_verified: true,
  name: 'Ex Ported',
  nickname: '',
  picture: 'https://img.example/x.png',
  given_name: null,
  identities: [
    {
      user_id: '5f7c8ec7c33c6c004bbafe82',
      connection: 'Username-Password-Authentication',
      provider: 'auth0',
      isSocial: false,
    },
    {
      user_id: '1031',
      connection: 'google-oauth2',
      provider: 'google-oauth2',
      isSocial: true,
      access_token: 'ya29.secret',
      profileData: { email: 'ex@gmail.example', email_verified: true },
    },
  ],
  created_at: '2019-03-01T08:30:00.000Z',
  updated_at: '2024-05-02T10:00:00.123Z',
  last_login: '2024-05-02T10:00:00.123Z',
  last_password_reset: '2020-01-01T00:00:00.000Z',
  last_ip: '203.0.113.9',
  logins_count: 417,
  user_metadata: { theme: 'dark' },
  app_metadata: { roles: ['a'] },
  multifactor: ['guardian'],
};
const social = {
  user_id: 'google-oauth2|2042',
  email: 'Mixed.Case@Gmail.example',
  identities: [{ user_id: '2042', connection: 'google-oauth2', provider: 'google-oauth2', isSocial: true }],
  created_at: '2021-01-01T00:00:00.000Z',
  locale: 'de',
  groups: ['x'],
};

describe('an export', () => {
  it('keeps ids, identities, times, counts and metadata, and names what has no place', async () => {
    const { summary } = await run([exported]);
    expect(summary).toMatchObject({ inserted: 1, notStored: { access_token: 1, multifactor: 1 } });
    const { user } = await getUser(database.context(), exported.user_id);
    const { given_name: _, nickname: __, multifactor: ___, email: ____, identities, ...rest } = exported;
    expect(user).toMatchObject({ ...rest, email: 'exported@export.example', nickname: 'exported' });
    const google = { ...identities[1], access_token: undefined };
    expect(user.identities).toEqual([identities[0], JSON.parse(JSON.stringify(google))]);
  });

  it('keeps users of identity providers with their provider, connection and attributes', async () => {
    const { codes } = await run([
      social,
      {
        ...social,
        user_id: 'google-oauth2|2043',
        identities: [{ ...social.identities[0], user_id: '2043' }],
      },
    ]);
    expect(codes).toEqual([]);
    const { user } = await getUser(database.context(), social.user_id);
    expect(user).toMatchObject({
      email: 'Mixed.Case@Gmail.example',
      identities: [{ ...social.identities[0], profileData: { locale: 'de', groups: ['x'] } }],
    });
  });

  it('brought again with upsert updates the same users, by address or by identity', async () => {
    const { summary } = await run(
      [
        { ...exported, name: 'Renamed' },
        { ...social, user_metadata: { a: 1 } },
      ],
      { upsert: true },
    );
    expect(summary).toMatchObject({ updated: 2, failed: 0 });
    expect((await getUser(database.context(), exported.user_id)).user.name).toBe('Renamed');
    expect((await getUser(database.context(), social.user_id)).user.user_metadata).toEqual({ a: 1 });
  });

  it('of a connection that is not here fails those rows, unless one that takes them is named', async () => {
    const foreign = {
      user_id: 'auth0|foreign',
      email: 'foreign@export.example',
      identities: [{ user_id: 'foreign', connection: 'Legacy-DB', provider: 'auth0', isSocial: false }],
    };
    expect((await run([foreign])).codes).toEqual(['1 CONNECTION_NOT_FOUND connection']);
    expect((await run([foreign], { connection: 'Members' })).codes).toEqual([]);
    const { user } = await getUser(database.context(), foreign.user_id);
    expect(user.identities[0]?.connection).toBe('Members');
  });

  it('without identities is understood by its ids', async () => {
    const created_at = '2021-01-01T00:00:00.000Z';
    await run([
      { user_id: 'auth0|bare', email: 'bare@export.example', created_at },
      { user_id: 'samlp|acme|jo@acme.example', created_at },
      { user_id: 'sms|5f00', phone_number: '+4912345', created_at },
    ]);
    const identityOf = async (id: string) => (await getUser(database.context(), id)).user.identities[0];
    expect(await identityOf('auth0|bare')).toMatchObject({
      provider: 'auth0',
      connection: defaultConnection,
    });
    expect(await identityOf('samlp|acme|jo@acme.example')).toMatchObject({
      provider: 'samlp',
      connection: 'acme',
    });
    expect(await identityOf('sms|5f00')).toMatchObject({
      provider: 'sms',
      connection: 'sms',
      user_id: '5f00',
    });
  });

  it('reports what it cannot hold, by row', async () => {
    const { codes } = await run([
      { ...social, user_id: 'nobar' },
      { ...social, created_at: 'yesterday' },
      { ...social, user_id: 'google-oauth2|9', logins_count: -1 },
      { user_id: 'auth0|nameless', created_at: '2021-01-01T00:00:00.000Z' },
      {
        ...social,
        user_id: 'google-oauth2|10',
        identities: [{ ...social.identities[0], user_id: '10', profileData: { a: '\ud800' } }],
      },
      { ...social, user_id: 'google-oauth2|11', identities: [{ ...social.identities[0], user_id: '11' }] },
    ]);
    expect(codes.toSorted()).toEqual([
      '1 PATTERN user_id',
      '2 FORMAT created_at',
      '3 MINIMUM logins_count',
      '4 ANY_OF_MISSING',
      '5 FORMAT',
    ]);
    expect((await getUser(database.context(), 'google-oauth2|11')).user.email).toBe(
      'Mixed.Case@Gmail.example',
    );
  });
});

describe('a dump of password hashes', () => {
  const record = {
    _id: { $oid: '60425dc43519d90068f82973' },
    email_verified: false,
    email: 'dump@hash.example',
    passwordHash: '$2b$10$Z6hUTEEeoJXN5/AmSm/4.eZ75RYgFVriQM9LPhNEC7kbAbS/VAaJ2',
    password_set_date: { $date: '2021-03-05T16:32:52.527Z' },
    tenant: 'dev-rwsbs6ym',
    connection: 'Username-Password-Authentication',
    _tmp_is_unique: true,
    version: '1.1',
  };

  it('gives its password to the user whom an export brought before', async () => {
    await run([
      {
        user_id: 'auth0|60425dc43519d90068f82973',
        email: record.email,
        name: 'Kept',
        created_at: '2021-03-05T16:32:52.527Z',
      },
    ]);
    const { summary, codes } = await run([record], { upsert: true });
    expect([summary.updated, codes]).toEqual([1, []]);
    expect(await hashOf('auth0|60425dc43519d90068f82973')).toContain(record.passwordHash);
    expect((await find(record.email))?.name).toBe('Kept');
  });

  it('makes users by itself too', async () => {
    const { summary } = await run([{ ...record, _id: { $oid: 'abc' }, email: 'alone@hash.example' }]);
    expect(summary.inserted).toBe(1);
    expect((await find('alone@hash.example'))?.user_id).toBe('auth0|abc');
  });
});

describe('imports at once', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => ({
      email: `crowd${from + i}@race.example`,
      user_metadata: { n: from + i },
    }));

  it('store every user of two overlapping files once, and lose none', async () => {
    const [a, b] = await Promise.all([run(many(1200)), run(many(1200, 600).reverse())]);
    expect(a.summary.inserted + b.summary.inserted).toBe(1800);
    expect(a.summary.failed + b.summary.failed).toBe(600);
    expect([...a.codes, ...b.codes].every((code) => code.endsWith('CONFLICT_EMAIL email'))).toBe(true);
    const found = await listUsers(database.context(), { q: 'email:*@race.example', include_totals: true });
    expect(found.total).toBe(1800);
  });

  it('and sign-ups beside them leave one user for each name', async () => {
    const names = many(300, 5000);
    const people = names.filter((_, i) => i % 50 === 0);
    const visitor = database.context({ type: 'system', reason: 'sign-up' });
    const [{ summary }, signUps] = await Promise.all([
      run(names),
      Promise.allSettled(
        people.map(({ email }) =>
          signUp(visitor, { connection: defaultConnection, email, password: 'Correct-horse-9' }),
        ),
      ),
    ]);
    const signedUp = signUps.filter((result) => result.status === 'fulfilled').length;
    expect(summary.inserted + signedUp).toBe(300);
    expect(summary.failed).toBe(people.length - (people.length - signedUp));
  });
});

describe('the log', () => {
  it('tells of each import, and whether anything was stored', async () => {
    const ctx = database.context(job, { cause: 'import', requestId: 'of-the-log-test' });
    await run([{ email: 'log@log.example' }], {}, ctx);
    await run([{ email: 'log@log.example' }], {}, ctx);
    const rows = await database.sql`select type from logs where details->>'request_id' = 'of-the-log-test'`;
    expect(rows.map((row) => row.type).toSorted()).toEqual(['fui', 'sui']);
  });
});

describe('who may import', () => {
  it('is not a user, nor a client without create:users', async () => {
    const self = database.context({
      type: 'self',
      userId: 'auth0|x',
      scopes: ['update:current_user_metadata'],
    });
    await expect(run([{ email: 'x@y.example' }], {}, self)).rejects.toThrow(/Insufficient scope/);
    const reader = database.context({ type: 'client', clientId: 'c', scopes: ['create:users'] });
    await expect(run([{ email: 'x@y.example' }], { upsert: true }, reader)).rejects.toThrow(/update:users/);
    expect(await database.db.select().from(connections)).toHaveLength(3);
  });
});

describe('an import with a journal', () => {
  /** Keeps steps as a job does; `failAt` loses the connection in that step, after its work. */
  function makeJournal(
    kept: { done: ImportSummary | null; reports: RowReport[]; ended: number },
    failAt = 0,
  ) {
    let steps = 0;
    const journal: ImportJournal = {
      done: kept.done,
      step: async (work) => {
        const step = await database.db.transaction(async (tx) => {
          const result = await work({ ...asJob(), db: tx });
          if (++steps === failAt) throw new Error('connection lost');
          return result;
        });
        kept.done = step.summary;
        kept.reports.push(...step.reports);
      },
      end: async (work) => {
        await work(asJob());
        kept.ended++;
      },
    };
    return journal;
  }

  const records = [
    ...Array.from({ length: 1700 }, (_, i) => ({ email: `j${i}@journal.example` })),
    { email: 'bad' },
    { email: 'j3@journal.example' },
    { email: 'last@journal.example' },
  ];
  const attempt = (journal: ImportJournal, signal?: AbortSignal) =>
    importUsers(asJob(), {
      source: readRecords(content(records)),
      connection: null,
      upsert: false,
      journal,
      signal,
    });
  const stored = async () => {
    const [row] =
      await database.sql`select count(*)::int as n from users where email like '%@journal.example'`;
    return row?.n;
  };

  it('that is lost or stopped goes on where it was: no record is stored, counted or reported twice', async () => {
    const kept = { done: null as ImportSummary | null, reports: [] as RowReport[], ended: 0 };
    await expect(attempt(makeJournal(kept, 2))).rejects.toThrow('connection lost');
    expect([kept.done?.inserted, await stored()]).toEqual([500, 500]);

    const stop = new AbortController();
    const journal = makeJournal(kept);
    const { step } = journal;
    journal.step = async (work) => {
      await step(work);
      stop.abort();
    };
    await attempt(journal, stop.signal);
    expect(kept.ended).toBe(0);
    expect(await stored()).toBe(kept.done?.inserted);
    expect(kept.done?.inserted).toBeLessThan(1700);

    const summary = await attempt(makeJournal(kept));
    expect(summary).toMatchObject({ total: 1703, inserted: 1701, updated: 0, failed: 2 });
    expect([kept.ended, await stored()]).toEqual([1, 1701]);
    expect(kept.reports.map(({ row, errors }) => [row, errors[0]?.code])).toEqual([
      [1701, 'FORMAT'],
      [1702, 'DUPLICATED_USER'],
    ]);
    const logged =
      await database.sql`select 1 from logs where description like 'Users import: 1701 inserted%'`;
    expect(logged.length).toBe(1);
  });
});
