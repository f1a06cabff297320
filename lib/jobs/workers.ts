import type { Worker } from '@/lib/queue';

/**
 * Every kind of job that a server works on: `worker(definition, () => import('./…/handler'))`. Definitions live where
 * jobs are enqueued, handlers here, so that `lib/users` may enqueue what a handler that needs users will do.
 */
export const jobWorkers: readonly Worker[] = [];
