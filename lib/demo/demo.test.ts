import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { users } from '@/db/schema';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { ensureManagementApi } from '@/lib/resource-servers';
import { testDatabase } from '@/lib/testing';
import { listUsers } from '@/lib/users';
import { demoUserCount } from './demo-people';
import { demoUser } from './demo-user';
import { loadDemo } from './load-demo';
import { makeRandom } from './random';

const database = testDatabase();

it('the same seed makes the same people', () => {
  const make = () => {
    const random = makeRandom(7);
    return Array.from({ length: 50 }, (_, index) => demoUser(random, index, new Date('2026-01-01')));
  };
  expect(make()).toEqual(make());
});

it('loads a whole tenant, can be searched at once, keeps it on a second load and never shows its file to others', async () => {
  const ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  const dataDir = await mkdtemp(join(tmpdir(), 'annex-demo-'));
  const options = { issuer: 'http://localhost:3000/', dataDir };
  await ensureManagementApi(ctx, options.issuer);
  await loadDemo(ctx, options);
  const first = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));
  expect(Object.keys(first)).toEqual(['url', 'admin', 'management', 'application', 'user']);
  expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600);
  expect(await database.db.$count(users)).toBe(demoUserCount + 2);

  const pro = await listUsers(ctx, {
    q: 'app_metadata.plan:pro AND user_metadata.address.city:Tokyo',
    include_totals: true,
  });
  expect(pro.total).toBeGreaterThan(20);

  await loadDemo(ctx, options);
  const second = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));
  expect(await database.db.$count(users)).toBe(demoUserCount + 2);
  expect(second.user.password).not.toBe(first.user.password);
  expect(second.management.client_id).toBe(first.management.client_id);
});
