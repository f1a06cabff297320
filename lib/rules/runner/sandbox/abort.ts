import { type SignalState, signalStates } from './abort-steps';
import { DOMException } from './dom-exception';
import { createEventTarget, trustedEvent } from './event-target';
import { withCode } from './with-code';

export type AbortHost = {
  /** Takes what a listener threw. */
  fail(reason: unknown): void;
  /** A timer of the run that is under way. */
  later(ms: number, fire: () => void): void;
};

const maxDelay = 2 ** 32 - 1;

function delayOf(value: unknown): number {
  if (typeof value !== 'number')
    throw withCode(new TypeError('The "delay" argument must be of type number.'), 'ERR_INVALID_ARG_TYPE');
  if (!Number.isInteger(value) || value < 0 || value > maxDelay)
    throw withCode(
      new RangeError(`The value of "delay" is out of range. It must be >= 0 and <= ${maxDelay}.`),
      'ERR_OUT_OF_RANGE',
    );
  return value;
}

function stateOf(signal: unknown): SignalState {
  const state = typeof signal === 'object' && signal !== null ? signalStates.get(signal) : undefined;
  if (!state)
    throw withCode(new TypeError('The signal must be an instance of AbortSignal.'), 'ERR_INVALID_ARG_TYPE');
  return state;
}

/** `AbortController` and `AbortSignal` as Node 22 has them, and what they stand on. */
export function createAbort({ fail, later }: AbortHost) {
  const EventTarget = createEventTarget(fail);
  const byUs = Symbol('made by us');

  class AbortSignal extends EventTarget {
    constructor(token?: unknown) {
      if (token !== byUs) throw withCode(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
      super();
      signalStates.set(this, {
        isAborted: false,
        reason: undefined,
        steps: new Set(),
        dependents: new Set(),
        onabort: null,
      });
    }

    static abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')) {
      const signal = new AbortSignal(byUs);
      Object.assign(stateOf(signal), { isAborted: true, reason });
      return signal;
    }

    static timeout(delay: unknown) {
      const ms = delayOf(delay);
      const signal = new AbortSignal(byUs);
      later(ms, () =>
        abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      );
      return signal;
    }

    static any(signals: Iterable<unknown>) {
      const sources = [...signals].map(stateOf);
      const aborted = sources.find(({ isAborted }) => isAborted);
      const signal = new AbortSignal(byUs);
      if (aborted) Object.assign(stateOf(signal), { isAborted: true, reason: aborted.reason });
      else for (const { dependents } of sources) dependents.add(signal);
      return signal;
    }

    get aborted(): boolean {
      return stateOf(this).isAborted;
    }
    get reason(): unknown {
      return stateOf(this).reason;
    }
    get onabort(): unknown {
      return stateOf(this).onabort;
    }
    /** Keeps its place among the listeners when it is replaced. */
    set onabort(handler: unknown) {
      const state = stateOf(this);
      const isFirst = state.onabort === null;
      state.onabort = handler ?? null;
      if (state.onabort === null) super.removeEventListener('abort', callHandler);
      else if (isFirst) super.addEventListener('abort', callHandler);
    }
    override get [Symbol.toStringTag](): string {
      return 'AbortSignal';
    }

    throwIfAborted(): void {
      const { isAborted, reason } = stateOf(this);
      if (isAborted) throw reason;
    }
  }

  function callHandler(this: object, event: unknown): void {
    const { onabort } = stateOf(this);
    if (typeof onabort === 'function') Reflect.apply(onabort, this, [event]);
  }

  /** All that depend on the signal are aborted before anybody is told of one. */
  function abort(signal: object, reason: unknown): void {
    const reached: object[] = [];
    const queue = [signal];
    for (let next = queue.shift(); next; next = queue.shift()) {
      const state = stateOf(next);
      if (state.isAborted) continue;
      Object.assign(state, { isAborted: true, reason });
      reached.push(next);
      for (const dependent of state.dependents) queue.push(dependent);
      state.dependents.clear();
    }
    for (const each of reached) {
      const { steps } = stateOf(each);
      for (const step of steps) step();
      steps.clear();
      Reflect.apply(EventTarget.prototype.dispatchEvent, each, [trustedEvent('abort')]);
    }
  }

  class AbortController {
    readonly #signal = new AbortSignal(byUs);

    get signal(): AbortSignal {
      return this.#signal;
    }
    get [Symbol.toStringTag](): string {
      return 'AbortController';
    }

    abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
      abort(this.#signal, reason);
    }
  }

  return { EventTarget, AbortSignal, AbortController };
}
