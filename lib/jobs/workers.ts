import { type Worker, worker } from '@/lib/queue';
import { usersExport } from './users-export/definition';
import { usersImport } from './users-import/definition';

/**
 * Every kind of job that a server works on: `worker(definition, () => import('./…/handler'))`. Definitions live where
 * jobs are enqueued, handlers here, so that `lib/users` may enqueue what a handler that needs users will do.
 */
export const jobWorkers: readonly Worker[] = [
  worker(usersImport, async () => (await import('./users-import/handler')).handler),
  worker(usersExport, async () => (await import('./users-export/handler')).handler),
];
