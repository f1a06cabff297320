import ivm from 'isolated-vm';
import type { CodeForm, SliceStatus } from '../protocol';
import { callNative } from './native';
import { namesIn } from './scope-names';

declare const PRELUDE: string;

export type SliceOutcome = { status: SliceStatus; message: string };
export type Sandbox = {
  /** Compiles a script and keeps it under `key`; the error is that of the script. */
  define(key: string, form: CodeForm, code: string): SliceOutcome;
  enter(
    entry: 'start' | 'deliver' | 'fail',
    run: number,
    data: string,
    timeoutMs: number,
    /** Runs that are over, to be let go before. */
    forget?: readonly number[],
  ): SliceOutcome;
  forget(runs: readonly number[]): SliceOutcome;
  heapBytes(): number;
  dispose(): void;
};

const shortMs = 100;

/**
 * One line goes before the source, so that its own lines are counted from 1 (`lineOffset`). An Action's body is a
 * function of its own, because a module may declare what the scope names again (`const { setTimeout } = …`).
 */
const wrap: Record<CodeForm, (names: string, code: string) => string> = {
  rule: (names, code) => `(function (${names}) { return (\n${code}\n)})`,
  action: (names, code) => `(function (${names}) { (function () {\n${code}\n}).call(this) })`,
};

/**
 * One isolate with one context. Every way in has a timeout, which covers the promise jobs that it sets off; no promise
 * and no object crosses. Scripts run on the caller's thread, since a thread of their own costs more than a short rule:
 * what `out` is told it must pass on at once, and whoever waits for an answer meanwhile is not the caller.
 */
export async function createSandbox(
  heapMb: number,
  out: (run: unknown, op: unknown, data: unknown) => void,
): Promise<Sandbox> {
  const isolate = new ivm.Isolate({ memoryLimit: heapMb, onCatastrophicError: () => process.abort() });
  const context = await isolate.createContext();
  const boot: ivm.Reference = await context.eval(
    `(function(){"use strict";${PRELUDE};return Prelude.boot})()`,
    {
      filename: '<annex>',
      reference: true,
      timeout: 5_000,
    },
  );
  const entries: ivm.Reference = await boot.apply(
    undefined,
    [new ivm.Callback(out, { sync: true }), new ivm.Callback(callNative), process.version],
    { result: { reference: true }, timeout: 5_000 },
  );
  const references = {
    define: await entryOf(entries, 'define'),
    start: await entryOf(entries, 'start'),
    deliver: await entryOf(entries, 'deliver'),
    fail: await entryOf(entries, 'fail'),
    forget: await entryOf(entries, 'forget'),
  };

  function enter(name: keyof typeof references, args: unknown[], timeout: number): SliceOutcome {
    try {
      references[name].applySync(undefined, args, { timeout });
      return { status: 'ok', message: '' };
    } catch (error) {
      return outcomeOf(error, isolate);
    }
  }

  return {
    define(key, form, code) {
      try {
        const names = namesIn(form, code).join();
        const source = wrap[form](names, code);
        const script = isolate.compileScriptSync(source, { filename: `rule:${key}`, lineOffset: -1 });
        const factory: ivm.Reference = script.runSync(context, {
          reference: true,
          timeout: shortMs,
          release: true,
        });
        return enter('define', [key, factory.derefInto({ release: true }), names], shortMs);
      } catch (error) {
        const outcome = outcomeOf(error, isolate);
        return outcome.status === 'failed' ? { ...outcome, status: 'syntax' } : outcome;
      }
    },
    enter(entry, run, data, timeoutMs, over = []) {
      const outcome = enter(entry, [run, data, over.join()], timeoutMs);
      // Promise jobs that the stopped code left behind would run in the next slice and be charged to it. An
      // empty entry either runs them to their end or, when it is stopped in turn, makes V8 drop them all.
      if (outcome.status === 'overrun') enter('forget', [String(run)], 20);
      return outcome;
    },
    forget: (runs) => enter('forget', [runs.join()], shortMs),
    heapBytes: () => isolate.getHeapStatisticsSync().used_heap_size,
    dispose: () => isolate.dispose(),
  };
}

async function entryOf(entries: ivm.Reference, name: string): Promise<ivm.Reference> {
  return entries.get(name, { reference: true });
}

function outcomeOf(error: unknown, isolate: ivm.Isolate): SliceOutcome {
  const message = error instanceof Error ? String(error.message).slice(0, 2_000) : 'The rule failed.';
  if (isolate.isDisposed) return { status: 'memory', message };
  if (message === 'Script execution timed out.') return { status: 'overrun', message };
  return { status: 'failed', message };
}
