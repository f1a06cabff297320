import { setBy } from '../limit-settings';
import { failTurn, type SandboxRun } from './run';

const maxDelay = 2 ** 31 - 1;

/**
 * Arms timer `id` of a run. An idle one wakes the run while it goes on, and does not keep it from ending. Throws a
 * RangeError over the limit.
 */
function arm(run: SandboxRun, timer: { id: number; ms: number; isIdle: boolean }, fire: () => void): void {
  if (run.counts.timers >= run.start.limits.timers)
    throw new RangeError(`A sign-in may set ${run.start.limits.timers} timers ${setBy('timers')}.`);
  run.counts.timers += 1;
  run.waiting.set(timer.id, { fire });
  run.send('timer', JSON.stringify(timer));
}

/** Calls `fire` once, unless the run has ended by then: nobody waits for that. */
export function setIdleTimer(run: SandboxRun, ms: number, fire: () => void): void {
  const id = ++run.counts.ids;
  arm(run, { id, ms: delayOf(ms), isIdle: true }, () => {
    run.waiting.delete(id);
    fire();
  });
}

const delayOf = (given: unknown) => Math.min(maxDelay, Math.max(1, Math.trunc(Number(given)) || 1));

/** The timer functions of unit `index`. */
export function createTimers(target: () => SandboxRun, index: number) {
  const set =
    (repeat: boolean) =>
    (handler: unknown, delay?: unknown, ...args: unknown[]) => {
      if (typeof handler !== 'function') throw new TypeError('The callback of a timer must be a function.');
      const run = target();
      const ms = delayOf(delay);
      const timer = { id: ++run.counts.ids, run };
      const start = () => arm(run, { id: timer.id, ms, isIdle: false }, fire);
      const fire = () => {
        run.waiting.delete(timer.id);
        try {
          if (repeat) start();
          Reflect.apply(handler, undefined, args);
        } catch (reason) {
          failTurn(run, index, reason);
        }
      };
      start();
      return timerHandle(timer);
    };
  const clear = (handle: unknown) => {
    const timer = typeof handle === 'object' && handle !== null ? timerOf.get(handle) : undefined;
    const found = timer ?? (typeof handle === 'number' ? { id: handle, run: target() } : undefined);
    if (found?.run.waiting.delete(found.id)) found.run.send('cancel', JSON.stringify({ id: found.id }));
  };
  const later = set(false);
  return {
    setTimeout: later,
    clearTimeout: clear,
    setInterval: set(true),
    clearInterval: clear,
    setImmediate: (handler: unknown, ...args: unknown[]) => later(handler, 0, ...args),
    clearImmediate: clear,
  };
}

type Timer = { id: number; run: SandboxRun };
const timerOf = new WeakMap<object, Timer>();

function timerHandle(timer: Timer): object {
  const handle = {
    ref: () => handle,
    unref: () => handle,
    hasRef: () => true,
    [Symbol.toPrimitive]: () => timer.id,
  };
  timerOf.set(handle, timer);
  return handle;
}
