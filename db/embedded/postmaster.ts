import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../problem';
import type { Binaries } from './binaries';
import { type Cluster, chooseBinaries, serverEnvironment } from './cluster';

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;
const logSizeLimit = 10_000_000;

export type Postmaster = { pid: number; port: number; ready: boolean };

/** What postmaster.pid says, whether true or not. Lines: pid, data folder, start time, port, …, status (line 8). */
async function readPidFile(cluster: Cluster): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the live process `pid` is a PostgreSQL of this very data folder; a pid may have been given to another. */
async function isOurs(cluster: Cluster, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined); // another user's is not readable
    if (!/postgres/.test(command.split('\0')[0] ?? '')) return false;
    return folder ? folder === cluster.data : command.includes(cluster.data);
  }
  if (process.platform === 'win32') {
    const answer = await run('tasklist', ['/FI', `PID eq ${pid}`, '/NH']).catch(() => undefined);
    return /postgres/i.test(answer?.stdout ?? '');
  }
  const answer = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  const command = answer?.stdout ?? '';
  return command.includes('postgres') && command.includes(cluster.data);
}

/** The running server of this cluster, whoever started it. */
export async function findRunning(cluster: Cluster): Promise<Postmaster | undefined> {
  const named = await readPidFile(cluster);
  return named && isAlive(named.pid) && (await isOurs(cluster, named.pid)) ? named : undefined;
}

/** Waits until a server that was found running takes connections; undefined when it went away instead. */
export async function untilReady(cluster: Cluster): Promise<Postmaster | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const running = await findRunning(cluster);
    if (!running || running.ready) return running;
    if (Date.now() > deadline) throw startProblem(cluster, 'it did not get ready in a minute');
    await wait(20);
  }
}

// PostgreSQL refuses to start while postmaster.pid names any live process. Naming one that cannot exist, rather than
// removing the file, keeps its second check: that no orphaned backend still uses the shared memory named there.
const impossiblePid = 2_147_483_646;

async function disownPidFile(cluster: Cluster): Promise<void> {
  const path = join(cluster.data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  await writeFile(path, text.replace(/^-?\d*/, String(impossiblePid)));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function startProblem(cluster: Cluster, reason: string): DatabaseProblem {
  return new DatabaseProblem(
    `The embedded database in ${cluster.base} did not start: ${reason}. Its log is ${cluster.logFile}.`,
  );
}

/** Starts the server detached, so that Ctrl-C in our terminal reaches us only and we stop it in our own time. */
function launch(
  cluster: Cluster,
  binaries: Binaries,
  port: number,
  settings: Record<string, string>,
): number {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings };
  const tooBig = existsSync(cluster.logFile) && statSync(cluster.logFile).size > logSizeLimit;
  const log = openSync(cluster.logFile, tooBig ? 'w' : 'a', 0o600);
  const child = spawn(
    binaries.postgres,
    ['-D', cluster.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: cluster.base,
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment,
      windowsHide: true,
      ...(cluster.user ? { uid: cluster.user.uid, gid: cluster.user.gid } : {}),
    },
  );
  child.unref();
  closeSync(log);
  child.on('error', () => undefined); // a failed spawn has no pid; the caller says so
  return child.pid ?? 0;
}

/** Follows the server just launched: ready, or gone with the words it left in its log. */
async function outcome(cluster: Cluster, pid: number, logFrom: number): Promise<Postmaster | string> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const named = await readPidFile(cluster);
    if (named?.pid === pid && named.ready) return named;
    if (pid === 0 || !isAlive(pid)) {
      const log = await readFile(cluster.logFile, 'utf8').catch(() => '');
      return log.slice(logFrom).match(/FATAL: {2}(.*)/)?.[1] ?? 'it ended at once';
    }
    await wait(5);
  }
  return 'it did not get ready in a minute';
}

// The port may be taken between choosing and binding; backends of a killed server need a moment to notice.
const passing = /could not (bind|create any TCP)|pre-existing shared memory|lock file/;

/** Starts the server of a cluster that has none running, and waits until it takes connections. */
export async function startServer(
  cluster: Cluster,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<Postmaster> {
  let reason = '';
  for (let attempt = 0; attempt < 20; attempt++) {
    await disownPidFile(cluster);
    const logFrom = existsSync(cluster.logFile) ? statSync(cluster.logFile).size : 0;
    const pid = launch(cluster, binaries, await freePort(), settings);
    const result = await outcome(cluster, pid, logFrom > logSizeLimit ? 0 : logFrom);
    if (typeof result !== 'string') return result;
    reason = result;
    if (!passing.test(reason)) break;
    await wait(250);
  }
  throw startProblem(cluster, reason);
}

/** Stops the server: running statements are ended, everything committed is kept. Waits until it is gone. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const running = await findRunning(cluster);
  if (!running) return;
  if (process.platform === 'win32') {
    const { postgres } = await chooseBinaries(cluster);
    const pgCtl = postgres.replace(/postgres\.exe$/, 'pg_ctl.exe');
    await run(pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w']);
    return;
  }
  process.kill(running.pid, 'SIGINT');
  const deadline = Date.now() + stopTimeoutMs;
  while (isAlive(running.pid) && (await isOurs(cluster, running.pid))) {
    if (Date.now() > deadline)
      throw new DatabaseProblem(`The embedded database (process ${running.pid}) does not stop.`);
    await wait(10);
  }
}
