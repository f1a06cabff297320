import type { PipelineRun } from './pipeline-run';

const keepMs = 10 * 60_000;
const maxEntries = 10_000;

/**
 * Remembers which subject and which source hung or killed an executor. Both together, since a user can
 * often choose what a rule stumbles over: blaming the rule alone would let one user slow the sign-in of all.
 */
export function createFaultBook() {
  const faults = new Map<string, number>();

  function keysOf(run: PipelineRun): string[] {
    return run.units.map(({ key }) => `${key} ${run.job.subject}`);
  }

  return {
    blame(run: PipelineRun): void {
      const [oldest] = faults.keys();
      if (faults.size >= maxEntries && oldest !== undefined) faults.delete(oldest);
      const compiled = run.units.find(({ unit }) => unit === run.current);
      if (compiled) faults.set(`${compiled.key} ${run.job.subject}`, Date.now() + keepMs);
    },
    isSuspect(run: PipelineRun): boolean {
      if (faults.size === 0 || run.job.lane === 'draft') return false;
      return keysOf(run).some((key) => (faults.get(key) ?? 0) > Date.now());
    },
  };
}
