import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const job = z.object({
  id: z.string(),
  status: z.string(),
  summary: z.object({ total: z.number(), inserted: z.number(), failed: z.number() }).optional(),
  location: z.string().optional(),
});

type Server = { url: string; pid: number; bearer: string };

/** The most memory that the process held since `forget`, in MB; null where the system does not tell. */
async function peakMemory(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
}

async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
}

async function call(server: Server, path: string, init: RequestInit = {}): Promise<z.infer<typeof job>> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${server.bearer}`);
  const response = await fetch(`${server.url}/api/v2${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return job.parse(await response.json());
}

/** Waits for the end of a job and says how it went. */
async function ended(server: Server, id: string): Promise<z.infer<typeof job>> {
  for (;;) {
    const found = await call(server, `/jobs/${id}`);
    if (found.status !== 'pending') return found;
    await wait(200);
  }
}

/** A file as a tenant of Auth0 would send it, whose records are as large as users are. */
function usersFile(count: number): Blob {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      email: `bench${i}@import.example`,
      email_verified: i % 3 === 0,
      given_name: 'Bench',
      family_name: `User ${i}`,
      user_metadata: { color: ['red', 'green', 'blue'][i % 3], address: { city: `City ${i % 500}` } },
      app_metadata: { plan: ['free', 'gold'][i % 2], seats: i % 100 },
      password_hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    }),
  );
  return new Blob([lines.join('\n')]);
}

async function report(server: Server, name: string, users: number, work: () => Promise<void>): Promise<void> {
  await forgetPeak(server.pid);
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const memory = await peakMemory(server.pid);
  const rate = `${Math.round(users / seconds)} users/s`;
  console.log(
    `${name.padEnd(28)} ${String(users).padStart(8)} users  ${rate.padEnd(16)} peak ${memory ?? '?'} MB`,
  );
}

/** Users a second of an import and of exports, upload and download included, and the server's memory meanwhile. */
export async function benchJobs(server: Server, connectionId: string, count: number): Promise<void> {
  const file = usersFile(count);
  await report(server, 'import', count, async () => {
    const form = new FormData();
    form.append('users', file, 'users.ndjson');
    form.append('connection_id', connectionId);
    const made = await call(server, '/jobs/users-imports', { method: 'POST', body: form });
    const { summary } = await ended(server, made.id);
    if (summary?.inserted !== count) throw new Error(`The import made ${JSON.stringify(summary)}.`);
  });
  for (const format of ['json', 'csv']) {
    await report(server, `export, ${format}`, count, async () => {
      const body = JSON.stringify({ format, connection_id: connectionId, limit: count });
      const headers = { 'content-type': 'application/json' };
      const made = await call(server, '/jobs/users-exports', { method: 'POST', headers, body });
      const { location = '' } = await ended(server, made.id);
      const response = await fetch(location);
      if (!response.ok) throw new Error(`The export answered ${response.status}.`);
      await response.arrayBuffer();
    });
  }
}
