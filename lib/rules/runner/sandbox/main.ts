import { Socket } from 'node:net';
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
 */
const heapMb = Number(process.argv[2]);
const socket = new Socket({ fd: 3, readable: true, writable: true });

function send(report: Report): void {
  socket.write(encodeFrame(report));
}

/** An isolate that is looping in native code would keep an ordinary exit waiting. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

let sliceBegan = 0;

function runSlice(sandbox: Sandbox, command: Extract<Command, { t: 'slice' }>): void {
  sliceBegan = performance.now();
  const { entry, run, data, timeoutMs, forget } = command;
  let outcome = sandbox.enter(entry, run, data, timeoutMs, forget);
  if (outcome.status === 'failed') {
    const told = sandbox.enter('fail', run, outcome.message, timeoutMs);
    outcome = told.status === 'failed' ? { status: 'ok', message: '' } : told;
  }
  end(command.n, outcome, outcome.status === 'memory' ? 0 : sandbox.heapBytes());
}

function end(n: number, { status, message }: SliceOutcome, heap: number): void {
  send({ t: 'end', n, status, ms: performance.now() - sliceBegan, heap, message });
}

async function main(): Promise<void> {
  const sandbox = await createSandbox(heapMb, (run, op, data) => {
    if (typeof run !== 'number' || typeof data !== 'string' || !isOp(op)) return die();
    send({ t: 'op', run, op, at: performance.now() - sliceBegan, data });
  });
  let failed: SliceOutcome | undefined;

  async function handle(command: Command): Promise<void> {
    if (command.t === 'ping') return send({ t: 'pong', n: command.n });
    if (command.t === 'slice' && !failed) return runSlice(sandbox, command);
    if (command.t === 'forget') sandbox.forget(command.runs);
    if (command.t === 'compile' && !failed) {
      const outcome = await sandbox.define(command.key, command.form, command.code);
      if (outcome.status !== 'ok') failed = outcome;
    }
    if (command.t === 'slice' && failed) {
      sliceBegan = performance.now();
      end(command.n, failed, 0);
      failed = undefined;
    }
  }

  let last: Promise<unknown> = Promise.resolve();
  const read = createFrameReader(maxCommandBytes, (text) => {
    const command: Command = JSON.parse(text);
    last = last.then(() => handle(command)).catch(die);
  });
  socket.on('data', read);
  socket.on('close', die);
  socket.on('error', die);
  send({ t: 'ready' });
}

main().catch((error) => {
  console.error(error);
  die();
});
