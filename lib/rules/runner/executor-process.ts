import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Duplex } from 'node:stream';
import type { PipelineRun } from './pipeline-run';
import {
  type Command,
  createFrameReader,
  encodeFrame,
  maxReportBytes,
  type Report,
  readReport,
  type SliceEntry,
} from './protocol';
import type { KillReason, ProcessLimits } from './types';

export type Slice = { run: PipelineRun; entry: SliceEntry; data: string };
export type SliceEnd = Extract<Report, { t: 'end' }>;

export type ExecutorEvents = {
  ready(executor: ExecutorProcess): void;
  /** A slice ended; the next may be given. */
  ended(executor: ExecutorProcess, slice: Slice, end: SliceEnd): void;
  /** The process is gone; `slice` is what it was running. */
  gone(executor: ExecutorProcess, reason: KillReason | 'told', slice: Slice | undefined): void;
};

export type ExecutorState = 'starting' | 'ready' | 'retired' | 'dead';

const watchMs = 50;
const maxStrayOps = 10_000;
/** Of the slices that nobody asks the heap of; those that run long are weighed always. */
const weighEvery = 16;

/**
 * One disposable process with one isolate. It is sent one slice at a time, so that whose code is running is
 * known here at every moment; it is watched from outside, and SIGKILL is the only way to stop it.
 */
export class ExecutorProcess {
  state: ExecutorState = 'starting';
  readonly runs = new Map<number, PipelineRun>();
  readonly compiled = new Set<string>();
  current: Slice | undefined;
  /** It has got as far as being ready, so that its end is not a failed start. */
  wasReady = false;
  idleSince = performance.now();
  /** The end of what the process said before it died, for the operator's log. */
  lastWords = '';
  #queue: Slice[] = [];
  /** Runs that are over, and of which the process has not been told yet. */
  #over: number[] = [];
  #child: ChildProcess;
  #socket: Duplex | undefined;
  #path: string;
  #limits: ProcessLimits;
  #events: ExecutorEvents;
  #slices = 0;
  #deadline = 0;
  #watch: NodeJS.Timeout | undefined;
  #pings = { sent: 0, answered: 0 };
  #strays = 0;

