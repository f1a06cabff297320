import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createConnection, defaultConnection, getConnection } from '@/lib/connections';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { testDatabase } from '@/lib/testing';
import { type Answer, makeTenant, read, type Tenant } from './tenant.fixture';

const database = testDatabase();
const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
let tenant: Tenant;
let connectionId: string;
let tokens: Record<'all' | 'reader' | 'creator' | 'other' | 'self', string>;
beforeAll(async () => {
  vi.stubEnv('ANNEX_IMPORT_MAX_MB', '2');
  tenant = await makeTenant(database);
  connectionId = (await getConnection(tenant.ctx, defaultConnection)).id;
  tokens = {
    all: await tenant.machineToken(),
    reader: await tenant.machineToken('read:users'),
    creator: await tenant.machineToken('create:users'),
    other: await tenant.machineToken('update:users', 'read:rules'),
    self: await tenant.userToken(tenant.ada),
  };
});

type Fields = Record<string, string>;
type File = string | Buffer | object[];

function formOf(file: File | null, fields: Fields, fieldsFirst = false): FormData {
  const form = new FormData();
  const content = Array.isArray(file) && !Buffer.isBuffer(file) ? JSON.stringify(file) : file;
  const putFields = () => {
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
  };
  if (fieldsFirst) putFields();
  if (content !== null) form.append('users', new Blob([content as string]), 'users.json');
  if (!fieldsFirst) putFields();
  return form;
}

