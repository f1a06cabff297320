import type { StartData } from '../protocol';
import { describeError, type ErrorText, isRefusal } from './errors';
import type { Rule } from './scope';

export type Send = (op: 'rule' | 'log' | 'call' | 'timer' | 'cancel' | 'done', data: string) => void;

export type Waiting = { fire(ok: boolean, value: unknown): void };

/** One run inside the isolate. The server's run table has the authority; this is only the rules' side of it. */
export type SandboxRun = {
  readonly start: StartData;
  readonly send: Send;
  readonly waiting: Map<number, Waiting>;
  readonly counts: { ids: number; calls: number; timers: number; lines: number; bytes: number };
  user: unknown;
  context: unknown;
  index: number;
  done: boolean;
};

type Failure = { kind: 'deny' | 'error' | 'limit'; limit?: string; error: ErrorText };

const settled = Promise.resolve();

/** Goes on with the next rule, or ends the run when there is none. */
export function nextRule(run: SandboxRun, instantiate: (run: SandboxRun, index: number) => Rule): void {
  if (run.done) return;
  run.index += 1;
  const index = run.index;
  if (index === run.start.rules.length) {
    finish(run, undefined);
    return;
  }
  if (index > 0) run.send('rule', JSON.stringify({ rule: index }));
  let called = false;
  const key = run.start.rules[index]?.key ?? '';

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
    if (index + 1 === run.start.rules.length) return nextRule(run, instantiate);
    settled.then(() => nextRule(run, instantiate));
  };
  failureOf.set(run, { index, end });

  try {
    const rule = instantiate(run, index);
    const result = rule(run.user, run.context, callback);
    if (result instanceof Promise) result.then(undefined, (reason: unknown) => end('error', reason));
  } catch (reason) {
    end('error', reason);
  }
}

const failureOf = new WeakMap<SandboxRun, { index: number; end(kind: 'error', reason: unknown): void }>();

/** A timer or another callback of rule `index` threw: the same as the rule throwing, while it is its turn. */
export function failRule(run: SandboxRun, index: number, reason: unknown): void {
  const current = failureOf.get(run);
  if (current?.index === index) current.end('error', reason);
  else lateCall(run, index, reason);
}

function lateCall(run: SandboxRun, index: number, reason: unknown): void {
  if (run.counts.lines++ >= run.start.limits.logLines) return;
  const { message } = describeError(reason ?? '', '');
  const text =
    reason === undefined
      ? 'callback was called again; only the first call counts.'
      : `An error after the callback was ignored: ${message}`;
  run.send('log', JSON.stringify({ rule: index, level: 'warn', text }));
}

function takeObjects(run: SandboxRun, user: unknown, context: unknown): string | undefined {
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

/** Sends the one result: a header and the two objects as JSON, a line each. */
function finish(run: SandboxRun, failure: Failure | undefined): void {
  if (run.done) return;
  const user = toJson(run.user, 'user', run.start.limits.outputBytes);
  const context = toJson(run.context, 'context', run.start.limits.outputBytes);
  run.done = true;
  const rule = Math.min(run.index, run.start.rules.length - 1);
  const wrong =
    failure ?? ('failure' in user ? user.failure : 'failure' in context ? context.failure : undefined);
  const header = JSON.stringify({ rule, kind: 'continue', ...wrong });
  run.send('done', `${header}\n${'text' in user ? user.text : ''}\n${'text' in context ? context.text : ''}`);
}

type JsonText = { text: string } | { failure: Failure };

function toJson(value: unknown, name: string, maxBytes: number): JsonText {
  let text: unknown;
  try {
    text = JSON.stringify(value);
  } catch (reason) {
    const { message } = describeError(reason, '');
    return tooMuch('output_not_json', `The ${name} cannot be written as JSON: ${message.split('\n', 1)[0]}`);
  }
  if (typeof text !== 'string' || text[0] !== '{') {
    return tooMuch('output_not_json', `The ${name} cannot be written as a JSON object.`);
  }
  if (text.length > maxBytes || utf8Length(text) > maxBytes) {
    return tooMuch('output_too_large', `The ${name} is larger than ${maxBytes} bytes of JSON.`);
  }
  return { text };
}

function tooMuch(limit: string, message: string): { failure: Failure } {
  return { failure: { kind: 'limit', limit, error: { name: 'LimitError', message } } };
}

function utf8Length(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return length;
}
