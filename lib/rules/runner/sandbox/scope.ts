import { setBy } from '../limit-settings';
import type { MetadataCallName } from '../types';
import { type CallMaker, createCalls } from './host-calls';
import { format } from './inspect';
import { serveGlobals } from './library-globals';
import type { UnitTools } from './library-loader';
import type { RulesRun } from './rule-run';
import type { SandboxRun } from './run';
import { type ScopeName, timerNames } from './scope-names';
import { createTimers } from './timers';

export type Rule = (user: unknown, context: unknown, callback: unknown) => unknown;
/** A compiled source: called once a run with the values of names that it takes; gives a rule, or fills a module. */
export type Factory = (...scope: unknown[]) => unknown;

const maxLine = 8_192;

export type ScopeTools = {
  /** Whose slice it is. */
  current(): SandboxRun | undefined;
  requireFor(unit: UnitTools): (name: unknown) => unknown;
};

/**
 * One source of one run: what it finds in scope is made when it is asked for. A function kept in `global` outlives its
 * run: then it works for the run whose turn it is (`current`), as a shared helper should.
 */
class Unit implements UnitTools {
  readonly run: SandboxRun;
  readonly index: number;
  #tools: ScopeTools;
  #calls: CallMaker | undefined;
  #console: object | undefined;
  #timers: ReturnType<typeof createTimers> | undefined;
  #require: ((name: unknown) => unknown) | undefined;

  constructor(run: SandboxRun, index: number, tools: ScopeTools) {
    this.run = run;
    this.index = index;
    this.#tools = tools;
    serveGlobals(run, this);
  }

  get calls(): CallMaker {
    this.#calls ??= createCalls(this.#target, this.index);
    return this.#calls;
  }

  get console(): object {
    this.#console ??= createConsole(this.#target, this.index);
    return this.#console;
  }

  get timers(): ReturnType<typeof createTimers> {
    this.#timers ??= createTimers(this.#target, this.index);
    return this.#timers;
  }

  get require(): (name: unknown) => unknown {
    this.#require ??= this.#tools.requireFor(this);
    return this.#require;
  }

  value(name: ScopeName): unknown {
    if (name === 'console' || name === 'require') return this[name];
    const timer = timerNames.find((each) => each === name);
    return timer && this.timers[timer];
  }

  get #target(): () => SandboxRun {
    const { run } = this;
    const { current } = this.#tools;
    return () => (run.waiting.has(closed) ? (current() ?? run) : run);
  }
}

/** The values of `names` for one rule of one run. */
export function createRuleScope(
  run: RulesRun,
  index: number,
  tools: ScopeTools,
  names: readonly ScopeName[],
): unknown[] {
  const unit = new Unit(run, index, tools);
  return names.map((name) => {
    if (name === 'configuration') return copy(run.start.configuration);
    if (name === 'auth0') return { ...copy(run.start.auth0), users: createUsers(unit.calls) };
    return unit.value(name);
  });
}

/** The values of `names` for one Action of one run, which fills `module`. */
export function createActionScope(
  run: SandboxRun,
  index: number,
  tools: ScopeTools,
  names: readonly ScopeName[],
  module: { exports: unknown },
): unknown[] {
  const unit = new Unit(run, index, tools);
  return names.map((name) => {
    if (name === 'module') return module;
    return name === 'exports' ? module.exports : unit.value(name);
  });
}

/** An id no timer or call ever has; its presence marks a run that has been forgotten. */
export const closed = -1;

/** A copy by way of JSON, so that no two sources share an object. */
export function copy(value: unknown): object {
  const again: unknown = JSON.parse(JSON.stringify(value ?? {}));
  return typeof again === 'object' && again !== null ? again : {};
}

/** Which limit of console output a run has come to. */
function reachedBy({ counts, start: { limits } }: SandboxRun): 'logLines' | 'logBytes' | null {
  if (counts.lines >= limits.logLines) return 'logLines';
  return counts.bytes >= limits.logBytes ? 'logBytes' : null;
}

function createConsole(target: () => SandboxRun, index: number) {
  const write =
    (level: string) =>
    (...args: unknown[]) => {
      const run = target();
      if (reachedBy(run)) return;
      const full = format(args);
      const text = full.length > maxLine ? `${full.slice(0, maxLine)}… (${full.length} characters)` : full;
      run.counts.lines += 1;
      run.counts.bytes += text.length;
      const reached = reachedBy(run);
      const note =
        reached && `… (the limit of console output is reached ${setBy(reached)}; what follows is not kept)`;
      run.send('log', JSON.stringify({ rule: index, level, text: note ? `${text} ${note}` : text }));
    };
  const log = write('log');
  const error = write('error');
  return {
    log,
    info: write('info'),
    warn: write('warn'),
    error,
    debug: write('debug'),
    dir: (value: unknown) => log(value),
    table: (value: unknown) => log(value),
    trace: (...args: unknown[]) => error('Trace:', ...args),
    assert: (holds: unknown, ...args: unknown[]) => {
      if (!holds) error('Assertion failed', ...args);
    },
    group: log,
    groupEnd: () => {},
    time: () => {},
    timeEnd: () => {},
  };
}

function createUsers({ metadata }: CallMaker) {
  const call = (name: MetadataCallName) => (userId: unknown, patch: unknown, callback?: unknown) => {
    const promise = metadata(name, userId, patch);
    if (typeof callback !== 'function') return promise;
    promise.then(
      (value) => callback(null, value),
      (reason: unknown) => callback(reason),
    );
  };
  return { updateUserMetadata: call('updateUserMetadata'), updateAppMetadata: call('updateAppMetadata') };
}