async function send(body: FormData | string, token = tokens.all, query = ''): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` };
  return read(await tenant.request(`/api/v2/jobs/users-imports${query}`, { method: 'POST', headers, body }));
}

const upload = (file: File, fields: Fields = {}, token?: string) =>
  send(formOf(file, { connection_id: connectionId, ...fields }), token);

/** Imports to the end; gives the job as it ended. */
async function importAll(file: File, fields: Fields = {}) {
  const { body } = await upload(file, fields);
  await runQueued(tenant.ctx);
  return (await tenant.call('GET', `/jobs/${body.id}`)).body;
}

async function exportAll(body: object, token?: string) {
  const made = await tenant.call('POST', '/jobs/users-exports', { body, token });
  expect(made.status).toBe(200);
  await runQueued(tenant.ctx);
  const { body: job } = await tenant.call('GET', `/jobs/${made.body.id}`);
  const response = await tenant.request(job.location);
  const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
  return { job, response, text };
}

const piecesKept = async () => (await database.sql`select count(*)::int as n from job_files`)[0]?.n;
const find = async (q: string) => (await tenant.call('GET', `/users?q=${encodeURIComponent(q)}`)).body;

describe('POST /jobs/users-imports', () => {
  it('answers 401, 403 and 400 as the contract has it, and stores nothing of the file', async () => {
    expect((await upload([], {}, '')).status).toBe(401);
    for (const token of [tokens.reader, tokens.other, tokens.self]) {
      expect(await upload([], {}, token)).toMatchObject({
        status: 403,
        body: {
          errorCode: 'insufficient_scope',
          message: 'Insufficient scope, expected any of: create:users',
        },
      });
    }
    const refusals: [FormData | string, RegExp][] = [
      ['{}', /must be multipart/],
      [formOf(null, { connection_id: connectionId }), /Missing required property: users/],
      [formOf([], {}), /Missing required property: connection_id/],
      [formOf([], { connection_id: 'con_0000000000000000' }), /The connection does not exist/],
      [formOf([], { connection_id: connectionId, upsert: 'yes' }), /on property upsert/],
      [formOf([], { connection_id: connectionId, other: '1' }), /Additional properties not allowed: other/],
      [formOf([], { connection_id: connectionId, external_id: 'x'.repeat(300) }), /on property external_id/],
    ];
    for (const [body, message] of refusals) {
      expect(await send(body)).toMatchObject({
        status: 400,
        body: { message: expect.stringMatching(message) },
      });
    }
    const { id } = await createConnection(tenant.ctx, { name: 'social', strategy: 'google-oauth2' });
    expect(await upload([], { connection_id: id })).toMatchObject({
      status: 400,
      body: { errorCode: 'operation_not_supported' },
    });
    expect(await piecesKept()).toBe(0);
  });

  it('answers 202 with the job; fields stand before or after the file, external_id may be empty', async () => {
    const fields = { connection_id: connectionId, upsert: 'false', send_completion_email: 'false' };
    const first = await send(formOf([], { ...fields, external_id: '' }, true), tokens.creator, '?x=1');
    expect(first).toEqual({
      status: 202,
      headers: first.headers,
      body: {
        id: expect.stringMatching(/^job_[A-Za-z0-9]{16}$/),
        type: 'users_import',
        status: 'pending',
        created_at: expect.any(String),
        connection_id: connectionId,
        connection: defaultConnection,
      },
    });
    const second = await send(formOf([], { ...fields, external_id: 'mine' }));
    expect(second.body).toMatchObject({ external_id: 'mine' });
    await runQueued(tenant.ctx);
  });

  it('imports, says how it went, removes the file and leaves its rows in the log', async () => {
    const job = await importAll([
      { email: 'new@jobs.example', password_hash: bcrypt, app_metadata: { plan: 'gold' } },
      { email: 'ada@example.com' },
      { email: 'bad', password_hash: bcrypt },
    ]);
    expect(job).toMatchObject({
      status: 'completed',
      percentage_done: 100,
      summary: { total: 3, inserted: 1, updated: 0, failed: 2 },
    });
    const errors = await tenant.call('GET', `/jobs/${job.id}/errors`, { token: tokens.creator });
    expect(errors.status).toBe(200);
    expect(errors.body).toEqual([
      {
        user: { email: 'ada@example.com' },
        errors: [{ code: 'CONFLICT_EMAIL', message: 'Another user here has this email', path: 'email' }],
        row: 2,
        line: 1,
      },
      {
        user: { email: 'bad', password_hash: '*****' },
        errors: [{ code: 'FORMAT', message: expect.any(String), path: 'email' }],
        row: 3,
        line: 1,
      },
    ]);
    expect(await piecesKept()).toBe(0);
    const logged = await database.sql`
      select type, details from logs where details::text like ${`%${job.id}%`} order by type`;
    expect(logged.map(({ type }) => type)).toEqual(['sapi', 'sui']);
    expect(logged[0]?.details).toMatchObject({
      actor: { type: 'client', clientId: tenant.machine.client_id },
    });
    const [version] = await database.sql`
      select actor, cause from user_versions v join users u using (user_id) where u.email = 'new@jobs.example'`;
    expect(version).toEqual({ actor: { type: 'job', jobId: job.id, kind: 'users_import' }, cause: 'import' });
    expect(await find('email:new@jobs.example')).toMatchObject([{ app_metadata: { plan: 'gold' } }]);
  });

  it.each<[string, File]>([
    ['lines of JSON', '{"email":"ndjson1@jobs.example"}\n{"email":"ndjson2@jobs.example"}'],
    ['gzip', gzipSync('[{"email":"gzip1@jobs.example"},{"email":"gzip2@jobs.example"}]')],
  ])('takes %s', async (_, file) => {
    const job = await importAll(file);
    expect(job.summary).toEqual({ total: 2, inserted: 2, updated: 0, failed: 0 });
    expect((await tenant.call('GET', `/jobs/${job.id}/errors`)).status).toBe(204);
  });

  it('updates with upsert, for who may update users (security lesson 2)', async () => {
    const file = [{ email: 'ada@example.com', given_name: 'Augusta' }];
    expect(await upload(file, { upsert: 'true' }, tokens.creator)).toMatchObject({
      status: 403,
      body: { message: 'Insufficient scope, expected any of: update:users' },
    });
    expect(await piecesKept()).toBe(0);
    expect((await importAll(file, { upsert: 'true' })).summary).toMatchObject({ updated: 1, failed: 0 });
    expect(await find('email:ada@example.com')).toMatchObject([{ given_name: 'Augusta' }]);
  });

  it('a file that is no JSON fails the job, which says why in both places', async () => {
    const job = await importAll('email,name\na@b.example,A\n');
    expect(job).toMatchObject({ status: 'failed', status_details: expect.stringMatching(/is not JSON/) });
    expect(await tenant.call('GET', `/jobs/${job.id}/errors`)).toMatchObject({ status: 200, body: job });
    const [logged] =
      await database.sql`select type from logs where description like 'Users import: The file is not JSON%'`;
    expect(logged?.type).toBe('fui');
    expect(await piecesKept()).toBe(0);
  });

  it('of two imports at once each user is inserted once or reported', async () => {
    const users = (tag: string) =>
      Array.from({ length: 1200 }, (_, i) => ({ email: `twin${i}@jobs.example`, given_name: tag }));
    const made = [await upload(users('a')), await upload(users('b').reverse())];
    await runQueued(tenant.ctx, { atOnce: true });
    const ended = await Promise.all(made.map(({ body }) => tenant.call('GET', `/jobs/${body.id}`)));
    const sums = ended.map(({ body }) => body.summary);
    expect(sums.map(({ total }) => total)).toEqual([1200, 1200]);
    expect(sums[0].inserted + sums[1].inserted).toBe(1200);
    expect(sums[0].failed + sums[1].failed).toBe(1200);
    const [row] =
      await database.sql`select count(*)::int as n from users where email like 'twin%@jobs.example'`;
    expect(row?.n).toBe(1200);
  });
});

describe('an upload', () => {
  const boundary = 'xXx';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="users"; filename="u.json"\r\n\r\n`;
  const field = (name: string, value: string) =>
    `\r\n--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}`;
  const raw = async (body: string | ReadableStream) => {
    const headers = {
      authorization: `Bearer ${tokens.all}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    return read(await tenant.request('/api/v2/jobs/users-imports', init));
  };

  it.each<[string, string]>([
    ['breaks off in the file', `${head}[{"email":`],
    ['breaks off in a field', `${head}[]${field('connection_id', 'con_')}`],
    ['has no end', head],
    ['has two files', `${head}[]\r\n${head}[]\r\n--${boundary}--`],
    ['has a file of another name', `${head.replace('"users"', '"other"')}[]\r\n--${boundary}--`],
    [
      'names a field twice',
      `${head}[]${field('upsert', 'true')}${field('upsert', 'false')}\r\n--${boundary}--`,
    ],
    ['has a long field', `${head}[]${field('external_id', 'x'.repeat(20_000))}\r\n--${boundary}--`],
    ['has many fields', `${head}[]${field('a', '1').repeat(50)}\r\n--${boundary}--`],
    ['is empty', ''],
    ['is something else', 'hello'],
  ])('that %s is refused with 400, and nothing of it is kept', async (_, body) => {
    const answer = await raw(body);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'invalid_body' } });
    expect(await piecesKept()).toBe(0);
  });

  it('may be larger than other bodies, up to the limit of the operator', async () => {
    const padded = (bytes: number) => `[{"email":"large@jobs.example"}${' '.repeat(bytes)}]`;
    const job = await importAll(padded(1_900_000));
    expect(job.summary).toMatchObject({ total: 1, inserted: 1 });
    expect(await upload(padded(2_000_000))).toMatchObject({
      status: 413,
      body: { message: 'The file of an import may have 2 MB.' },
    });
    expect(await piecesKept()).toBe(0);
  });

  it('whose sender goes away is given up', async () => {
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        if (sent++ < 4) controller.enqueue(Buffer.from(sent === 1 ? head : `[${' '.repeat(600_000)}`));
        else controller.error(new Error('gone'));
      },
    });
    expect((await raw(stream)).status).toBe(400);
    expect(await piecesKept()).toBe(0);
  });
});

describe('POST /jobs/users-exports', () => {
  it('answers 401, 403, and 400 naming what is wrong', async () => {
    const post = (body: unknown, token?: string) =>
      tenant.call('POST', '/jobs/users-exports', { body, token });
    expect((await post({}, '')).status).toBe(401);
    for (const token of [tokens.creator, tokens.other, tokens.self])
      expect((await post({}, token)).status).toBe(403);
    const many = Array.from({ length: 31 }, (_, i) => ({ name: `user_metadata.k${i}` }));
    const refusals: [object, RegExp][] = [
      [{ format: 'xml' }, /on property format/],
      [{ limit: 0 }, /on property limit/],
      [{ connection_id: 'con_0000000000000000' }, /The connection does not exist/],
      [{ fields: many }, /CSV may have 30 fields/],
      [{ fields: [{ name: 'app_metadata' }] }, /CSV cannot hold all of app_metadata/],
      [{ fields: [{ name: 'a..b' }] }, /A path such as/],
      [{ fields: [{ name: 'x'.repeat(101) }] }, /on property fields\.0\.name/],
      [{ fields: [{ name: 'email' }, { name: 'name', export_as: 'email' }] }, /the same name/],
      [{ q: 'email:[' }, /./],
      [{ other: 1 }, /Additional properties not allowed: other/],
    ];
    for (const [body, message] of refusals) {
      expect(await post(body)).toMatchObject({
        status: 400,
        body: { message: expect.stringMatching(message) },
      });
    }
  });

  it('exports lines of JSON: whole users as the API shows them, and no hash', async () => {
    await importAll([
      { email: 'bagged@jobs.example', password_hash: bcrypt, user_metadata: { a: { b: 1 } } },
    ]);
    const { job, response, text } = await exportAll({ format: 'json' });
    expect(job).toMatchObject({
      type: 'users_export',
      status: 'completed',
      format: 'json',
      percentage_done: 100,
    });
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.json\.gz"$/);
    expect(text).not.toMatch(/hash|\$2a|argon/i);
    const users = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [{ n } = {}] = await database.sql`select count(*)::int as n from users`;
    expect(users.length).toBe(n);
    const [found] = await find('email:bagged@jobs.example');
    expect(users).toContainEqual(found);
    expect(text).toContain('"app_metadata":{"plan":"gold"}');
  });

  it('takes fields by path, under other names, up to a limit, of one connection, of a search', async () => {
    const fields = [
      { name: 'email' },
      { name: 'user_metadata.a.b', export_as: 'b' },
      { name: 'identities[0].connection', export_as: 'connection' },
      { name: 'user_metadata.__proto__' },
    ];
    const { text, job } = await exportAll({ format: 'json', fields, q: 'email:bagged@jobs.example' });
    expect(text).toBe(`{"email":"bagged@jobs.example","b":1,"connection":"${defaultConnection}"}\n`);
    expect(job.fields).toEqual(fields);
    const csv = await exportAll({ fields, q: 'email:bagged@jobs.example' });
    expect(csv.text).toBe(
      `"email","b","connection","user_metadata.__proto__"\r\n"'bagged@jobs.example",1,"'${defaultConnection}",\r\n`,
    );
    const lines = async (body: object) =>
      (await exportAll({ format: 'json', ...body })).text.split('\n').length - 1;
    expect(await lines({ limit: 7 })).toBe(7);
    expect(await lines({ limit: 7, q: 'email:*@jobs.example' })).toBe(7);
    await createConnection(tenant.ctx, { name: 'Empty', strategy: 'auth0' });
    const empty = await getConnection(tenant.ctx, 'Empty');
    expect(await lines({ connection_id: empty.id })).toBe(0);
    expect(await lines({ connection_id: empty.id, q: '*' })).toBe(0);
    const [{ n } = {}] = await database.sql`select count(*)::int as n from users`;
    expect(await lines({ connection_id: connectionId })).toBe(n);
  });

  it('CSV disarms what a spreadsheet would run', async () => {
    await importAll([
      { email: 'evil@jobs.example', name: '=cmd|"/C calc"!A0', nickname: '+1', blocked: true },
    ]);
    const fields = ['name', 'nickname', 'blocked', 'created_at', 'given_name', 'logins_count'].map(
      (name) => ({ name }),
    );
    const { text } = await exportAll({
      fields: [...fields, { name: 'email', export_as: '@sum(1)' }],
      q: 'email:evil@jobs.example',
    });
    const [head, line] = text.split('\r\n');
    expect(head).toMatch(/,"'@sum\(1\)"$/);
    expect(line).toBe(
      `"'=cmd|""/C calc""!A0","'+1",true,${tenant.ctx.now().toISOString()},,,"'evil@jobs.example"`,
    );
  });

  it('has a set of columns of its own when none is named', async () => {
    const { text } = await exportAll({ limit: 1 });
    expect(text.split('\r\n', 1)[0]).toMatch(/^"user_id","email",.*"connection","created_at"/);
  });

  it('is in the log with who asked, at its begin and at its end', async () => {
    const { job } = await exportAll({ limit: 1 });
    const logged = await database.sql`
      select description, details from logs where details::text like ${`%${job.id}%`} order by description`;
    const clientId = tenant.machine.client_id;
    expect(logged).toMatchObject([
      { description: `Create users_export ${job.id}`, details: { actor: { clientId } } },
      { description: 'Users export: 1 users', details: { requested_by: { clientId } } },
    ]);
  });
});

describe('GET /jobs/{id} and its errors', () => {
  it('answers 401, 403 and 404', async () => {
    const { body: job } = await upload([]);
    for (const path of [`/jobs/${job.id}`, `/jobs/${job.id}/errors`]) {
      expect((await tenant.call('GET', path, { token: '' })).status).toBe(401);
      for (const token of [tokens.other, tokens.self])
        expect((await tenant.call('GET', path, { token })).status).toBe(403);
      for (const token of [tokens.reader, tokens.creator])
        expect([200, 204]).toContain((await tenant.call('GET', path, { token })).status);
    }
    for (const path of ['/jobs/job_0000000000000000', '/jobs/job_0000000000000000/errors']) {
      expect(await tenant.call('GET', path)).toMatchObject({
        status: 404,
        body: { errorCode: 'inexistent_job' },
      });
    }
    await runQueued(tenant.ctx);
  });
});

describe('the link to an export', () => {
  it('is for who may read users, is new each time, and good for a minute', async () => {
    const { job } = await exportAll({ limit: 1 });
    const seenBy = async (token: string) => (await tenant.call('GET', `/jobs/${job.id}`, { token })).body;
    expect(await seenBy(tokens.creator)).not.toHaveProperty('location');
    const { location } = await seenBy(tokens.reader);
    const status = async (address: string) => (await tenant.request(address)).status;
    const { clock } = tenant.ctx;
    const before = clock.now;
    clock.advance(59);
    expect(await status(location)).toBe(200);
    expect((await seenBy(tokens.reader)).location).not.toBe(location);
    clock.advance(1);
    const late = await tenant.request(location);
    expect([late.status, (await late.json()).message]).toEqual([403, expect.stringMatching(/not good/)]);
    clock.now = before;
  });

  it('opens nothing else: not another job, another time, another signature, none', async () => {
    const [one, two] = [await exportAll({ limit: 1 }), await exportAll({ limit: 2 })];
    const good = new URL(one.job.location);
    const { body: importing } = await upload([]);
    const changed = (change: (url: URL) => void) => {
      const url = new URL(good);
      change(url);
      return url.href;
    };
    const hostile = [
      changed((url) => {
        url.pathname = `/exports/${two.job.id}`;
      }),
      changed((url) => {
        url.pathname = `/exports/${importing.id}`;
      }),
      changed((url) => url.searchParams.set('expires', '99999999999')),
      changed((url) => url.searchParams.set('signature', 'x'.repeat(43))),
      changed((url) => url.searchParams.set('signature', '')),
      changed((url) => {
        url.search = '';
      }),
    ];
    for (const address of hostile) expect((await tenant.request(address)).status).toBe(403);
    await runQueued(tenant.ctx);
  });
});
