import type { HostCall } from './host-call';
import { callHost, publicFailure } from './host-call';
import type { Job } from './job';
import { setBy } from './limit-settings';
import { duration } from './limits';
import { type DoneOp, type Op, readOp, TooDeep } from './ops';
import { type DeliverData, type OpName, ProtocolError, type StartData } from './protocol';
import { type CompiledUnit, titleOf, type Unit } from './scripts';
import type {
  HttpAnswer,
  JsonObject,
  LimitCode,
  LogLine,
  RecordedRequest,
  RecordedWrite,
  RuleFailure,
  RunLimits,
  RunOutcome,
  RunReport,
} from './types';

/** How a run ended. `outputs` are what its code left, checked in shape and size only; none where it left nothing. */
export type Ending = RunOutcome &
  Omit<RunReport, 'user' | 'context'> & { outputs: (JsonObject | undefined)[] };

/** What a run needs of the pool that holds it. */
export type RunOwner = {
  deliver(run: PipelineRun, data: DeliverData): void;
  /** The run needs nothing more: no code of it is to run again. */
  over(run: PipelineRun): void;
};

/** `queued` waits for an executor; `detached` has its result, while code behind the callback runs on. */
export type RunState = 'queued' | 'running' | 'detached' | 'over';

/** An entry of the run table: the one authority on what a run may still do. */
export class PipelineRun {
  readonly id: number;
  readonly job: Job;
  readonly limits: RunLimits;
  readonly units: readonly CompiledUnit[];
  readonly result: Promise<Ending>;
  state: RunState = 'queued';
  /** It has called the host, so it must not be run a second time. */
  touchedHost = false;
  restarts = 0;
  cpuMs = 0;
  heapBytes: number | undefined;
  /** When the slice that is now running began, for the executor's times. */
  sliceBegan = 0;
  readonly queuedAt = performance.now();
  #owner: RunOwner;
  #resolve: (result: Ending) => void;
  #timers = new Map<number, { timeout: NodeJS.Timeout; isIdle: boolean }>();
  #calls = new Map<number, AbortController>();
  #counts = { timers: 0, logs: 0, calls: 0, requests: 0, traffic: 0 };
  #deadline: NodeJS.Timeout;
  #began = 0;
  #ruleIndex = 0;
  #ruleBegan = 0;
  #perRule: RunReport['perRule'] = [];
  #logs: LogLine[] = [];
  #writes: RecordedWrite[] = [];
  #requests: RecordedRequest[] = [];
  #outcome: (RunOutcome & Pick<Ending, 'outputs' | 'durationMs'>) | undefined;

  constructor(id: number, job: Job, units: readonly CompiledUnit[], limits: RunLimits, owner: RunOwner) {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.id = id;
    this.job = job;
    this.units = units;
    this.limits = limits;
    this.result = promise;
    this.#owner = owner;
    this.#resolve = resolve;
    this.#deadline = setTimeout(() => this.#noExecutor(), limits.queueMs);
  }

