import { setBy } from '../limit-settings';
import type { DeliverData, StartData } from '../protocol';
import { describeError, type ErrorText } from './errors';
import type { NamedLibraries } from './library-globals';

export type Send = (op: 'rule' | 'log' | 'call' | 'timer' | 'cancel' | 'done', data: string) => void;

export type Waiting = { fire(answer: DeliverData): void };

/** One run inside the isolate. The server's run table has the authority; this is only the scripts' side of it. */
export type SandboxRun = {
  readonly start: Pick<StartData, 'units' | 'limits'>;
  readonly send: Send;
  readonly waiting: Map<number, Waiting>;
  readonly counts: {
    ids: number;
    calls: number;
    requests: number;
    timers: number;
    lines: number;
    bytes: number;
  };
  /** Whose turn it is. */
  index: number;
  turn: Turn | undefined;
  named: NamedLibraries | undefined;
  done: boolean;
};

export type Failure = { kind: 'deny' | 'error' | 'limit'; limit?: string; error: ErrorText };

/** A run about to begin. */
export function newRun(start: SandboxRun['start'], send: Send): SandboxRun {
  const counts = { ids: 0, calls: 0, requests: 0, timers: 0, lines: 0, bytes: 0 };
  return {
    start,
    send,
    waiting: new Map(),
    counts,
    index: -1,
    turn: undefined,
    named: undefined,
    done: false,
  };
}

/** How the rule or Action whose turn it is fails. */
type Turn = { index: number; fail(reason: unknown): void };

/** Unit `turn.index` has its turn; the server is told before any code of it runs. */
export function beginTurn(run: SandboxRun, turn: Turn): void {
  run.turn = turn;
  if (turn.index > 0) run.send('rule', String(turn.index));
}

/** A timer or another callback of unit `index` threw: the same as the unit throwing, while it is its turn. */
export function failTurn(run: SandboxRun, index: number, reason: unknown): void {
  if (run.turn?.index === index && !run.done) run.turn.fail(reason);
  else warn(run, index, `An error after the end was ignored: ${describeError(reason, '').message}`);
}

/** A line of ours in the console output of unit `index`. */
export function warn(run: SandboxRun, index: number, text: string): void {
  if (run.counts.lines++ >= run.start.limits.logLines) return;
  run.send('log', JSON.stringify({ rule: index, level: 'warn', text }));
}

/** Sends the one result: a header, and the outputs as JSON, a line each. */
export function sendResult(
  run: SandboxRun,
  failure: Failure | undefined,
  outputs: readonly { name: string; value: unknown }[],
): void {
  if (run.done) return;
  const texts = outputs.map(({ name, value }) => toJson(value, name, run.start.limits.outputBytes));
  run.done = true;
  const rule = Math.min(run.index, run.start.units.length - 1);
  const unwritable = texts.find((text) => 'failure' in text);
  const wrong = failure ?? (unwritable && 'failure' in unwritable ? unwritable.failure : undefined);
  const lines = texts.map((text) => ('text' in text ? text.text : ''));
  run.send('done', [JSON.stringify({ rule, kind: 'continue', ...wrong }), ...lines].join('\n'));
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
  if (text.length * 3 > maxBytes && utf8Length(text) > maxBytes) {
    return tooMuch(
      'output_too_large',
      `The ${name} is larger than ${maxBytes} bytes of JSON ${setBy('outputBytes')}.`,
    );
  }
  return { text };
}

function tooMuch(limit: string, message: string): { failure: Failure } {
  return { failure: { kind: 'limit', limit, error: { name: 'LimitError', message } } };
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return length;
}
