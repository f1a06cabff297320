import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { Management } from 'auth0';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultConnection, getConnection } from '@/lib/connections';
import { jobWorkers } from '@/lib/jobs';
import { type Queue, startQueue } from '@/lib/queue';
import { testDatabase } from '@/lib/testing';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
let queue: Queue;
let connection_id: string;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
  queue = await startQueue({ url: database.url, workers: jobWorkers, context: () => tenant.ctx });
  connection_id = (await getConnection(tenant.ctx, defaultConnection)).id;
});
afterAll(async () => {
  await queue.stop();
  await tenant.close();
});

/** The job as the SDK sees it once it has ended. */
function ended(id: string) {
  return vi.waitFor(
    async () => {
      const job = await tenant.management.jobs.get(id);
      expect(job.status).not.toBe('pending');
      return job;
    },
    { timeout: 20_000, interval: 50 },
  );
}

describe('auth0, the official SDK', () => {
  it('imports users from a stream, reads how it went and what failed', async () => {
    const { jobs, users } = tenant.management;
    const file = [{ email: 'sdk1@jobs.example' }, { email: 'sdk2@jobs.example' }, { email: 'bad' }];
    const made = await jobs.usersImports.create({
      users: { data: Readable.from([JSON.stringify(file)]), filename: 'users.json' },
      connection_id,
      upsert: true,
      external_id: 'mine',
      send_completion_email: false,
    });
    expect(made).toMatchObject({ type: 'users_import', status: 'pending', external_id: 'mine' });
    expect(await ended(made.id)).toMatchObject({
      status: 'completed',
      summary: { total: 3, inserted: 2, updated: 0, failed: 1 },
    });
    expect(await jobs.errors.get(made.id)).toMatchObject([
      { user: { email: 'bad' }, errors: [{ code: 'FORMAT' }] },
    ]);
    expect((await users.list({ q: 'email:sdk*@jobs.example' })).data.length).toBe(2);
  });

  it('exports users and follows the link', async () => {
    const { jobs } = tenant.management;
    const fields = [{ name: 'email' }, { name: 'identities[0].connection', export_as: 'connection' }];
    const made = await jobs.usersExports.create({ connection_id, format: 'json', limit: 5, fields });
    expect(made).toMatchObject({ type: 'users_export', status: 'pending', format: 'json', limit: 5, fields });
    const { location = '' } = await ended(made.id ?? '');
    const response = await fetch(location);
    expect(response.status).toBe(200);
    const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
    expect(text).toContain(`{"email":"ada@example.com","connection":"${defaultConnection}"}\n`);
    expect(await jobs.errors.get(made.id ?? '')).toBeUndefined();
  });

  it('throws its own errors for what is refused', async () => {
    const { jobs } = tenant.management;
    await expect(jobs.get('job_0000000000000000')).rejects.toBeInstanceOf(Management.NotFoundError);
    const users = { data: Buffer.from('[]'), filename: 'users.json' };
    const import_ = jobs.usersImports.create({ users, connection_id: 'con_0000000000000000' });
    await expect(import_).rejects.toBeInstanceOf(Management.BadRequestError);
  });
});
