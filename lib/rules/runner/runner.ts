import { resolve } from 'node:path';
import { readCommands } from './action-commands';
import type { ActionCommand, ActionFailure, ActionRunResult } from './action-types';
import { actionJob, type Job, ruleJob } from './job';
import { defaultExecutors, defaultProcessLimits, defaultRunLimits } from './limits';
import { type Ending, PipelineRun } from './pipeline-run';
import { Pool } from './pool';
import { type CompiledUnit, compileUnits } from './scripts';
import type { RuleFailure, RuleRunner, RunLimits, RunnerOptions, RunOutcome } from './types';

/** A runner with its own executors, which start with the first run or with `warm`. */
export function createRunner(options: RunnerOptions = {}): RuleRunner {
  let pool: Pool | undefined;
  let stopped = false;
  let ids = 0;

  function started(): Pool {
    if (pool) return pool;
    const executors = options.executors ?? defaultExecutors();
    pool = new Pool({
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

  async function execute(
    job: Job,
    compiled: CompiledUnit[] | RunOutcome,
    limits: RunLimits,
  ): Promise<Ending> {
    if (!Array.isArray(compiled)) return unstarted(compiled);
    if (compiled.length === 0) return unstarted({ kind: 'continue' });
    if (stopped)
      return unstarted({
        kind: 'lost',
        error: { name: 'LostError', message: 'The server is stopping.' },
      });
    const run = new PipelineRun(++ids, job, compiled, limits, owner);
    started().submit(run);
    return run.result;
  }

  return {
    async runPipeline(input) {
      const limits: RunLimits = { ...defaultRunLimits, ...options.limits, ...input.limits };
      const sources = input.rules.map((rule) => ({ ...rule, source: rule.script }));
      const { outputs, ...ending } = await execute(
        ruleJob(input),
        compileUnits('rule', sources, limits),
        limits,
      );
      const [user = input.user, context = input.context] = outputs;
      return { ...ending, user, context };
    },
    async runActions(input) {
      const limits: RunLimits = { ...defaultRunLimits, ...options.limits, ...input.limits };
      const sources = input.actions.map((action) => ({ ...action, source: action.code }));
      let commands: ActionCommand[] = [];
      const job = actionJob(input, ([left]) => {
        commands = left === undefined ? [] : readCommands(left, input.actions.length);
      });
      const ending = await execute(job, compileUnits('action', sources, limits), limits);
      return actionResult(ending, commands);
    },
    async warm() {
      if (!stopped) await started().complete();
    },
    async stop() {
      stopped = true;
      pool?.stop();
    },
  };
}

function unstarted(outcome: RunOutcome): Ending {
  return { ...outcome, outputs: [], logs: [], writes: [], requests: [], perRule: [], durationMs: 0 };
}

function actionFailure({ ruleId, ruleName, ...error }: RuleFailure): ActionFailure {
  return {
    ...error,
    ...(ruleId === undefined ? {} : { actionId: ruleId }),
    ...(ruleName === undefined ? {} : { actionName: ruleName }),
  };
}

function actionResult(ending: Ending, commands: ActionCommand[]): ActionRunResult {
  const { outputs: _, writes: __, logs, requests, perRule, ...rest } = ending;
  const report = {
    commands,
    logs: logs.map(({ ruleId, ...line }) => ({ actionId: ruleId, ...line })),
    requests: requests.map(({ ruleId, ...request }) => ({ actionId: ruleId, ...request })),
    perAction: perRule.map(({ ruleId, durationMs }) => ({ actionId: ruleId, durationMs })),
  };
  if (rest.kind === 'continue') return { ...rest, ...report };
  return { ...rest, ...report, error: actionFailure(rest.error) };
}

const shared = Symbol.for('annex.rules.runner');

/** The process's one runner, whichever bundle asks; its executors start with the first run. */
export function getRunner(options?: RunnerOptions): RuleRunner {
  const holder: typeof globalThis & { [shared]?: RuleRunner } = globalThis;
  holder[shared] ??= createRunner(options);
  return holder[shared];
}
