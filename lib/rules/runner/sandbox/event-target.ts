import { type SignalLike, signalStates, whenAborted } from './abort-steps';
import { withCode } from './with-code';

type Flag = 'bubbles' | 'cancelable' | 'composed';
type EventState = Record<Flag, boolean> & {
  type: string;
  target: object | null;
  isUnderWay: boolean;
  isStopped: boolean;
  isPassive: boolean;
  isPrevented: boolean;
  isBubbleCancelled: boolean;
  isTrusted: boolean;
  at: number;
};

const states = new WeakMap<object, EventState>();

function stateOf(event: unknown): EventState {
  const state = typeof event === 'object' && event !== null ? states.get(event) : undefined;
  if (!state)
    throw withCode(new TypeError('The event must be an instance of Event.'), 'ERR_INVALID_ARG_TYPE');
  return state;
}

/** `Event` of the platform. Nothing here has parents, so an event has one target and bubbles nowhere. */
export class Event {
  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;

  constructor(...args: [type?: unknown, options?: unknown]) {
    const [type, options] = args;
    if (args.length === 0)
      throw withCode(new TypeError('The "type" argument must be specified'), 'ERR_MISSING_ARGS');
    const flags: Partial<Record<Flag, unknown>> = Object(options);
    states.set(this, {
      type: String(type),
      bubbles: Boolean(flags.bubbles),
      cancelable: Boolean(flags.cancelable),
      composed: Boolean(flags.composed),
      target: null,
      isUnderWay: false,
      isStopped: false,
      isPassive: false,
      isPrevented: false,
      isBubbleCancelled: false,
      isTrusted: false,
      at: Date.now(),
    });
  }

  get type(): string {
    return stateOf(this).type;
  }
  get bubbles(): boolean {
    return stateOf(this).bubbles;
  }
  get cancelable(): boolean {
    return stateOf(this).cancelable;
  }
  get composed(): boolean {
    return stateOf(this).composed;
  }
  get target(): object | null {
    return stateOf(this).target;
  }
  get srcElement(): object | null {
    return stateOf(this).target;
  }
  get currentTarget(): object | null {
    const { isUnderWay, target } = stateOf(this);
    return isUnderWay ? target : null;
  }
  get eventPhase(): number {
    return stateOf(this).isUnderWay ? Event.AT_TARGET : Event.NONE;
  }
  get defaultPrevented(): boolean {
    return stateOf(this).isPrevented;
  }
  get returnValue(): boolean {
    return !stateOf(this).isPrevented;
  }
  get cancelBubble(): boolean {
    return stateOf(this).isBubbleCancelled;
  }
  set cancelBubble(value: boolean) {
    if (value) this.stopPropagation();
  }
  get isTrusted(): boolean {
    return stateOf(this).isTrusted;
  }
  get timeStamp(): number {
    return stateOf(this).at;
  }
  get [Symbol.toStringTag](): string {
    return 'Event';
  }

  composedPath(): object[] {
    const { isUnderWay, target } = stateOf(this);
    return isUnderWay && target ? [target] : [];
  }
  preventDefault(): void {
    const state = stateOf(this);
    if (state.cancelable && !state.isPassive) state.isPrevented = true;
  }
  stopPropagation(): void {
    stateOf(this).isBubbleCancelled = true;
  }
  stopImmediatePropagation(): void {
    const state = stateOf(this);
    state.isBubbleCancelled = true;
    state.isStopped = true;
  }
}

/** An event with something to tell. */
export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(...args: [type?: unknown, options?: unknown]) {
    super(...args);
    this.#detail = Object(args[1]).detail ?? null;
  }

  get detail(): unknown {
    return this.#detail;
  }
  override get [Symbol.toStringTag](): string {
    return 'CustomEvent';
  }
}

/** An event of our own making. */
export function trustedEvent(type: string): Event {
  const event = new Event(type);
  stateOf(event).isTrusted = true;
  return event;
}

