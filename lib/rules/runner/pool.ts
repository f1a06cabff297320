import {
  moved,
  settleLost,
  settleNoExecutor,
  settleOutOfMemory,
  settleOverrun,
  settleStopped,
  settleStuck,
  stopped,
} from './endings';
import { ExecutorProcess, type Slice, type SliceEnd } from './executor-process';
import { createFaultBook } from './fault-book';
import { active, createLane, isHeldUp, type Lane, type LaneName, leastLoaded } from './lane';
import type { PipelineRun } from './pipeline-run';
import { syntaxError } from './scripts';
import type { KillReason, ProcessLimits, RetireReason, RunnerEvent } from './types';

export type PoolOptions = {
  executors: number;
  most: number;
  path: string;
  limits: ProcessLimits;
  onEvent: (event: RunnerEvent) => void;
};

/** A start that has waited this long may bring one more executor. */
const reliefMs = 20;
const idleMs = 60_000;
const maxFailedStarts = 3;

/**
 * The executors and the queues before them. What happens when code goes wrong:
 *
 * - A slice that overruns is stopped inside; its run ends. The executor is *retired*: it takes no new run, the
 *   runs that wait there go on to their end, and then it is killed. They have lost one slice's time at most.
 * - An executor that does not stop, is too large, or dies takes its runs along. Those not at fault that have not
 *   called the host start again elsewhere; the others end as `lost`, since what they wrote must not be written
 *   twice and cannot be taken back.
 * - A user and rule that did either run in the `suspect` lane for a while, where they hold up only each other.
 */
