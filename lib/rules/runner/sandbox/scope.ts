import { setBy } from '../limit-settings';
import type { MetadataCallName } from '../types';
import { type CallMaker, createCalls } from './host-calls';
import { format } from './inspect';
import type { UnitTools } from './library-loader';
import type { RulesRun } from './rule-run';
import type { SandboxRun } from './run';
import { createTimers } from './timers';

export type Rule = (user: unknown, context: unknown, callback: unknown) => unknown;
/** A compiled source: called once a run with the values of `scopeNames`; gives a rule, or fills a module. */
export type Factory = (...scope: unknown[]) => unknown;

const common = [
  'console',
  'require',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;

/** The names that belong to one run, in the order in which the compiled factory takes them. */
export const scopeNames = {
  rule: [...common, 'configuration', 'auth0'],
  action: [...common, 'module', 'exports'],
} as const;

const maxLine = 8_192;

type Common = Record<(typeof common)[number], unknown>;

/**
 * What every source of a run finds in scope. A function kept in `global` outlives its run: then it works for the
 * run whose turn it is (`current`), as a shared helper should.
 */
function commonScope(run: SandboxRun, index: number, tools: ScopeTools): { scope: Common; calls: CallMaker } {
  const target = targetOf(run, tools.current);
  const calls = createCalls(target, index);
  const console = createConsole(target, index);
  const timers = createTimers(target, index);
  const require = tools.requireFor({ run, index, calls, console, timers });
  return { scope: { console, require, ...timers }, calls };
}

export type ScopeTools = {
  /** Whose slice it is. */
  current(): SandboxRun | undefined;
  requireFor(unit: UnitTools): (name: unknown) => unknown;
};

const targetOf = (own: SandboxRun, current: () => SandboxRun | undefined) => () =>
  own.waiting.has(closed) ? (current() ?? own) : own;

/** The values of `scopeNames.rule` for one rule of one run. */
export function createRuleScope(run: RulesRun, index: number, tools: ScopeTools): unknown[] {
  const { scope: common, calls } = commonScope(run, index, tools);
  const scope: Record<(typeof scopeNames.rule)[number], unknown> = {
    ...common,
    configuration: copy(run.start.configuration),
    auth0: { ...copy(run.start.auth0), users: createUsers(calls) },
  };
  return scopeNames.rule.map((name) => scope[name]);
}

/** The values of `scopeNames.action` for one Action of one run, which fills `module`. */
export function createActionScope(
  run: SandboxRun,
  index: number,
  tools: ScopeTools,
  module: { exports: unknown },
): unknown[] {
  const scope: Record<(typeof scopeNames.action)[number], unknown> = {
    ...commonScope(run, index, tools).scope,
    module,
    exports: module.exports,
  };
  return scopeNames.action.map((name) => scope[name]);
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
