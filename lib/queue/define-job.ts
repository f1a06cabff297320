import type { z } from 'zod';
import type { Cause } from '@/lib/context';
import type { JobHandler } from './job.types';

/** The light half of a kind of job: what any code that enqueues one needs to know. */
export type JobDefinition<S extends z.ZodType = z.ZodType> = {
  /** The contract's `type`, such as `users_import`. */
  kind: string;
  /** Of the payload, which is stored with the job and must hold no secret. What it gives is parsed by it once more. */
  schema: S;
  /** What the versions that the work writes give as their cause. */
  cause: Cause;
  /** Most jobs of the kind that run at once, over all processes; the rest waits. */
  atOnce: number;
  /** How often a job may be begun without getting on before it counts as failed. */
  maxAttempts: number;
};

type Options<S extends z.ZodType> = Pick<JobDefinition<S>, 'kind' | 'schema'> & Partial<JobDefinition<S>>;

export function defineJob<S extends z.ZodType>(options: Options<S>): JobDefinition<S> {
  return { cause: 'system', atOnce: 2, maxAttempts: 5, ...options };
}

/** A definition with the module that does its work, which is loaded when a job of the kind runs. */
export type Worker = { definition: JobDefinition; load: () => Promise<JobHandler<unknown>> };

/** Joins the two halves of a kind of job. The list of workers goes to `startQueue`. */
export function worker<S extends z.ZodType>(
  definition: JobDefinition<S>,
  load: () => Promise<JobHandler<z.output<S>>>,
): Worker {
  // The run parses each payload with the same definition's schema before the handler sees it.
  return { definition, load: load as Worker['load'] };
}
