import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { jobFiles, jobs } from '@/db/schema';
import { managementScopes } from '@/lib/access';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Actor } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import { getStoredJob, runJob, worker } from '@/lib/queue';
import { testAdmin, testDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import { cancelUsersExport, createUsersExport, listUsersExports, openOwnExport } from '..';
import { runQueued } from '../jobs.fixture';
import { usersExport } from './definition';
import { handler } from './handler';

const database = testDatabase();
const otherAdmin: Actor = { type: 'admin', userId: 'auth0|other', scopes: managementScopes };

beforeAll(async () => {
  const ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  for (const plan of ['gold', 'free']) {
    const email = `${plan}@example.com`;
    await createUser(ctx, {
      connection: defaultConnection,
      email,
      password: 'Correct-horse-9',
      app_metadata: { plan },
    });
  }
});

const make = (format: 'csv' | 'json' = 'csv', q = 'app_metadata.plan:gold') =>
  createUsersExport(database.context(), {
    format,
    q,
    fields: [{ name: 'email' }, { name: 'app_metadata.plan', export_as: 'plan' }],
  });
const find = async (id: string, actor: Actor = testAdmin) =>
  (await listUsersExports(database.context(actor))).find((each) => each.id === id);
const pieces = (id: string) => database.db.select().from(jobFiles).where(eq(jobFiles.jobId, id));

async function textOf(id: string, actor: Actor = testAdmin) {
  const file = await openOwnExport(database.context(actor), id);
  const data = Buffer.concat(await Array.fromAsync(file.pieces));
  return { name: file.name, text: data.toString() };
}

describe('an export in the console', () => {
  it('waits, is done with its numbers, and gives a file that opens by its name', async () => {
    const csv = await make();
    expect(await find(csv.id)).toMatchObject({
      status: 'waiting',
      q: 'app_metadata.plan:gold',
      format: 'csv',
    });
    await expect(openOwnExport(database.context(), csv.id)).rejects.toThrow(NotFound);
    const json = await make('json');
    await runQueued(database.context());
    expect(await find(csv.id)).toMatchObject({ status: 'completed', users: 1 });
    expect(await textOf(csv.id)).toEqual({
      name: 'users-2026-05-04.csv',
      text: '"email","plan"\r\n"\'gold@example.com","\'gold"\r\n',
    });
    expect(await textOf(json.id)).toEqual({
      name: 'users-2026-05-04.ndjson',
      text: '{"email":"gold@example.com","plan":"gold"}\n',
    });
  });

  it('is its administrator’s alone: another one neither sees, opens nor cancels it', async () => {
    const { id } = await make();
    const ctx = database.context(otherAdmin);
    expect(await find(id, otherAdmin)).toBeUndefined();
    await expect(cancelUsersExport(ctx, id)).rejects.toThrow(NotFound);
    await runQueued(database.context());
    await expect(openOwnExport(ctx, id)).rejects.toThrow(NotFound);
    const machine = database.context({ type: 'client', clientId: 'c', scopes: managementScopes });
    for (const verb of [listUsersExports, openOwnExport, cancelUsersExport]) {
      await expect(verb(machine, id)).rejects.toThrow(Forbidden);
    }
  });

  it('that is cancelled before it began is not run any more', async () => {
    const { id } = await make();
    await cancelUsersExport(database.context(), id);
    expect(await runQueued(database.context())).not.toContain(id);
    expect(await find(id)).toMatchObject({ status: 'cancelled' });
    await expect(openOwnExport(database.context(), id)).rejects.toThrow(NotFound);
  });

  it('that is cancelled while it runs stops with its next step and leaves no file', async () => {
    const { id } = await make();
    const cancelling = worker(usersExport, async () => ({
      run: (run: Parameters<typeof handler.run>[0]) =>
        handler.run({
          ...run,
          complete: async (work) => {
            expect(await pieces(id)).not.toEqual([]);
            await cancelUsersExport(database.context(), id);
            await run.complete(work);
          },
        }),
    }));
    const run = runJob(database.context(), cancelling, id, new AbortController().signal);
    await expect(run).rejects.toThrow(/in other hands, or ended/);
    expect(await find(id)).toMatchObject({ status: 'cancelled' });
    expect(await pieces(id)).toEqual([]);
  });

  it('that has ended stays as it is when it is cancelled', async () => {
    const { id } = await make();
    await runQueued(database.context());
    await cancelUsersExport(database.context(), id);
    expect(await find(id)).toMatchObject({ status: 'completed' });
    expect((await getStoredJob(database.context(), id)).status).toBe('completed');
  });

  it('that failed says why', async () => {
    const { id } = await make();
    const failure = {
      status: 'failed',
      statusDetails: 'The disk is full.',
      endedAt: database.context().now(),
    } as const;
    await database.db.update(jobs).set(failure).where(eq(jobs.id, id));
    expect(await find(id)).toMatchObject({ status: 'failed', reason: 'The disk is full.' });
  });

  it('is listed with the ten newest, in one statement', async () => {
    for (let made = 0; made < 11; made++) await make();
    const { length } = await database.queries.during(async () => {
      expect(await listUsersExports(database.context())).toHaveLength(10);
    });
    expect(length).toBe(1);
  });
});
