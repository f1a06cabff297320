import type { RulesStart } from '../protocol';
import { describeError, isRefusal } from './errors';
import { beginTurn, type Failure, newRun, type SandboxRun, type Send, sendResult, warn } from './run';
import type { Rule } from './scope';

/** A run of rules, with the two objects that they hand on. */
export type RulesRun = SandboxRun & { readonly start: RulesStart; user: unknown; context: unknown };

export function newRulesRun(start: RulesStart, send: Send): RulesRun {
  return { ...newRun(start, send), start, user: start.user, context: start.context };
}

const settled = Promise.resolve();

/** Goes on with the next rule, or ends the run when there is none. */
export function nextRule(run: RulesRun, instantiate: (run: RulesRun, index: number) => Rule): void {
  if (run.done) return;
  run.index += 1;
  const index = run.index;
  if (index === run.start.units.length) {
    finish(run, undefined);
    return;
  }
  let called = false;
  const key = run.start.units[index]?.key ?? '';

  const end = (kind: 'deny' | 'error', reason: unknown) => {
    if (called || run.done) return lateCall(run, index, reason);
    called = true;
    finish(run, { kind: isRefusal(reason) ? 'deny' : kind, error: describeError(reason, key) });
  };
  const callback = (error?: unknown, user?: unknown, context?: unknown) => {
    if (error) return end('deny', error);
    if (called || run.done) return lateCall(run, index, undefined);
    called = true;
    const wrong = takeObjects(run, user, context);
    if (wrong) return finish(run, { kind: 'error', error: { name: 'TypeError', message: wrong } });
    if (index + 1 === run.start.units.length) return nextRule(run, instantiate);
    settled.then(() => nextRule(run, instantiate));
  };
  beginTurn(run, { index, fail: (reason) => end('error', reason) });

  try {
    const rule = instantiate(run, index);
    const result = rule(run.user, run.context, callback);
    if (result instanceof Promise) result.then(undefined, (reason: unknown) => end('error', reason));
  } catch (reason) {
    end('error', reason);
  }
}

function lateCall(run: RulesRun, index: number, reason: unknown): void {
  const text =
    reason === undefined
      ? 'callback was called again; only the first call counts.'
      : `An error after the callback was ignored: ${describeError(reason ?? '', '').message}`;
  warn(run, index, text);
}

function takeObjects(run: RulesRun, user: unknown, context: unknown): string | undefined {
  if (user !== undefined && user !== null) {
    if (typeof user !== 'object' || Array.isArray(user))
      return 'callback needs the user object as its second argument.';
    run.user = user;
  }
  if (context !== undefined && context !== null) {
    if (typeof context !== 'object' || Array.isArray(context)) {
      return 'callback needs the context object as its third argument.';
    }
    run.context = context;
  }
}

function finish(run: RulesRun, failure: Failure | undefined): void {
  sendResult(run, failure, [
    { name: 'user', value: run.user },
    { name: 'context', value: run.context },
  ]);
}
