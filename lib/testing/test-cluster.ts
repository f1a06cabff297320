import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOrAttach } from '@/db/embedded';

// Durability is of no use to data that dies with the run.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
};

/**
 * Ends the server and removes the folder when the pipe to us closes, which it does however we end: Ctrl-C and kill -9
 * leave nothing behind. A word through the pipe sends it home. A plain script, because it must outlive this process.
 */
const guardScript = `
const { rmSync } = require('node:fs');
const [pid, folder] = process.argv.slice(1);
process.on('SIGINT', () => {}).on('SIGTERM', () => {}).on('SIGHUP', () => {});
process.stdin.on('data', () => process.exit()).on('end', () => {
  try { process.kill(Number(pid), 'SIGQUIT'); } catch {}
  setTimeout(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }), 500);
});`;

function guard(pid: number, folder: string): { dismiss(): void } {
  const child = spawn(process.execPath, ['-e', guardScript, String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return { dismiss: () => child.stdin?.end('done') };
}

/** A PostgreSQL in a folder of its own that is gone when this process is. */
export async function startTestCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'annex-test-'));
  await chmod(dataDir, 0o711); // as root the server runs as another user, who must get in
  const server = await startOrAttach({ dataDir, settings });
  const pidFile = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const { dismiss } = guard(Number.parseInt(pidFile, 10), dataDir);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      dismiss(); // the server's pid may soon be another process's
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
