import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { type Cluster, chooseBinaries, initialize, openCluster, readPassword } from './cluster';
import { type Lock, lockExclusive, lockShared, tryExclusive } from './locks';
import { findRunning, type Postmaster, startServer, stopServer, untilReady } from './postmaster';
import { ownMemory, tunedFor } from './tuning';

export type EmbeddedPostgres = {
  /** Connection string of the database, password included. */
  url: string;
  /** False when a server was running already, ours or left by a process that was killed. */
  started: boolean;
  /** Leaves the server; the last process to leave stops it. May be called again. */
  stop(): Promise<void>;
};

export type StartOptions = {
  dataDir: string;
  /** PostgreSQL settings for a server that this call starts, such as `fsync`, over those fit for the machine. */
  settings?: Record<string, string>;
};

const turnMs = 120_000;
const goneMs = 5_000;
const database = 'annex';

function urlOf(cluster: { port: number; password: string }, name: string): string {
  return `postgres://annex:${cluster.password}@127.0.0.1:${cluster.port}/${name}`;
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const sql = postgres(urlOf({ port, password }, 'postgres'), { max: 1, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end();
  }
}

/**
 * Gives a running PostgreSQL over `<dataDir>/postgres`: the one that runs there already, else a new one. Any number of
 * processes may hold it at once; it ends when the last of them calls `stop`. One that is killed leaves it running, and
 * the next to come takes it over. Throws DatabaseProblem when there is something for the operator to do.
 */
export async function startOrAttach({ dataDir, settings = {} }: StartOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataDir);
  const turn = await lockExclusive(join(cluster.base, 'start.lock'), turnMs);
  try {
    const running = await attach(cluster);
    const server = running ?? (await startNew(cluster, settings));
    const password = await readPassword(cluster);
    const presence = await lockShared(join(cluster.base, 'in-use.lock'), turnMs);
    return {
      url: urlOf({ port: server.port, password }, database),
      started: !running,
      stop: leaveOnce(cluster, presence),
    };
  } finally {
    turn.release();
  }
}

/** The server that runs there already and answers; undefined when there is none, or it is just going away. */
async function attach(cluster: Cluster): Promise<Postmaster | undefined> {
  const found = await findRunning(cluster);
  const ready = found && (await untilReady(cluster));
  if (!ready) return undefined;
  try {
    await ensureDatabase(ready.port, await readPassword(cluster));
    return ready;
  } catch (error) {
    if (await isGone(cluster)) return undefined;
    throw error;
  }
}

/** A server that was killed is seen for a moment more. */
async function isGone(cluster: Cluster): Promise<boolean> {
  const deadline = Date.now() + goneMs;
  while (await findRunning(cluster)) {
    if (Date.now() > deadline) return false;
    await wait(20);
  }
  return true;
}

async function startNew(cluster: Cluster, settings: Record<string, string>): Promise<Postmaster> {
  const binaries = await chooseBinaries(cluster);
  await initialize(cluster, binaries);
  await writeFile(cluster.logFile, '', { flag: 'a', mode: 0o600 });
  await chmod(cluster.logFile, 0o600);
  const server = await startServer(cluster, binaries, { ...tunedFor(ownMemory()), ...settings });
  await ensureDatabase(server.port, await readPassword(cluster));
  return server;
}

function leaveOnce(cluster: Cluster, presence: Lock): () => Promise<void> {
  let leaving: Promise<void> | undefined;
  return () => {
    leaving ??= leave(cluster, presence);
    return leaving;
  };
}

async function leave(cluster: Cluster, presence: Lock): Promise<void> {
  const turn = await lockExclusive(join(cluster.base, 'start.lock'), turnMs);
  try {
    presence.release();
    const alone = tryExclusive(join(cluster.base, 'in-use.lock'));
    if (!alone) return; // another process uses the server
    alone.release();
    await stopServer(cluster);
  } finally {
    turn.release();
  }
}
