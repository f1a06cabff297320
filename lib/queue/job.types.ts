import type { jobs } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { Actor, Context } from '@/lib/context';

/** A job as it is stored. */
export type StoredJob = typeof jobs.$inferSelect;

/** How far a job has got. What is left out stays as it was. */
export type Progress = {
  /** 0 to 99; 100 comes with the end. */
  percentageDone?: number;
  /** What the next run needs to go on from here. */
  state?: Json;
  summary?: JsonObject;
};

/** A job under way, in the hands of its handler. */
export type JobRun<P> = {
  id: string;
  payload: P;
  /** The job acts: actor `job` with the definition's cause. */
  ctx: Context;
  requestedBy: Actor;
  /** What the last `save` of an earlier run left; null at first. */
  state: Json;
  /** Aborted when the process stops or another run has taken the job: save what is whole, then return. */
  signal: AbortSignal;
  /**
   * Takes a step in one transaction: what `work` does and the progress it gives are stored together, or neither.
   * Throws Superseded, undoing both, when another run holds the job by now. A job that gets on, which is when it
   * stores a state, may be begun anew as often as it takes.
   */
  save(work: (tx: Context) => Promise<Progress>): Promise<void>;
  /** The same for the last step: the job is completed with it. A handler that returns without has it done for it. */
  complete(work: (tx: Context) => Promise<Progress>): Promise<void>;
};

/** The working half of a kind of job. */
export type JobHandler<P> = {
  /**
   * Does the work, or goes on with it. An AppError fails the job with its message, `unavailable` excepted; anything
   * else thrown has the job begun again later, up to the definition's `maxAttempts`.
   */
  run(run: JobRun<P>): Promise<void>;
  /** What belongs to the failure of a job; in the transaction that records it. */
  failed?(tx: Context, job: StoredJob, reason: string): Promise<void>;
};
