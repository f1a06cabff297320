import type { ActionSurroundings, ActionTrigger } from './action-types';

/**
 * What goes over the socket between the server and an executor: frames of four bytes of length (big endian) and
 * JSON. The server sends one slice at a time and waits for its `end`, so it always knows whose code is running.
 * It trusts nothing that comes back: `readFrame` checks shape and size, and the run table decides the rest.
 */

export type SliceEntry = 'start' | 'deliver';

/** A rule is one function expression; an Action is a CommonJS module. */
export type CodeForm = 'rule' | 'action';

/** Server to executor. */
export type Command =
  | { t: 'compile'; key: string; form: CodeForm; code: string }
  | {
      t: 'slice';
      n: number;
      run: number;
      entry: SliceEntry;
      timeoutMs: number;
      data: string;
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

/** What a slice start carries, as JSON text. */
export type StartData = RulesStart | ActionsStart;

/** `code` and `statusCode` of an error are for the script, as libraries give them. */
export type DeliverData = { id: number; ok: boolean; value?: unknown } & Partial<CallFailure>;
export type CallFailure = { message: string; code: string; statusCode: number };

/** `rule`: the next rule or Action has its turn. */
export type OpName = 'rule' | 'log' | 'call' | 'timer' | 'cancel' | 'done';
const opNames: readonly string[] = ['rule', 'log', 'call', 'timer', 'cancel', 'done'] satisfies OpName[];

export type SliceStatus = 'ok' | 'overrun' | 'memory' | 'failed' | 'syntax';
const statuses: readonly string[] = ['ok', 'overrun', 'memory', 'failed', 'syntax'] satisfies SliceStatus[];

/** Executor to server. `data` is JSON text that `ops.ts` checks; `at` and `ms` count from the slice's begin. */
export type Report =
  | { t: 'ready' }
  | { t: 'pong'; n: number }
  | { t: 'op'; run: number; op: OpName; at: number; data: string }
  | { t: 'end'; n: number; status: SliceStatus; ms: number; heap: number; message: string };

/** Room for two outputs of 1 MB, each character escaped, and the frame around them. */
export const maxReportBytes = 16 * 1024 * 1024;
export const maxCommandBytes = 64 * 1024 * 1024;

/** A frame was not what the protocol allows; the executor that sent it is not to be used again. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export function encodeFrame(frame: Command | Report): Buffer {
  const text = JSON.stringify(frame);
  const length = Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(4 + length);
  buffer.writeUInt32BE(length, 0);
  buffer.write(text, 4);
  return buffer;
}

/** Cuts a stream into frames. Throws a ProtocolError when one claims to be larger than `maxBytes`. */
export function createFrameReader(
  maxBytes: number,
  onFrame: (text: string) => void,
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
      onFrame(joined.toString('utf8', 4, 4 + length));
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

/** Reads a frame of an executor. Throws a ProtocolError for anything that is not a report. */
export function readReport(text: string): Report {
  const frame = parseObject(text);
  const { t, n, run, op, at, data, status, ms, heap, message } = frame;
  if (t === 'ready') return { t };
  if (t === 'pong' && isCount(n)) return { t, n };
  if (t === 'op' && isCount(run) && isOp(op) && isTime(at) && typeof data === 'string') {
    return { t, run, op, at, data };
  }
  if (
    t === 'end' &&
    isCount(n) &&
    isStatus(status) &&
    isTime(ms) &&
    isTime(heap) &&
    typeof message === 'string'
  ) {
    return { t, n, status, ms, heap, message: message.slice(0, 4096) };
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
