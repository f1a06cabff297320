import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseProblem } from '../problem';
import { type EmbeddedPostgres, startOrAttach } from './start-or-attach';

const fixture = fileURLToPath(new URL('./hold-server.fixture.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;

let dataDir: string;
let holders: ChildProcess[];
let servers: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'annex-launcher-'));
  await chmod(dataDir, 0o711);
  [holders, servers] = [[], []];
});

afterEach(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  const last = existsSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'))
    ? await startHere().catch(() => undefined)
    : undefined;
  for (const server of servers) await server.stop();
  await last?.stop();
  if (existsSync(join(dataDir, 'postgres')))
    await rm(realpathSync(join(dataDir, 'postgres')), { recursive: true, maxRetries: 5 });
  await rm(dataDir, { recursive: true, force: true });
});

async function startHere(): Promise<EmbeddedPostgres> {
  const server = await startOrAttach({ dataDir });
  servers.push(server);
  return server;
}

function spawnHolder(): ChildProcess {
  const holder = spawn(process.execPath, ['--import', 'tsx', fixture, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.push(holder);
  return holder;
}

type Held = { holder: ChildProcess; url: string; started: boolean };

async function holdElsewhere(): Promise<Held> {
  const holder = spawnHolder();
  if (!holder.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: holder.stdout })) {
    return { holder, ...JSON.parse(line) };
  }
  throw new Error('The holder ended without a word.');
}

async function query(url: string, statement: string): Promise<postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
  }
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);
}

async function kill9(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('the embedded database', () => {
  it('starts on an empty folder, answers with its password only and on 127.0.0.1 only', async () => {
    const { url, started } = await startHere();
    expect(started).toBe(true);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await expect(query(url.replace(/annex:[^@]+@/, 'annex:wrong@'), 'select 1')).rejects.toThrow(/password/);
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (outside) await expect(query(url.replace('127.0.0.1', outside.address), 'select 1')).rejects.toThrow();
  });

  it('keeps its rows, its password and its letters of every script from one start to the next', async () => {
    const first = await startHere();
    await query(first.url, "create table kept as select lower('ЙØ') as word");
    await first.stop();
    const second = await startHere();
    expect(second.started).toBe(true);
    expect(await query(second.url, 'select * from kept')).toEqual([{ word: 'йø' }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
  });

  it('is one server for any number of processes that start at the same moment', async () => {
    const held = await Promise.all([holdElsewhere(), holdElsewhere(), holdElsewhere()]);
    expect(held.filter((one) => one.started)).toHaveLength(1);
    expect(new Set(held.map((one) => one.url)).size).toBe(1);
  });

  it('is not stopped by a process that attached while the one that started it lives', async () => {
    const { url } = await holdElsewhere();
    const attached = await startHere();
    expect(attached).toMatchObject({ url, started: false });
    await attached.stop();
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('outlives the process that started it while another uses it, and ends with the last one', async () => {
    const { url, holder } = await holdElsewhere();
    const attached = await startHere();
    const gone = once(holder, 'exit');
    holder.stdin?.end();
    await gone;
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await attached.stop();
    await expect(query(url, 'select 1')).rejects.toThrow();
    expect(existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  });

  it('is taken over by the next process when the one that started it was killed', async () => {
    const { url, holder } = await holdElsewhere();
    await query(url, 'create table kept as select 7 as n');
    await kill9(holder);
    const next = await startHere();
    expect(next).toMatchObject({ url, started: false });
    expect(await query(next.url, 'select * from kept')).toEqual([{ n: 7 }]);
    await next.stop();
    await expect(query(url, 'select 1')).rejects.toThrow();
  });

  it('comes back with every committed row when the server itself was killed', async () => {
    const { url, holder } = await holdElsewhere();
    await query(url, 'create table kept as select generate_series(1, 1000) as n');
    process.kill(await serverPid(), 'SIGKILL');
    await kill9(holder);
    const next = await startHere();
    expect(next.started).toBe(true);
    expect(await query(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });

  it('starts when postmaster.pid names a live process that is another program', async () => {
    const first = await startHere();
    const path = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    const written = await readFile(path, 'utf8');
    await first.stop();
    await writeFile(path, written.replace(/^\d+/, String(process.pid)));
    if (isRoot) await chmod(path, 0o666);
    const next = await startHere();
    expect(next.started).toBe(true);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts afresh when the first start was killed half-way', async () => {
    const holder = spawnHolder();
    await vi.waitUntil(
      () =>
        existsSync(join(dataDir, 'postgres')) &&
        readdirSync(join(dataDir, 'postgres')).some((name) => name.startsWith('partial-')),
      { interval: 5, timeout: 20_000 },
    );
    await kill9(holder);
    expect(existsSync(join(dataDir, 'postgres', 'data'))).toBe(false);
    const next = await startHere();
    expect(next.started).toBe(true);
    expect(readdirSync(join(dataDir, 'postgres')).filter((name) => name.startsWith('partial-'))).toEqual([]);
  });

  it('refuses data of another major version and says what to do', async () => {
    const first = await startHere();
    await first.stop();
    const path = join(dataDir, 'postgres', 'data', 'PG_VERSION');
    const version = await readFile(path, 'utf8');
    await writeFile(path, '12\n');
    const refused = await startHere().catch((error: unknown) => error);
    await writeFile(path, version);
    expect(refused).toBeInstanceOf(DatabaseProblem);
    expect(String(refused)).toMatch(
      /made by PostgreSQL 12, and this machine has PostgreSQL 18.*Install PostgreSQL 12 .*move .* away/,
    );
  });

  it('says which file is missing when its password is gone', async () => {
    const first = await startHere();
    await first.stop();
    const path = join(dataDir, 'postgres', 'password');
    const password = await readFile(path, 'utf8');
    await rm(path);
    await expect(startHere()).rejects.toThrow(`${path}) is missing`);
    await writeFile(path, password, { mode: 0o600 });
  });

  it.runIf(isRoot && process.platform === 'linux')('does not run as root', async () => {
    await startHere();
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
    expect(status.match(/^Uid:\s+(\d+)\s+(\d+)/m)?.slice(1)).not.toContain('0');
  });

  it.runIf(isRoot)(
    'keeps its data where its user can get to when the data folder is closed to it',
    async () => {
      await mkdir(join(dataDir, 'closed'), { mode: 0o700 });
      const closed = join(dataDir, 'closed', '.annex');
      const server = await startOrAttach({ dataDir: closed });
      const real = realpathSync(join(closed, 'postgres'));
      try {
        expect(real).toMatch(/^\/var\/lib\/annex\/postgres-/);
        expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      } finally {
        await server.stop();
        await rm(real, { recursive: true });
      }
    },
  );
});