  constructor(path: string, limits: ProcessLimits, events: ExecutorEvents) {
    this.#path = path;
    this.#limits = limits;
    this.#events = events;
    this.#child = spawnExecutor(path, limits.heapMb);
    this.#child.once('exit', () => this.#gone('exited'));
    this.#child.once('error', (error) => {
      this.lastWords = error.message;
      this.#gone('exited');
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.lastWords = (this.lastWords + String(chunk)).slice(-2_000);
    });
    this.#child.unref();
    unrefStream(this.#child.stderr);
    const [, , , pipe] = this.#child.stdio;
    if (!(pipe instanceof Duplex)) throw new Error('The executor has no socket.');
    const read = createFrameReader(maxReportBytes, (head, body) => this.#receive(readReport(head), body));
    pipe.on('data', (chunk: Buffer) => this.#guard(() => read(chunk)));
    pipe.on('error', () => this.kill('exited'));
    pipe.on('close', () => this.kill('exited'));
    unrefStream(pipe);
    this.#socket = pipe;
  }

  get isIdle(): boolean {
    return this.current === undefined && this.#queue.length === 0;
  }

  /** Begins a run here. The executor must be idle. */
  start(run: PipelineRun): void {
    this.runs.set(run.id, run);
    for (const { key, form, code } of run.units) {
      if (this.compiled.has(key)) continue;
      this.compiled.add(key);
      this.#send({ t: 'compile', key, form }, code);
    }
    this.#queue.push({ run, entry: 'start', data: JSON.stringify(run.start()) });
    this.#next();
  }

  deliver(run: PipelineRun, data: string): void {
    this.#queue.push({ run, entry: 'deliver', data });
    this.#next();
  }

  /** Nothing of the run goes on here. The process is told with the next slice, before any code runs, or by `ping`. */
  forget(run: PipelineRun): void {
    if (!this.runs.delete(run.id)) return;
    this.#queue = this.#queue.filter((slice) => slice.run !== run);
    this.#over.push(run.id);
  }

  /**
   * Asks for a sign of life; kills a process that has not answered the last time. Only for idle ones, which keep nothing
   * of runs that are over for longer than until here.
   */
  ping(): void {
    if (this.state !== 'ready' || !this.isIdle) return;
    if (this.#over.length > 0) this.#send({ t: 'forget', runs: this.#over.splice(0) });
    if (this.#pings.sent !== this.#pings.answered) {
      this.kill('heartbeat');
      return;
    }
    this.#pings.sent += 1;
    this.#send({ t: 'ping', n: this.#pings.sent });
  }

  kill(reason: KillReason | 'told'): void {
    this.#child.kill('SIGKILL');
    this.#gone(reason);
  }

  #gone(reason: KillReason | 'told'): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    if (!this.wasReady && !existsSync(this.#path))
      this.lastWords = `${this.#path} is missing: build it first.`;
    clearInterval(this.#watch);
    this.#socket?.destroy();
    const slice = this.current;
    this.current = undefined;
    this.#queue = [];
    this.#events.gone(this, reason, slice);
  }

  #guard(read: () => void): void {
    try {
      if (this.state !== 'dead') read();
    } catch (error) {
      // Whatever goes wrong while reading, it is what this process sent that did it.
      this.lastWords = error instanceof Error ? error.message : String(error);
      this.kill('protocol');
    }
  }

  #receive(report: Report, body: string): void {
    if (this.state === 'dead') return;
    if (report.t === 'ready') {
      if (this.state !== 'starting') throw new Error('The executor was ready twice.');
      this.state = 'ready';
      this.wasReady = true;
      this.#events.ready(this);
    } else if (report.t === 'pong') this.#pings.answered = report.n;
    else if (report.t === 'op') this.#op(report, body);
    else this.#end(report);
  }

  #op({ run: id, op, at }: Extract<Report, { t: 'op' }>, body: string): void {
    const run = this.runs.get(id);
    if (run) {
      run.receive(op, at, body);
      return;
    }
    // The run may have ended a moment ago; one that never was here, or too many, is another matter.
    this.#strays += 1;
    if (this.#strays > maxStrayOps) throw new Error('The executor speaks of runs that are not its own.');
  }

  #end(end: SliceEnd): void {
    const slice = this.current;
    if (!slice || end.n !== this.#slices) throw new Error('The executor ended a slice that was not running.');
    this.current = undefined;
    this.idleSince = performance.now();
    this.#events.ended(this, slice, end);
    this.#next();
  }

  #next(): void {
    if (this.current || this.state === 'starting' || this.state === 'dead') return;
    const slice = this.#queue.shift();
    if (!slice) return;
    const { run } = slice;
    const timeoutMs = Math.max(1, Math.ceil(Math.min(run.limits.sliceMs, run.limits.cpuMs - run.cpuMs)));
    this.current = slice;
    this.#slices += 1;
    run.sliceBegan = performance.now();
    this.#deadline = run.sliceBegan + timeoutMs + this.#limits.graceMs;
    this.#watch ??= setInterval(() => this.#look(), watchMs);
    const { entry, data } = slice;
    const weigh = run.job.lane === 'draft' || this.#slices % weighEvery === 0;
    const forget = this.#over.splice(0);
    this.#send({ t: 'slice', n: this.#slices, run: run.id, entry, timeoutMs, weigh, forget }, data);
  }

  /** From outside, because a process that is looping or full cannot be asked. */
  #look(): void {
    if (!this.current) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      return;
    }
    const rss = residentMb(this.#child.pid);
    if (rss > this.#limits.rssMb) {
      this.kill('memory');
      return;
    }
    if (performance.now() < this.#deadline) return;
    const n = this.#slices;
    // If it was this process that was held up, the answer is already there to be read.
    setImmediate(() => setImmediate(() => this.current && this.#slices === n && this.kill('hung')));
  }

  #send(command: Command, body?: string): void {
    if (this.state !== 'dead') this.#socket?.write(encodeFrame(command, body));
  }
}

/**
 * Node's permission model is the second wall: no files but its own code, no child processes, no workers. The
 * environment is empty, so there is nothing to read there either.
 */
function spawnExecutor(path: string, heapMb: number): ChildProcess {
  const root = resolve(dirname(path), '../..');
  const readable = [
    dirname(path),
    resolve(root, 'node_modules/isolated-vm'),
    resolve(root, 'node_modules/node-gyp-build'),
    '/etc/alpine-release',
  ];
  const flags = [
    '--permission',
    '--allow-addons',
    '--disable-warning=SecurityWarning',
    '--no-node-snapshot',
    // In MB, and as fast as V8's own 16 in the bench: what a run leaves is garbage at its end.
    '--max-semi-space-size=2',
  ];
  const reads = readable.map((folder) => `--allow-fs-read=${folder}${folder.startsWith('/etc') ? '' : '/'}`);
  const options: SpawnOptions = {
    env: noEnvironment,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  };
  return spawn(process.execPath, [...flags, ...reads, path, String(heapMb)], options);
}

const noEnvironment: NodeJS.ProcessEnv = Object.create(null);

/** 0 where the system has no /proc: there, only the isolate's own limit and the watchdog hold. */
function residentMb(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  try {
    const [, kilobytes] =
      readFileSync(/* turbopackIgnore: true */ `/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m) ??
      [];
    return Number(kilobytes ?? 0) / 1024;
  } catch (error) {
    // The process has ended between two looks; its exit event follows.
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}

function unrefStream(stream: object | null | undefined): void {
  if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
}