export class Pool {
  #options: PoolOptions;
  #lanes: Record<LaneName, Lane>;
  #spare: ExecutorProcess | undefined;
  #faults = createFaultBook();
  #heartbeat: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #respawn: NodeJS.Timeout | undefined;
  #stopped = false;
  #whenComplete: (() => void)[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#lanes = {
      live: createLane('live', options.executors, options.most),
      draft: createLane('draft', 0, 2),
      suspect: createLane('suspect', 0, 1),
    };
    this.#heartbeat = setInterval(() => this.#beat(), options.limits.heartbeatMs);
    this.#heartbeat.unref();
    this.#fill();
  }

  /** Puts a run in its queue; an executor takes it as soon as one is free. */
  submit(run: PipelineRun): void {
    const name = this.#faults.isSuspect(run) ? 'suspect' : run.job.lane;
    this.#lanes[name].queue.push(run);
    this.#pump(this.#lanes[name]);
  }

  /** Resolves when the live lane and the spare are ready, or cannot be. */
  complete(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenComplete.push(resolve);
    this.#tellComplete();
    return promise;
  }

  deliver(run: PipelineRun, data: string): void {
    this.#executorOf(run)?.deliver(run, data);
  }

  /** The run is over, wherever it was. */
  release(run: PipelineRun): void {
    for (const lane of Object.values(this.#lanes)) {
      const at = lane.queue.indexOf(run);
      if (at >= 0) lane.queue.splice(at, 1);
    }
    const executor = this.#executorOf(run);
    executor?.forget(run);
    if (executor) this.#dropWhenEmpty(executor);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#respawn);
    const all = Object.values(this.#lanes);
    for (const { queue, relief } of all) {
      clearTimeout(relief);
      for (const run of [...queue]) settleLost(run, stopped);
    }
    for (const executor of all.flatMap(({ executors }) => [...executors])) executor.kill('told');
    this.#spare?.kill('told');
    this.#tellComplete();
  }

  #tellComplete(): void {
    const { live } = this.#lanes;
    const isComplete =
      this.#spare?.state === 'ready' &&
      active(live) >= live.base &&
      [...live.executors].every(({ state }) => state !== 'starting');
    if (!isComplete && !this.#stopped && this.#failedStarts < maxFailedStarts) return;
    for (const tell of this.#whenComplete.splice(0)) tell();
  }

  #executorOf(run: PipelineRun): ExecutorProcess | undefined {
    for (const { executors } of Object.values(this.#lanes)) {
      for (const executor of executors) if (executor.runs.get(run.id) === run) return executor;
    }
  }

  #pump(lane: Lane): void {
    if (lane.queue.length > 0 && active(lane) === 0) this.#grow(lane);
    while (lane.queue.length > 0) {
      const executor = leastLoaded(lane);
      const run = executor && lane.queue.shift();
      if (!run) break;
      executor.start(run);
      if (executor.compiled.size >= this.#options.limits.scripts) this.#retire(executor, 'scripts');
    }
    if (lane.queue.length === 0 || lane.relief || this.#stopped) return;
    lane.relief = setTimeout(() => {
      lane.relief = undefined;
      if (this.#wantsMore(lane)) this.#grow(lane);
      this.#pump(lane);
    }, reliefMs);
    lane.relief.unref();
  }

  /** As many executors as the cores are for are worth having; more than those while code of one run holds one up. */
  #wantsMore(lane: Lane): boolean {
    const [waiting] = lane.queue;
    if (!waiting || performance.now() - waiting.queuedAt < reliefMs || active(lane) >= lane.most)
      return false;
    return active(lane) < this.#options.executors || isHeldUp(lane, reliefMs);
  }

  /** The spare is warm, so a lane has its executor at once. */
  #grow(lane: Lane): void {
    if (!this.#spare) return;
    lane.executors.add(this.#spare);
    this.#spare = undefined;
    this.#fill();
  }

  /** Brings the live lane to its base, and keeps one warm spare. */
  #fill(): void {
    if (this.#stopped || this.#respawn) return;
    if (this.#failedStarts > 0) {
      const wait = Math.min(5_000, 100 * 2 ** this.#failedStarts);
      this.#respawn = setTimeout(() => {
        this.#respawn = undefined;
        this.#spawnMissing();
      }, wait);
      this.#respawn.unref();
    } else this.#spawnMissing();
  }

  #spawnMissing(): void {
    const { live } = this.#lanes;
    while (active(live) < live.base) {
      live.executors.add(this.#spare ?? this.#spawn());
      this.#spare = undefined;
    }
    this.#spare ??= this.#spawn();
  }

  #spawn(): ExecutorProcess {
    return new ExecutorProcess(this.#options.path, this.#options.limits, {
      ready: () => {
        this.#failedStarts = 0;
        for (const lane of Object.values(this.#lanes)) this.#pump(lane);
        this.#tellComplete();
      },
      ended: (executor, slice, end) => this.#ended(executor, slice, end),
      gone: (executor, reason, slice) => this.#gone(executor, reason, slice),
    });
  }

  #ended(executor: ExecutorProcess, { run }: Slice, end: SliceEnd): void {
    run.cpuMs += Math.min(end.ms, performance.now() - run.sliceBegan);
    if (end.heap !== undefined) run.heapBytes = end.heap;
    if (end.status === 'overrun') this.#overran(executor, run);
    else if (end.status === 'memory') {
      this.#outOfMemory(executor, run);
      return;
    } else if (end.status === 'syntax') this.#notCompiled(executor, run, end.message);
    else if (run.cpuMs >= run.limits.cpuMs) settleOverrun(run);
    else if (run.hasResult && !run.pending) run.finish();
    if ((end.heap ?? 0) > this.#options.limits.heapMb * 1024 * 1024 * 0.6) this.#retire(executor, 'heap');
    this.#endStuckRuns(executor);
    const lane = this.#laneOf(executor);
    if (lane && executor.isIdle) this.#pump(lane);
  }

  #overran(executor: ExecutorProcess, run: PipelineRun): void {
    this.#faults.blame(run);
    settleOverrun(run);
    this.#retire(executor, 'overrun');
  }

  #outOfMemory(executor: ExecutorProcess, run: PipelineRun): void {
    this.#faults.blame(run);
    settleOutOfMemory(run);
    executor.kill('memory');
  }

  #notCompiled(executor: ExecutorProcess, run: PipelineRun, message: string): void {
    const [, key, line, column] = message.match(/\[rule:(\w+):(\d+):(\d+)\]$/) ?? [];
    const found = run.units.find((compiled) => compiled.key === key) ?? run.units[0];
    if (!found) {
      run.finish();
      return;
    }
    for (const compiled of run.units) executor.compiled.delete(compiled.key);
    const at = line && column ? { line: Number(line), column: Number(column) } : undefined;
    run.settle(syntaxError(found.unit, message.replace(/ \[rule:.*$/, ''), at));
  }

  /** Where nothing is under way for any run, nothing can call back any more: no need to wait for the limit. */
  #endStuckRuns(executor: ExecutorProcess): void {
    if (!executor.isIdle) return;
    const runs = [...executor.runs.values()];
    if (runs.some((run) => run.pending)) return;
    for (const run of runs) settleStuck(run);
  }

  #gone(executor: ExecutorProcess, reason: KillReason | 'told', slice: Slice | undefined): void {
    const lane = this.#laneOf(executor);
    lane?.executors.delete(executor);
    if (this.#spare === executor) this.#spare = undefined;
    if (reason !== 'told') this.#report(executor, lane, reason, slice);
    const others = [...executor.runs.values()].filter((run) => run !== slice?.run);
    executor.runs.clear();
    if (slice) this.#settleAtFault(slice.run, reason);
    for (const run of others.reverse()) this.#moveOrLose(run, lane);
    this.#fill();
    if (lane) this.#pump(lane);
    if (this.#failedStarts >= maxFailedStarts) this.#giveUpQueues();
    this.#tellComplete();
  }

  #report(
    executor: ExecutorProcess,
    lane: Lane | undefined,
    reason: KillReason,
    slice: Slice | undefined,
  ): void {
    if (!executor.wasReady) {
      this.#failedStarts += 1;
      this.#options.onEvent({ type: 'start_failed', detail: executor.lastWords });
      return;
    }
    const ruleIds = slice?.run.units.map(({ unit }) => unit.id) ?? [];
    this.#options.onEvent({
      type: 'killed',
      reason,
      lane: lane?.name ?? 'spare',
      ruleIds,
      userId: slice?.run.job.subject,
    });
  }

  #settleAtFault(run: PipelineRun, reason: KillReason | 'told'): void {
    if (reason === 'told') {
      settleLost(run, stopped);
      return;
    }
    this.#faults.blame(run);
    if (reason === 'hung') settleOverrun(run);
    else if (reason === 'memory') settleOutOfMemory(run);
    else settleStopped(run);
  }

  #moveOrLose(run: PipelineRun, lane: Lane | undefined): void {
    if (run.hasResult) {
      run.finish();
      return;
    }
    if (!this.#stopped && lane && !run.touchedHost && run.restarts === 0) {
      run.restart();
      lane.queue.unshift(run);
      return;
    }
    settleLost(run, this.#stopped ? stopped : moved);
  }

  #giveUpQueues(): void {
    for (const { queue } of Object.values(this.#lanes)) {
      for (const run of [...queue]) settleNoExecutor(run);
    }
  }

  #retire(executor: ExecutorProcess, reason: RetireReason): void {
    if (executor.state !== 'ready') return;
    executor.state = 'retired';
    const lane = this.#laneOf(executor);
    this.#options.onEvent({ type: 'retired', reason, lane: lane?.name ?? 'spare' });
    this.#fill();
    if (lane) this.#pump(lane);
    this.#dropWhenEmpty(executor);
  }

  #dropWhenEmpty(executor: ExecutorProcess): void {
    if (executor.state === 'retired' && executor.runs.size === 0 && executor.isIdle) executor.kill('told');
  }

  #laneOf(executor: ExecutorProcess): Lane | undefined {
    return Object.values(this.#lanes).find(({ executors }) => executors.has(executor));
  }

  #beat(): void {
    for (const lane of Object.values(this.#lanes)) {
      for (const executor of lane.executors) {
        const idle = executor.runs.size === 0 && performance.now() - executor.idleSince > idleMs;
        if (idle && active(lane) > lane.base) this.#retire(executor, 'idle');
        else executor.ping();
      }
    }
    this.#spare?.ping();
  }
}
