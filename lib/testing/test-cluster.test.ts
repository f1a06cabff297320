import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { expect, it, vi } from 'vitest';

const fixture = fileURLToPath(new URL('./test-cluster.fixture.ts', import.meta.url));

it.each(['SIGKILL', 'SIGINT'] as const)(
  'a test run ended by %s leaves no server and no folder',
  async (signal) => {
    const child = spawn(process.execPath, ['--import', 'tsx', fixture], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      url = line;
      break;
    }
    const sql = postgres(url, { max: 1 });
    const [row] = await sql`show data_directory`;
    const folder = dirname(dirname(String(row?.data_directory)));
    await sql.end();
    expect(existsSync(folder)).toBe(true);
    child.kill(signal);
    await vi.waitUntil(() => !existsSync(folder), { timeout: 15_000, interval: 50 });
    await expect(postgres(url, { max: 1, connect_timeout: 2 })`select 1`).rejects.toThrow(/ECONNREFUSED/);
  },
);