  /** An executor takes the run; its budget begins. Gives what the executor needs to know. */
  start(): StartData {
    this.state = 'running';
    this.#began = this.#began || performance.now();
    this.#ruleBegan = performance.now();
    clearTimeout(this.#deadline);
    const left = this.limits.wallMs - (performance.now() - this.#began);
    this.#deadline = setTimeout(() => this.#outOfTime(), left);
    const { outputBytes, hostCalls, requests, timers, logLines, logBytes } = this.limits;
    return {
      ...this.job.start,
      units: this.units.map(({ key, unit }) => ({ key, name: unit.name })),
      limits: { outputBytes, hostCalls, requests, timers, logLines, logBytes },
    };
  }

  /** Its executor is gone and it had touched nothing: it waits for another as if it had not begun. */
  restart(): void {
    this.restarts += 1;
    this.state = 'queued';
    this.#clearPending();
    this.#counts = { timers: 0, logs: 0, calls: 0, requests: 0, traffic: 0 };
    this.#perRule = [];
    this.#logs = [];
    this.#ruleIndex = 0;
  }

  /** Whether something is still under way that can wake the run: with its result, it does not wait for idle timers. */
  get pending(): boolean {
    const counts = ({ isIdle }: { isIdle: boolean }) => !(isIdle && this.hasResult);
    return this.#calls.size > 0 || this.#timers.values().some(counts);
  }

  get hasResult(): boolean {
    return this.#outcome !== undefined;
  }

  /** The rule or Action whose turn it is. */
  get current(): Unit | undefined {
    return this.units[this.#ruleIndex]?.unit;
  }

  /** `The rule "x"`, whose turn it is. */
  get title(): string {
    return titleOf(this.job.form, this.current);
  }

  /** Takes a report of the executor. Throws a ProtocolError when the run may not do that. */
  receive(name: OpName, at: number, data: string): void {
    if (this.state === 'over') return;
    let op: Op;
    try {
      op = readOp(name, data, this.limits.outputBytes);
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      const message = error.message;
      this.settle({
        kind: 'limit',
        limit: 'output_not_json',
        error: this.failure('LimitError', message),
      });
      return;
    }
    const time = Math.min(this.sliceBegan + at, performance.now());
    if (op.op === 'rule') this.#turnTo(op.rule, time);
    else if (op.op === 'log') this.#log(op, time);
    else if (op.op === 'call') this.#call(op);
    else if (op.op === 'timer') this.#timer(op);
    else if (op.op === 'cancel') this.#cancel(op.id);
    else this.#done(op, time);
  }

  /** A failure at the rule whose turn it is, or at rule `index`. */
  failure(name: string, message: string, index = this.#ruleIndex): RuleFailure {
    const rule = this.units[index]?.unit;
    return { name, message, ...(rule ? { ruleId: rule.id, ruleName: rule.name } : {}) };
  }

  /** Ends the run with `outcome`, unless it has its result already. */
  settle(outcome: RunOutcome): void {
    this.#keep(outcome, [], performance.now());
    this.#endWithCalls();
  }

  /** Gives the result, and lets nothing of the run go on; requests behind a result may come to their end. */
  finish(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    clearTimeout(this.#deadline);
    this.#clearPending();
    this.#answer();
    this.#owner.over(this);
  }

  #endWithCalls(): void {
    for (const call of this.#calls.values()) call.abort();
    this.finish();
  }

  #done(op: DoneOp, time: number): void {
    if (this.#outcome) throw new ProtocolError('The executor ended a run twice.');
    this.job.take(op.outputs);
    this.#endRule(time);
    this.#keep(this.#outcomeOf(op), op.outputs, time);
    this.state = 'detached';
    if (!this.job.waitForDetached) this.#answer();
    const left = Math.min(this.limits.detachedMs, this.limits.wallMs - (time - this.#began));
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#endWithCalls(), Math.max(1, left));
  }

  #outcomeOf(op: DoneOp): RunOutcome {
    if (op.kind === 'continue') return { kind: 'continue' };
    const error = { ...this.failure('Error', '', op.rule), ...op.error };
    if (op.kind !== 'limit') return { kind: op.kind, error };
    const limit: LimitCode = op.limit === 'output_too_large' ? 'output_too_large' : 'output_not_json';
    return { kind: 'limit', limit, error: { ...error, code: limit } };
  }

  #keep(outcome: RunOutcome, outputs: Ending['outputs'], time: number): void {
    if (this.#outcome) return;
    this.#endRule(time);
    const durationMs = this.#began === 0 ? 0 : round(time - this.#began);
    this.#outcome = { ...outcome, outputs, durationMs };
  }

  #answer(): void {
    if (!this.#outcome) return;
    this.#resolve({
      ...this.#outcome,
      logs: [...this.#logs],
      writes: this.#writes.map((write) => ({ ...write })),
      requests: this.#requests.map((request) => ({ ...request })),
      perRule: this.#perRule,
      ...(this.heapBytes === undefined ? {} : { heapBytes: this.heapBytes }),
    });
  }

  #turnTo(index: number, time: number): void {
    if (index !== this.#ruleIndex + 1 || index >= this.units.length)
      throw new ProtocolError('Rules ran out of order.');
    this.#endRule(time);
    this.#ruleIndex = index;
    this.#ruleBegan = time;
  }

  #endRule(time: number): void {
    const rule = this.current;
    if (!rule || this.#began === 0 || this.#perRule.length > this.#ruleIndex) return;
    this.#perRule.push({ ruleId: rule.id, durationMs: round(Math.max(0, time - this.#ruleBegan)) });
  }

  #log({ rule, level, text }: Extract<Op, { op: 'log' }>, time: number): void {
    const ruleId = this.units[rule]?.unit.id;
    if (ruleId === undefined) throw new ProtocolError('The executor named a rule that is not in the run.');
    this.#counts.logs += 1;
    if (this.#counts.logs > this.limits.logLines + this.units.length)
      throw new ProtocolError('Too many log lines.');
    this.#logs.push({ ruleId, level, text, at: round(Math.max(0, time - this.#began)) });
  }

  #timer({ id, ms, isIdle }: Extract<Op, { op: 'timer' }>): void {
    this.#counts.timers += 1;
    if (this.#counts.timers > this.limits.timers || this.#timers.has(id))
      throw new ProtocolError('Too many timers.');
    const fire = () => {
      this.#timers.delete(id);
      this.#owner.deliver(this, { id, ok: true });
    };
    this.#timers.set(id, { timeout: setTimeout(fire, Math.min(ms, 2 ** 31 - 1)), isIdle });
  }

  /** Of a call, that its answer is not waited for: a request is stopped, and its end is recorded. */
  #cancel(id: number): void {
    clearTimeout(this.#timers.get(id)?.timeout);
    this.#timers.delete(id);
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    call?.abort();
  }

  #call({ id, rule, call }: Extract<Op, { op: 'call' }>): void {
    const ruleId = this.units[rule]?.unit.id;
    if (ruleId === undefined || this.#calls.has(id) || !this.#mayCall(call))
      throw new ProtocolError('A call is not possible.');
    const note = call.name === 'fetch' ? this.#noteRequest(call, ruleId) : this.#noteWrite(call, ruleId);
    const ending = new AbortController();
    this.#calls.set(id, ending);
    this.touchedHost = true;
    const { restarts } = this;
    const answer = (data: DeliverData) => {
      note(data);
      if (this.state === 'over' || this.restarts !== restarts) return;
      if (this.#calls.delete(id)) this.#owner.deliver(this, data);
    };
    const maxBytes = this.limits.trafficBytes - this.#counts.traffic;
    callHost(this.job.host, call, ruleId, { maxBytes, signal: ending.signal }).then(
      (value) => answer({ id, ok: true, value }),
      (error: unknown) => answer({ id, ok: false, ...this.#failureOf(error) }),
    );
  }

  /** What a script is told of a call that failed. What an answer may weigh is what the run has left of its traffic. */
  #failureOf(error: unknown): ReturnType<typeof publicFailure> {
    const failure = publicFailure(error);
    if (failure.code !== 'ERR_RESPONSE_TOO_LARGE') return failure;
    const { trafficBytes } = this.limits;
    const message = `The requests of a sign-in and their answers may weigh ${trafficBytes} bytes together ${setBy('trafficBytes')}.`;
    return { ...failure, message };
  }

  /** Counts the call. The sandbox has its own count and tells the script; here it is what holds. */
  #mayCall(call: HostCall): boolean {
    if (this.job.form === 'action' && call.name !== 'fetch') return false;
    if (call.name !== 'fetch') return ++this.#counts.calls <= this.limits.hostCalls;
    this.#counts.traffic += call.request.body?.length ?? 0;
    return ++this.#counts.requests <= this.limits.requests;
  }

  #noteWrite(call: HostCall, ruleId: string): (data: DeliverData) => void {
    if (!('patch' in call)) return () => {};
    const { name, userId, patch } = call;
    const write: RecordedWrite = { ruleId, call: name, userId, patch, outcome: 'pending' };
    this.#writes.push(write);
    return ({ ok }) => {
      write.outcome = ok ? 'done' : 'failed';
    };
  }

  #noteRequest(
    { request: { url, method } }: Extract<HostCall, { name: 'fetch' }>,
    ruleId: string,
  ): (data: DeliverData) => void {
    const request: RecordedRequest = { ruleId, method, url: url.slice(0, 2_048), outcome: 'pending' };
    this.#requests.push(request);
    const began = performance.now();
    return ({ ok, value, message }) => {
      request.durationMs = round(performance.now() - began);
      request.outcome = ok ? 'done' : 'failed';
      if (message !== undefined) request.error = message;
      if (!isAnswer(value)) return;
      request.status = value.status;
      this.#counts.traffic += value.body.length;
    };
  }

  #clearPending(): void {
    for (const { timeout } of this.#timers.values()) clearTimeout(timeout);
    this.#timers.clear();
    this.#calls.clear();
  }

  #noExecutor(): void {
    const message = `No executor came free within ${duration(this.limits.queueMs)}.`;
    this.settle({ kind: 'busy', error: { name: 'BusyError', message } });
  }

  #outOfTime(): void {
    const message = `${this.title} ${this.job.words.late} within ${duration(this.limits.wallMs)} ${setBy('wallMs')}.`;
    this.settle({ kind: 'timeout', cause: 'wall', error: this.failure('TimeoutError', message) });
  }
}

function isAnswer(value: unknown): value is HttpAnswer {
  return typeof value === 'object' && value !== null && 'status' in value && 'body' in value;
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
