import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { defaultConnection, ensureConnection, getConnection } from '@/lib/connections';
import { inheritedEnvironment } from '@/lib/env';
import { createUsersImport, getJob, listJobErrors, receiveImportFile } from '@/lib/jobs';
import { grantAdmin } from '@/lib/setup';
import { bundled, type TestContext, testDatabase } from '@/lib/testing';

const database = testDatabase();
const program = bundled('lib/jobs/worker-process.fixture.ts');
const children: ChildProcess[] = [];
let ctx: TestContext;
let connectionId: string;
beforeAll(async () => {
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  connectionId = (await getConnection(ctx, defaultConnection)).id;
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

function startProcess(): ChildProcess {
  const env = { ...inheritedEnvironment(), NODE_ENV: 'test' } as const;
  const child = spawn(process.execPath, [program, database.url], { env, stdio: 'inherit' });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function enqueueImport(records: readonly object[]): Promise<string> {
  const source = async function* () {
    yield gzipSync(JSON.stringify(records));
  };
  const file = await receiveImportFile(ctx, source());
  return (await createUsersImport(ctx, { connection_id: connectionId }, file)).id;
}

/** The queue believes a process dead that has been silent for a while; this is that while. */
async function aMinutePasses(): Promise<void> {
  await database.sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`;
  await database.sql`
    update pgboss.queue set monitor_claim_on = monitor_claim_on - interval '1 minute',
      monitor_on = monitor_on - interval '1 minute'`;
}

const users = async () => {
  const [row] = await database.sql`
    select count(*)::int as users, count(distinct email)::int as emails,
      (select count(*)::int from user_versions) as versions,
      (select count(*)::int from user_search) as found,
      (select count(*)::int from login_keys) as keys
    from users`;
  return row;
};

it('an import whose process is killed goes on in another one and counts every record once', async () => {
  const total = 6000;
  const records = Array.from({ length: total }, (_, i) => {
    if (i % 100 === 50) return { email: 'broken' };
    if (i % 100 === 75) return { email: `crash${i - 1}@jobs.example` };
    return { email: `crash${i}@jobs.example`, user_metadata: { i } };
  });
  await grantAdmin(ctx, 'auth0|000000000000000000000001');
  const id = await enqueueImport(records);
  const progress = async () => (await getJob(ctx, id)).summary?.total ?? 0;

  const child = startProcess();
  const waiting = { timeout: 60_000, interval: 5 };
  await vi.waitFor(async () => expect(await progress()).toBeGreaterThan(1000), waiting);
  await kill(child);
  const seen = await progress();
  expect(seen).toBeLessThan(total);
  const failed = records.slice(0, seen).filter(({ email }, i) => email !== `crash${i}@jobs.example`).length;
  expect(await users()).toMatchObject({ users: seen - failed, emails: seen - failed });
  await aMinutePasses();
  startProcess();
  const job = await vi.waitFor(
    async () => {
      const found = await getJob(ctx, id);
      expect(found.status).not.toBe('pending');
      return found;
    },
    { ...waiting, interval: 50 },
  );

  const stored = total - 120;
  expect(job).toMatchObject({
    status: 'completed',
    summary: { total, inserted: stored, updated: 0, failed: 120 },
  });
  const every = { users: stored, emails: stored, versions: stored, found: stored };
  expect(await users()).toMatchObject(every);
  const found = await listJobErrors(ctx, id);
  const errors = 'errors' in found && found.errors ? await Array.fromAsync(found.errors) : [];
  expect(new Set(errors.map(({ row }) => row)).size).toBe(120);
  expect(errors.filter(({ errors: [error] }) => error?.code === 'DUPLICATED_USER').length).toBe(60);
  const [logged] = await database.sql`select count(*)::int as n from logs where type in ('sui', 'fui')`;
  expect(logged?.n).toBe(1);
  expect(await database.sql`select 1 from job_files`).toEqual([]);
  const mails = await database.sql`select payload->>'job_id' as about from jobs where kind = 'import_email'`;
  expect(mails).toEqual([{ about: id }]);
}, 120_000);
