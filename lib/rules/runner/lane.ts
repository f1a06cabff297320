import type { ExecutorProcess } from './executor-process';
import type { PipelineRun } from './pipeline-run';

/** `suspect` serves runs that have hung or killed an executor before, one behind the other. */
export type LaneName = 'live' | 'draft' | 'suspect';
export type Lane = {
  name: LaneName;
  /** Executors kept, and how many there may be while all of them are busy. */
  base: number;
  most: number;
  executors: Set<ExecutorProcess>;
  queue: PipelineRun[];
  relief: NodeJS.Timeout | undefined;
};

/** A lane without executors or runs. */
export function createLane(name: LaneName, base: number, most: number): Lane {
  return { name, base, most, executors: new Set(), queue: [], relief: undefined };
}

/** Executors that serve it, or will in a moment; a retired one no longer does. */
export function active(lane: Lane): number {
  let count = 0;
  for (const { state } of lane.executors) if (state === 'ready' || state === 'starting') count += 1;
  return count;
}

/** The idle executor with the fewest runs waiting in it. */
export function leastLoaded(lane: Lane): ExecutorProcess | undefined {
  let best: ExecutorProcess | undefined;
  for (const executor of lane.executors) {
    if (executor.state !== 'ready' || !executor.isIdle) continue;
    if (!best || executor.runs.size < best.runs.size) best = executor;
  }
  return best;
}

/**
 * Whether code of one run keeps an executor from all others. Where slices are short and many, more executors would only
 * take the cores from those that work.
 */
export function isHeldUp(lane: Lane, ms: number): boolean {
  for (const { current } of lane.executors) {
    if (current && performance.now() - current.run.sliceBegan >= ms) return true;
  }
  return false;
}