type Listener = ((event: Event) => unknown) | { handleEvent?: unknown };
type Options = { capture: boolean; once: boolean; passive: boolean; signal: unknown };
type Entry = Omit<Options, 'signal'> & { listener: Listener; isRemoved: boolean };

function optionsOf(given: unknown): Options {
  if (typeof given !== 'object' || given === null)
    return { capture: Boolean(given), once: false, passive: false, signal: undefined };
  const { capture, once, passive, signal } = given as Record<string, unknown>;
  return { capture: Boolean(capture), once: Boolean(once), passive: Boolean(passive), signal };
}

function isListener(value: unknown): value is Listener {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) return true;
  if (value === undefined || value === null) return false;
  throw withCode(
    new TypeError('The "listener" argument must be an instance of EventListener.'),
    'ERR_INVALID_ARG_TYPE',
  );
}

function signalOf(value: unknown): SignalLike | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && signalStates.has(value)) return value as SignalLike;
  throw withCode(
    new TypeError('The "options.signal" property must be an instance of AbortSignal.'),
    'ERR_INVALID_ARG_TYPE',
  );
}

function call(listener: Listener, target: object, event: Event): void {
  if (typeof listener === 'function') {
    Reflect.apply(listener, target, [event]);
    return;
  }
  const { handleEvent } = listener;
  if (typeof handleEvent !== 'function') throw new TypeError('listener.handleEvent is not a function');
  Reflect.apply(handleEvent, listener, [event]);
}

/** `EventTarget` of the platform. What a listener throws goes to `fail`, and the other listeners are called. */
export function createEventTarget(fail: (reason: unknown) => void) {
  return class EventTarget {
    readonly #entries = new Map<string, Entry[]>();

    addEventListener(type: unknown, listener: unknown, given?: unknown): void {
      const { signal: wanted, ...options } = optionsOf(given);
      const signal = signalOf(wanted);
      if (!isListener(listener) || signal?.aborted) return;
      const name = String(type);
      const { capture } = options;
      const entries = this.#entries.get(name) ?? [];
      if (entries.some((entry) => entry.listener === listener && entry.capture === capture)) return;
      this.#entries.set(name, [...entries, { ...options, listener, isRemoved: false }]);
      if (signal) whenAborted(signal, () => this.#remove(name, listener, capture));
    }

    removeEventListener(type: unknown, listener: unknown, options?: unknown): void {
      if (isListener(listener)) this.#remove(String(type), listener, optionsOf(options).capture);
    }

    dispatchEvent(event: Event): boolean {
      const state = stateOf(event);
      if (state.isUnderWay)
        throw withCode(new Error('The event is already being dispatched'), 'ERR_EVENT_RECURSION');
      state.target = this;
      state.isUnderWay = true;
      for (const entry of this.#entries.get(state.type) ?? []) {
        if (state.isStopped) break;
        if (!entry.isRemoved) this.#call(entry, event, state);
      }
      Object.assign(state, { isUnderWay: false, isStopped: false, isBubbleCancelled: false });
      return !state.isPrevented;
    }

    get [Symbol.toStringTag](): string {
      return 'EventTarget';
    }

    #call(entry: Entry, event: Event, state: EventState): void {
      const { listener, capture, once, passive } = entry;
      if (once) this.#remove(state.type, listener, capture);
      state.isPassive = passive;
      try {
        call(listener, this, event);
      } catch (reason) {
        fail(reason);
      }
      state.isPassive = false;
    }

    #remove(name: string, listener: Listener, capture: boolean): void {
      const entries = this.#entries.get(name) ?? [];
      const found = entries.find((entry) => entry.listener === listener && entry.capture === capture);
      if (!found) return;
      found.isRemoved = true;
      this.#entries.set(
        name,
        entries.filter((entry) => entry !== found),
      );
    }
  };
}
