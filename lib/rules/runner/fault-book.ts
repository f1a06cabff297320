import type { PipelineRun } from './pipeline-run';

const keepMs = 10 * 60_000;
const maxEntries = 10_000;

/**
 * Remembers which user and which source of a rule hung or killed an executor. Both together, since a user can
 * often choose what a rule stumbles over: blaming the rule alone would let one user slow the sign-in of all.
 */
export function createFaultBook() {
  const faults = new Map<string, number>();

  function keysOf(run: PipelineRun): string[] {
    return run.rules.map(({ key }) => `${key} ${String(run.input.user.user_id)}`);
  }

  return {
    blame(run: PipelineRun): void {
      const [oldest] = faults.keys();
      if (faults.size >= maxEntries && oldest !== undefined) faults.delete(oldest);
      const rule = run.rules.find((compiled) => compiled.rule === run.currentRule);
      if (rule) faults.set(`${rule.key} ${String(run.input.user.user_id)}`, Date.now() + keepMs);
    },
    isSuspect(run: PipelineRun): boolean {
      if (faults.size === 0 || run.input.lane === 'draft') return false;
      return keysOf(run).some((key) => (faults.get(key) ?? 0) > Date.now());
    },
  };
}
