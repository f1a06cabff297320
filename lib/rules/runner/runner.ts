import { resolve } from 'node:path';
import { defaultExecutors, defaultProcessLimits, defaultRunLimits } from './limits';
import { PipelineRun } from './pipeline-run';
import { Pool } from './pool';
import { compileRules } from './scripts';
import type { RuleRunner, RunInput, RunLimits, RunnerOptions, RunOutcome, RunResult } from './types';

/** A runner with its own executors, which start with the first run or with `warm`. */
export function createRunner(options: RunnerOptions = {}): RuleRunner {
  let pool: Pool | undefined;
  let stopped = false;
  let ids = 0;

  function started(): Pool {
    const executors = options.executors ?? defaultExecutors();
    pool ??= new Pool({
      executors,
      most: Math.max(executors, options.mostExecutors ?? executors * 2 + 2),
      path:
        options.executorPath ??
        resolve(/* turbopackIgnore: true */ process.cwd(), 'dist/executor/executor.cjs'),
      limits: { ...defaultProcessLimits, ...options.process },
      onEvent: options.onEvent ?? (() => {}),
    });
    return pool;
  }

  const owner = {
    deliver: (run: PipelineRun, data: object) => pool?.deliver(run, JSON.stringify(data)),
    over: (run: PipelineRun) => pool?.release(run),
  };

  return {
    async runPipeline(input) {
      const limits: RunLimits = { ...defaultRunLimits, ...options.limits, ...input.limits };
      const rules = compileRules(input, limits);
      if (!Array.isArray(rules)) return unstarted(input, rules);
      if (rules.length === 0) return unstarted(input, { kind: 'continue' });
      if (stopped)
        return unstarted(input, {
          kind: 'lost',
          error: { name: 'LostError', message: 'The server is stopping.' },
        });
      const run = new PipelineRun(++ids, input, rules, limits, owner);
      started().submit(run);
      return run.result;
    },
    async warm() {
      started();
    },
    async stop() {
      stopped = true;
      pool?.stop();
    },
  };
}

function unstarted({ user, context }: RunInput, outcome: RunOutcome): RunResult {
  return { ...outcome, user, context, logs: [], writes: [], perRule: [], durationMs: 0 };
}

const shared = Symbol.for('annex.rules.runner');

/** The process's one runner, whichever bundle asks; its executors start with the first run. */
export function getRunner(options?: RunnerOptions): RuleRunner {
  const holder: typeof globalThis & { [shared]?: RuleRunner } = globalThis;
  holder[shared] ??= createRunner(options);
  return holder[shared];
}
