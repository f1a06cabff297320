import { availableParallelism } from 'node:os';
import type { ProcessLimits, RunLimits } from './types';

/** What Auth0 allowed, or a little more, where it had a limit (`reference/rules.md` 1.6). */
export const defaultRunLimits: RunLimits = {
  wallMs: 20_000,
  sliceMs: 1_000,
  cpuMs: 4_000,
  detachedMs: 10_000,
  queueMs: 10_000,
  outputBytes: 1024 * 1024,
  codeBytes: 100 * 1024,
  pipelineCodeBytes: 2_000 * 1024,
  hostCalls: 50,
  requests: 50,
  trafficBytes: 8 * 1024 * 1024,
  timers: 1_000,
  logLines: 1_000,
  logBytes: 256 * 1024,
};

export const defaultProcessLimits: ProcessLimits = {
  heapMb: 128,
  rssMb: 512,
  graceMs: 250,
  heartbeatMs: 2_000,
  scripts: 500,
};

/** One core is left to the server. Two at the least, so that one looping rule does not stop all sign-ins. */
export function defaultExecutors(): number {
  return Math.max(2, Math.min(8, availableParallelism() - 1));
}

/** A limit as people read it. */
export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
