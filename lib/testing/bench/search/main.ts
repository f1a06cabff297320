import { cpus, homedir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@/db/client';
import { startOrAttach } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { listenForChanges } from '@/db/notified-cache';
import { managementScopes } from '@/lib/access';
import type { Context } from '@/lib/context';
import { keysetPages, sizes, writeCosts } from './costs';
import { fill } from './fill';
import { type Measured, measureLoad, measureShapes, measureTotals } from './measure';
import { goal, head, line, percentile } from './report';
import { sorts } from './shapes';

const pooled = (all: readonly Measured[], hard: boolean) =>
  all.filter((one) => one.hard === hard).flatMap(({ samples }) => samples);
const times = (samples: readonly { ms: number }[]) => samples.map(({ ms }) => ms).sort((a, b) => a - b);

/** `npm run bench:search -- 50000` for so many users; a million when none is said. */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1_000_000);
  const dataDir = join(homedir(), '.cache', 'annex-bench', `search-${count}`);
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const cluster = await startOrAttach({ dataDir, settings });
  await migrate(cluster.url);
  const connection = connect(cluster.url);
  try {
    const actor = { type: 'admin', userId: 'bench', scopes: managementScopes } as const;
    const ctx: Context = {
      actor,
      cause: 'api',
      db: connection.db,
      now: () => new Date(),
      requestId: 'bench',
    };
    const users = count.toLocaleString('en');
    console.log(`${users} users in ${dataDir}, node ${process.version}, ${cpus().length} cores`);
    await fill(connection, count);
    await listenForChanges(connection.sql);
    await report(ctx, connection, count);
  } finally {
    await connection.close();
    await cluster.stop();
  }
}

async function report(ctx: Context, connection: ReturnType<typeof connect>, count: number): Promise<void> {
  const measured = await measureShapes(ctx, 8);
  console.log(head('one client: shape, all sorts'));
  for (const shape of new Set(measured.map((one) => one.shape))) {
    const all = measured.filter((one) => one.shape === shape);
    console.log(
      line(
        `${all[0]?.hard ? '! ' : '  '}${shape}`,
        all.flatMap(({ samples }) => samples),
      ),
    );
  }
  console.log(head('one client: sort, all shapes but the hard ones'));
  for (const sort of sorts) {
    console.log(
      line(
        `  ${sort}`,
        pooled(
          measured.filter((one) => one.sort === sort),
          false,
        ),
      ),
    );
  }
  const mix = pooled(measured, false);
  const hard = pooled(measured, true);
  console.log(line('  mix', mix));
  console.log(line('! hard', hard));

  const totals = await measureTotals(ctx, 3);
  console.log(head('totals'));
  for (const { shape, samples } of totals) console.log(line(`  ${shape}`, samples));

  console.log(head('a page of 50 by cursor, at any depth'));
  const pages = [];
  for (const sort of sorts) {
    const { found, loaded } = await keysetPages(ctx, sort, count);
    console.log(line(`  ${sort}, found`, found));
    console.log(line(`  ${sort}, with its users`, loaded));
    pages.push(...found);
  }

  console.log(head('clients at once, one search in ten a hard one'));
  const loads = new Map<number, Awaited<ReturnType<typeof measureLoad>>>();
  for (const clients of [1, 2, 8]) {
    const load = await measureLoad(ctx, clients, 15);
    loads.set(clients, load);
    console.log(line(`  ${clients} clients, ${load.perSecond.toFixed(0)} searches a second`, load.samples));
  }

  console.log('\nsizes in MB');
  for (const { name, megabytes } of await sizes(connection)) {
    console.log(`  ${name.padEnd(32)}${megabytes.toFixed(1).padStart(9)}`);
  }
  const write = await writeCosts(ctx, connection, count);
  console.log('\nmilliseconds a write');
  console.log(`  search row, with its indexes ${write.indexed.toFixed(2)}, without ${write.bare.toFixed(2)}`);
  console.log(`  PATCH of one key as the API makes it ${write.patch.toFixed(2)}`);

  const [two, eight] = [loads.get(2), loads.get(8)];
  console.log('\ngoals');
  goal('mix, p95 ms', percentile(times(mix), 0.95), 50);
  goal('hard, p99 ms', percentile(times(hard), 0.99), 250);
  goal('page by cursor, found, p95 ms', percentile(times(pages), 0.95), 2);
  goal('totals, p95 ms', percentile(times(totals.flatMap(({ samples }) => samples)), 0.95), 100);
  goal('8 clients, slowest ms', percentile(times(eight?.samples ?? []), 1), 2000);
  goal('searches a second of 2 clients, of those of 8', (two?.perSecond ?? 0) / (eight?.perSecond ?? 1), 1);
}

await main();
