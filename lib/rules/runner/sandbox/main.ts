import { readSync, writeSync } from 'node:fs';
import {
  type Command,
  createFrameReader,
  encodeFrame,
  isOp,
  maxCommandBytes,
  type Report,
} from '../protocol';
import { createSandbox, type Sandbox, type SliceOutcome } from './isolate';

/**
 * The executor process. It holds the isolate and passes text between it and the server; it decides nothing.
 * The server sends one slice at a time, and may kill this process at any moment.
 *
 * It has nothing to do but to wait for the next command, so it reads and writes its socket without an event loop, which
 * would take longer than a short rule.
 */
const heapMb = Number(process.argv[2]);
const socket = 3;
/** A slice that took this many milliseconds may have filled the heap. */
const longSliceMs = 1;

function send(report: Report, body?: string): void {
  const frame = encodeFrame(report, body);
  for (let sent = 0; sent < frame.length; ) sent += writeSync(socket, frame, sent);
}

/** An isolate that is looping in native code would keep an ordinary exit waiting. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('This process has been killed.');
}

let sliceBegan = 0;

function runSlice(sandbox: Sandbox, command: Extract<Command, { t: 'slice' }>, data: string): void {
  sliceBegan = performance.now();
  const { entry, run, timeoutMs, forget } = command;
  let outcome = sandbox.enter(entry, run, data, timeoutMs, forget);
  if (outcome.status === 'failed') {
    const told = sandbox.enter('fail', run, outcome.message, timeoutMs);
    outcome = told.status === 'failed' ? { status: 'ok', message: '' } : told;
  }
  const weigh = command.weigh || performance.now() - sliceBegan >= longSliceMs;
  end(command.n, outcome, weigh && outcome.status !== 'memory' ? sandbox.heapBytes() : undefined);
}

function end(n: number, { status, message }: SliceOutcome, heap?: number): void {
  const ms = performance.now() - sliceBegan;
  send({ t: 'end', n, status, ms, message, ...(heap === undefined ? {} : { heap }) });
}

/** Never returns: what Node would do between two commands is nothing that is needed here. */
function serve(handle: (command: Command, body: string) => void): never {
  const read = createFrameReader(maxCommandBytes, (head, body) => handle(JSON.parse(head), body));
  const buffer = Buffer.alloc(65_536);
  send({ t: 'ready' });
  for (;;) {
    const length = readSync(socket, buffer);
    if (length === 0) die();
    read(Buffer.from(buffer.subarray(0, length)));
  }
}

async function main(): Promise<void> {
  const sandbox = await createSandbox(heapMb, (run, op, data) => {
    if (typeof run !== 'number' || typeof data !== 'string' || !isOp(op)) return die();
    send({ t: 'op', run, op, at: performance.now() - sliceBegan }, data);
  });
  let failed: SliceOutcome | undefined;

  function handle(command: Command, body: string): void {
    if (command.t === 'ping') send({ t: 'pong', n: command.n });
    else if (command.t === 'forget') sandbox.forget(command.runs);
    else if (command.t === 'slice' && !failed) runSlice(sandbox, command, body);
    else if (command.t === 'compile' && !failed) {
      const outcome = sandbox.define(command.key, command.form, body);
      if (outcome.status !== 'ok') failed = outcome;
    } else if (command.t === 'slice' && failed) {
      sliceBegan = performance.now();
      end(command.n, failed);
      failed = undefined;
    }
  }

  // Not from within this promise, which the isolate's library settles and would never be done with.
  setImmediate(() => serve(handle));
}

main().catch((error) => {
  console.error(error);
  die();
});
