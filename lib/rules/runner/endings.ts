import { setBy } from './limit-settings';
import { duration } from './limits';
import type { PipelineRun } from './pipeline-run';

/** The words for runs that did not end by themselves. */
export const stopped = 'The server is stopping. Try again.';
export const moved = 'The executor was stopped because of another sign-in. Try again.';

export function settleOverrun(run: PipelineRun): void {
  const { sliceMs, cpuMs } = run.limits;
  const spent = run.cpuMs >= cpuMs ? `${duration(cpuMs)} in all` : `${duration(sliceMs)} without a pause`;
  const message = `${run.title} used the processor for more than ${spent} ${setBy('cpuMs')}.`;
  run.settle({ kind: 'timeout', cause: 'cpu', error: run.failure('TimeoutError', message) });
}

function memoryError(run: PipelineRun) {
  const message = `${run.title} used more memory than it may ${setBy('heapMb')}.`;
  return { ...run.failure('LimitError', message), code: 'memory' };
}

export function settleOutOfMemory(run: PipelineRun): void {
  run.settle({ kind: 'limit', limit: 'memory', error: memoryError(run) });
}

export function settleLost(run: PipelineRun, message: string): void {
  run.settle({ kind: 'lost', error: run.failure('LostError', message) });
}

export function settleStopped(run: PipelineRun): void {
  const message = `${run.title} was running when its executor stopped; most likely it ran out of memory.`;
  const error = { ...run.failure('LimitError', message), code: 'executor_stopped' };
  run.settle({ kind: 'limit', limit: 'executor_stopped', error });
}

export function settleStuck(run: PipelineRun): void {
  const message = `${run.title} ${run.job.words.stuck}`;
  run.settle({ kind: 'timeout', cause: 'callback', error: run.failure('TimeoutError', message) });
}

/** The reason is for the operator (`start_failed`), and not for whoever signs in. */
export function settleNoExecutor(run: PipelineRun): void {
  const message = 'The executors of rules and Actions cannot start; the log of the server says why.';
  run.settle({ kind: 'busy', error: { name: 'BusyError', message } });
}
