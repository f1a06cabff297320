/** What is behind a signal. By object, so that nothing which a script does to the signal changes it. */
export type SignalState = {
  isAborted: boolean;
  reason: unknown;
  /** Of our own, and not listeners: no listener can keep one from being told. */
  readonly steps: Set<() => void>;
  /** Made of this one by `AbortSignal.any`. */
  readonly dependents: Set<object>;
  onabort: unknown;
};

export const signalStates = new WeakMap<object, SignalState>();

/** A signal, of ours or of a library that brings its own. */
export type SignalLike = {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(name: string, listener: () => void): void;
  removeEventListener?(name: string, listener: () => void): void;
};

/** Takes `step` when the signal aborts, before its listeners. Gives what takes that back. */
export function whenAborted(signal: SignalLike, step: () => void): () => void {
  const state = signalStates.get(signal);
  if (state) {
    state.steps.add(step);
    return () => void state.steps.delete(step);
  }
  signal.addEventListener('abort', step);
  return () => signal.removeEventListener?.('abort', step);
}
