import type { ActionSurroundings, ActionTrigger } from './action-types';

/**
 * What goes over the socket between the server and an executor: frames of four bytes of length (big endian), a head that
 * is one line of JSON, and a body of text, which is not wrapped in JSON once more. The server sends one slice at a time
 * and waits for its `end`, so it always knows whose code is running. It trusts nothing that comes back: `readReport`
 * checks shape and size, and the run table decides the rest.
 */

export type SliceEntry = 'start' | 'deliver';

/** A rule is one function expression; an Action is a CommonJS module. */
export type CodeForm = 'rule' | 'action';

/** Server to executor. The body of `compile` is the code; that of `slice` is JSON: `StartData` or `DeliverData`. */
export type Command =
  | { t: 'compile'; key: string; form: CodeForm }
  | {
      t: 'slice';
      n: number;
      run: number;
      entry: SliceEntry;
      timeoutMs: number;
      /** Its `end` is to say how large the heap is, which takes as long as a short rule. */
      weigh: boolean;
      /** Runs that are over: their data goes before any code runs. */
      forget: number[];
    }
  | { t: 'forget'; runs: number[] }
  | { t: 'ping'; n: number };

type StartLimits = {
  outputBytes: number;
  hostCalls: number;
  requests: number;
  timers: number;
  logLines: number;
  logBytes: number;
};

/** What runs, in order: rules of a pipeline or Actions of a trigger. */
type StartUnits = { units: { key: string; name: string }[]; limits: StartLimits };

export type RulesStart = StartUnits & {
  kind: 'rules';
  user: unknown;
  context: unknown;
  configuration: unknown;
  auth0: unknown;
};

export type ActionsStart = StartUnits & {
  kind: 'actions';
  trigger: ActionTrigger;
  /** The first Action goes on after its redirect. */
  resumes: boolean;
  event: unknown;
  /** Of each Action, in the order of `units`. */
  secrets: unknown[];
  surroundings: ActionSurroundings;
};

/** The body of a slice that starts a run. */
export type StartData = RulesStart | ActionsStart;

/** `code` and `statusCode` of an error are for the script, as libraries give them. */
export type DeliverData = { id: number; ok: boolean; value?: unknown } & Partial<CallFailure>;
export type CallFailure = { message: string; code: string; statusCode: number };

/** `rule`: the next rule or Action has its turn. */
export type OpName = 'rule' | 'log' | 'call' | 'timer' | 'cancel' | 'done';
const opNames: readonly string[] = ['rule', 'log', 'call', 'timer', 'cancel', 'done'] satisfies OpName[];

export type SliceStatus = 'ok' | 'overrun' | 'memory' | 'failed' | 'syntax';
const statuses: readonly string[] = ['ok', 'overrun', 'memory', 'failed', 'syntax'] satisfies SliceStatus[];

/** Executor to server. The body of an `op` is text that `ops.ts` checks; `at` and `ms` count from the slice's begin. */
export type Report =
  | { t: 'ready' }
  | { t: 'pong'; n: number }
  | { t: 'op'; run: number; op: OpName; at: number }
  | { t: 'end'; n: number; status: SliceStatus; ms: number; heap?: number; message: string };

/** Room for two outputs of any size that `outputBytes` can be set to, and the frame around them. */
export const maxReportBytes = 16 * 1024 * 1024;
export const maxCommandBytes = 64 * 1024 * 1024;

/** A frame was not what the protocol allows; the executor that sent it is not to be used again. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export function encodeFrame(head: Command | Report, body = ''): Buffer {
  const text = `${JSON.stringify(head)}\n${body}`;
  const length = Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(4 + length);
  buffer.writeUInt32BE(length, 0);
  buffer.write(text, 4);
  return buffer;
}

const endOfHead = '\n'.charCodeAt(0);

/** Cuts a stream into frames. Throws a ProtocolError when one claims to be larger than `maxBytes`, or has no head. */
export function createFrameReader(
  maxBytes: number,
  onFrame: (head: string, body: string) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= 4) {
      let joined = first(chunks);
      if (joined.length < 4) joined = join(chunks);
      const length = joined.readUInt32BE(0);
      if (length > maxBytes) throw new ProtocolError(`A frame of ${length} bytes is larger than allowed.`);
      if (held < 4 + length) return;
      if (joined.length < 4 + length) joined = join(chunks);
      const rest = joined.subarray(4 + length);
      chunks[0] = rest;
      if (rest.length === 0) chunks.shift();
      held -= 4 + length;
      const line = joined.indexOf(endOfHead, 4);
      if (line < 0 || line >= 4 + length) throw new ProtocolError('A frame has no head.');
      onFrame(joined.toString('utf8', 4, line), joined.toString('utf8', line + 1, 4 + length));
    }
  };

  function join(list: Buffer[]): Buffer {
    const joined = Buffer.concat(list);
    chunks = [joined];
    return joined;
  }
}

function first(list: Buffer[]): Buffer {
  const [head] = list;
  if (!head) throw new ProtocolError('The frame reader lost count.');
  return head;
}

/** Reads the head of a frame of an executor. Throws a ProtocolError for anything that is not a report. */
export function readReport(head: string): Report {
  const { t, n, run, op, at, status, ms, heap, message } = parseObject(head);
  if (t === 'ready') return { t };
  if (t === 'pong' && isCount(n)) return { t, n };
  if (t === 'op' && isCount(run) && isOp(op) && isTime(at)) return { t, run, op, at };
  if (
    t === 'end' &&
    isCount(n) &&
    isStatus(status) &&
    isTime(ms) &&
    (heap === undefined || isTime(heap)) &&
    typeof message === 'string'
  ) {
    return { t, n, status, ms, ...(heap === undefined ? {} : { heap }), message: message.slice(0, 4096) };
  }
  throw new ProtocolError('The executor sent a frame of no known shape.');
}

/** Reads JSON text that must be an object. Throws a ProtocolError otherwise. */
export function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError('The executor sent text that is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('The executor sent JSON that is not an object.');
  }
  return { ...value };
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isOp(value: unknown): value is OpName {
  return typeof value === 'string' && opNames.includes(value);
}

function isStatus(value: unknown): value is SliceStatus {
  return typeof value === 'string' && statuses.includes(value);
}
