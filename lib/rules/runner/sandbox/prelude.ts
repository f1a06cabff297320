import type { DeliverData, StartData } from '../protocol';
import { type AbortHost, createAbort } from './abort';
import { type ActionsRun, newActionsRun, nextAction } from './action-run';
import { Buffer } from './buffer';
import { getRandomValues } from './crypto';
import { DOMException } from './dom-exception';
import { UnauthorizedError, ValidationError, WrongUsernameOrPasswordError } from './errors';
import { CustomEvent, Event } from './event-target';
import { freezeIntrinsics, lockGlobals } from './freeze';
import { defineLibraryGlobals } from './library-globals';
import { createModules } from './modules';
import { createPerformance } from './performance';
import { createProcess } from './process';
import { newRulesRun, nextRule, type RulesRun } from './rule-run';
import { failTurn, type SandboxRun, type Send } from './run';
import {
  closed,
  createActionScope,
  createRuleScope,
  type Factory,
  type Rule,
  type ScopeTools,
} from './scope';
import { isScopeName, type ScopeName } from './scope-names';
import { createSharedLibraries, type SharedHost } from './shared-libraries';
import { cloneables, structuredClone } from './structured-clone';
import { atob, btoa, TextDecoder, TextEncoder } from './text-globals';
import { setIdleTimer } from './timers';
import { type CallNative, createUrlClass } from './url';
import { URLSearchParams } from './url-search-params';

/** The two ways out of the isolate. Both take and give text and numbers only; no rule ever holds either. */
type Out = (run: number, op: string, data: string) => void;
type Native = (name: string, input: string) => unknown;

const settled = Promise.resolve();

/**
 * Runs once in a new context, before any rule: takes away what rules must not have, adds what they expect,
 * makes the built-ins unchangeable, and gives the four ways in.
 */
export function boot(out: Out, native: Native, nodeVersion: string) {
  const callNative: CallNative = (name, input) => {
    const answer = JSON.parse(String(native(name, JSON.stringify(input))));
    if (answer.ok) return answer.value;
    throw Object.assign(new (answer.name === 'RangeError' ? RangeError : TypeError)(answer.message), {
      name: answer.name,
    });
  };
  const runs = new Map<number, SandboxRun>();
  const sources = new Map<string, { factory: Factory; names: ScopeName[] }>();
  let current: SandboxRun | undefined;
  const requireFor = installGlobals(callNative, nodeVersion, () => current);
  const tools: ScopeTools = { current: () => current, requireFor };

  function sourceOf(run: SandboxRun, index: number): { factory: Factory; names: ScopeName[] } {
    const source = sources.get(run.start.units[index]?.key ?? '');
    if (!source) throw new Error('The source was not compiled.');
    return source;
  }

  function instantiateRule(run: RulesRun, index: number): Rule {
    const { factory, names } = sourceOf(run, index);
    const rule = Reflect.apply(factory, undefined, createRuleScope(run, index, tools, names));
    if (typeof rule !== 'function') throw new TypeError('The rule is not a function.');
    return (...args) => Reflect.apply(rule, undefined, args);
  }

  /** What the module exports when its body has run. */
  function loadAction(run: ActionsRun, index: number): unknown {
    const module = { exports: {} };
    const { factory, names } = sourceOf(run, index);
    Reflect.apply(factory, module.exports, createActionScope(run, index, tools, names, module));
    return module.exports;
  }

  function begin(id: number, run: SandboxRun): void {
    current = run;
    runs.set(id, run);
  }

  /** `over`: ids with commas between them. */
  function forget(over: string): void {
    if (over === '') return;
    for (const id of over.split(',')) {
      const run = runs.get(Number(id));
      runs.delete(Number(id));
      if (current === run) current = undefined;
      run?.waiting.clear();
      run?.waiting.set(closed, { fire: () => {} });
    }
  }

  return {
    /** `taken`: the names that the factory takes, with commas between them. */
    define(key: string, factory: Factory, taken: string): void {
      sources.set(key, { factory, names: taken.split(',').filter(isScopeName) });
    },
    start(id: number, data: string, over: string): void {
      forget(over);
      const start: StartData = JSON.parse(data);
      const send: Send = (op, text) => out(id, op, text);
      if (start.kind === 'rules') {
        const run = newRulesRun(start, send);
        begin(id, run);
        nextRule(run, instantiateRule);
      } else {
        const run = newActionsRun(start, send, callNative);
        begin(id, run);
        nextAction(run, loadAction);
      }
    },
    deliver(id: number, data: string, over: string): void {
      forget(over);
      const run = runs.get(id);
      const answer: DeliverData = JSON.parse(data);
      current = run;
      run?.waiting.get(answer.id)?.fire(answer);
    },
    /** A promise of the run was rejected and nothing handles it. */
    fail(id: number, message: string): void {
      const run = runs.get(id);
      if (run) failTurn(run, run.index, new Error(`Unhandled promise rejection: ${message}`));
    },
    forget,
  };
}

function installGlobals(
  native: CallNative,
  nodeVersion: string,
  current: () => SandboxRun | undefined,
): ScopeTools['requireFor'] {
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'console'])
    Reflect.deleteProperty(globalThis, name);
  const URL = createUrlClass(native);
  const performance = createPerformance();
  const process = createProcess(nodeVersion, performance, queueTask);
  const added = {
    Buffer,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    Event,
    CustomEvent,
    performance,
    DOMException,
    structuredClone,
    ...createAbort(abortHost(current)),
    UnauthorizedError,
    ValidationError,
    WrongUsernameOrPasswordError,
    process,
    queueMicrotask: queueTask,
    global: globalThis,
  };
  for (const [name, value] of Object.entries(added)) {
    // The bundler renames what would shadow a global name; rules must see the name they know.
    if (typeof value === 'function')
      Reflect.defineProperty(value, 'name', { value: name, configurable: true });
    Reflect.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const blobs: SharedHost['blobs'] = new WeakMap();
  const loadShared = createSharedLibraries({
    native,
    blobs,
    cloneables,
    getRandomValues: (array) => getRandomValues(native, array),
  });
  const { requireFor, shared } = createModules({ native, URL, performance, blobs, loadShared });
  defineLibraryGlobals(current, loadShared);
  const roots = Reflect.ownKeys(globalThis).flatMap((key) => {
    const value: unknown = Reflect.getOwnPropertyDescriptor(globalThis, key)?.value;
    return (typeof value === 'object' && value !== null) || typeof value === 'function' ? [value] : [];
  });
  freezeIntrinsics([...roots.filter((root) => root !== globalThis), ...shared]);
  lockGlobals();
  return requireFor;
}

/** Aborts are of the run whose turn it is. A listener that throws fails it, as in Node: behind the code that aborted. */
function abortHost(current: () => SandboxRun | undefined): AbortHost {
  return {
    fail(reason) {
      const run = current();
      const index = run?.index ?? 0;
      if (run) settled.then(() => failTurn(run, index, reason));
    },
    later(ms, fire) {
      const run = current();
      if (run) setIdleTimer(run, ms, fire);
    },
  };
}

function queueTask(handler: unknown, ...args: unknown[]): void {
  if (typeof handler !== 'function') throw new TypeError('The callback must be a function.');
  settled.then(() => Reflect.apply(handler, undefined, args));
}
