import { database, useDatabase } from '@/db/database';
import { jobWorkers } from '@/lib/jobs';
import { startQueue } from '@/lib/queue';

// A process that does nothing but work on jobs, to be killed: `node --import tsx … <database url>`.
const [, , url = ''] = process.argv;
// biome-ignore lint/correctness/useHookAtTopLevel: it names the database of the process and is no React hook
useDatabase(url);
const context = () => ({
  actor: { type: 'system', reason: 'test' } as const,
  cause: 'system' as const,
  db: database().db,
  now: () => new Date(),
  requestId: 'worker process',
});
await startQueue({ url, workers: jobWorkers, context });
