import type { ActionRequest, ActionTrigger } from '../action-types';
import type { ActionsStart } from '../protocol';
import { createApi } from './action-api';
import { type ActionCache, createCache } from './action-cache';
import { lastingParts } from './action-tools';
import { describeError } from './errors';
import { beginTurn, type Failure, newRun, type SandboxRun, type Send, sendResult, warn } from './run';
import { copy } from './scope';
import type { CallNative } from './url';

/** A run of Actions, with what one of them says to the next. */
export type ActionsRun = SandboxRun & {
  readonly start: ActionsStart;
  readonly native: CallNative;
  readonly cache: ActionCache;
  /** In order, over all Actions of the run. */
  readonly commands: (ActionRequest & { action: number })[];
  /** Laid over the event of each Action that follows. */
  readonly changes: {
    user_metadata: Map<string, unknown>;
    app_metadata: Map<string, unknown>;
    transaction: Map<string, unknown>;
    targetScopes: string[] | undefined;
    /** The whole metadata as it stands, once it was touched. */
    session: Map<string, unknown> | undefined;
    refreshToken: Map<string, unknown> | undefined;
  };
};

export function newActionsRun(start: ActionsStart, send: Send, native: CallNative): ActionsRun {
  const { cache } = start.surroundings;
  return {
    ...newRun(start, send),
    start,
    native,
    cache: createCache(cache),
    commands: [],
    changes: {
      user_metadata: new Map(),
      app_metadata: new Map(),
      transaction: new Map(),
      targetScopes: undefined,
      session: undefined,
      refreshToken: undefined,
    },
  };
}

const entries: Record<ActionTrigger, { first: string; again?: string }> = {
  'post-login': { first: 'onExecutePostLogin', again: 'onContinuePostLogin' },
  'credentials-exchange': { first: 'onExecuteCredentialsExchange' },
  'pre-user-registration': { first: 'onExecutePreUserRegistration' },
  'post-user-registration': { first: 'onExecutePostUserRegistration' },
  'post-change-password': { first: 'onExecutePostChangePassword' },
};

const settled = Promise.resolve();

/** Commands behind which no other Action has its turn. */
const last = new Set<string>([
  'access.deny',
  'validation.error',
  'redirect.sendUserTo',
  'authentication.requireFactor',
  'session.revoke',
  'refreshToken.revoke',
  'unavailable',
]);

/** Goes on with the next Action, or ends the run when there is none or one has ended the chain. */
export function nextAction(run: ActionsRun, load: (run: ActionsRun, index: number) => unknown): void {
  if (run.done) return;
  if (run.index + 1 === run.start.units.length || run.commands.some(({ type }) => last.has(type))) {
    finish(run, undefined);
    return;
  }
  run.index += 1;
  const index = run.index;
  const key = run.start.units[index]?.key ?? '';
  const turn = { isOver: false };

  const fail = (reason: unknown) => {
    if (turn.isOver || run.done) {
      warn(
        run,
        index,
        `An error after the end of the Action was ignored: ${describeError(reason, '').message}`,
      );
      return;
    }
    turn.isOver = true;
    finish(run, { kind: 'error', error: describeError(reason, key) });
  };
  const end = () => {
    if (turn.isOver || run.done) return;
    turn.isOver = true;
    nextAction(run, load);
  };
  beginTurn(run, { index, fail });

  try {
    const handler = handlerOf(load(run, index), run, index);
    const event = eventFor(run, index);
    const api = createApi(run, { index, event, isOver: () => turn.isOver || run.done });
    const result: unknown = handler ? handler(event, api) : undefined;
    settled.then(() => result).then(end, fail);
  } catch (reason) {
    fail(reason);
  }
}

type Handler = (event: unknown, api: unknown) => unknown;

/** The function to call. None where an Action goes on after a redirect and has nothing to say then. */
function handlerOf(exported: unknown, run: ActionsRun, index: number): Handler | undefined {
  const { first, again = first } = entries[run.start.trigger];
  const isResuming = run.start.resumes && index === 0;
  const name = isResuming ? again : first;
  const found: unknown = Object(exported)[name];
  if (typeof found === 'function') return (event, api) => Reflect.apply(found, exported, [event, api]);
  if (isResuming && found === undefined) return undefined;
  throw new TypeError(`The Action exports no function ${name}.`);
}

type Bag = Record<string, unknown>;

function member(object: Bag, name: string): Bag {
  const found = object[name];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

/** Never through a setter: `__proto__` is a name like any other. */
function put(bag: object, key: string, value: unknown): void {
  const descriptor = { value, writable: true, enumerable: true, configurable: true };
  if (value === null) Reflect.deleteProperty(bag, key);
  else Reflect.defineProperty(bag, key, descriptor);
}

/** The Action's own copy of the event, with its secrets and what earlier Actions of the run have changed. */
function eventFor(run: ActionsRun, index: number): Bag {
  const event: Bag = { ...Object(run.start.event), secrets: run.start.secrets[index] ?? {} };
  const { user_metadata, app_metadata, transaction, targetScopes } = run.changes;
  if (user_metadata.size + app_metadata.size > 0) {
    const user = member(event, 'user');
    const bags = { user_metadata: member(user, 'user_metadata'), app_metadata: member(user, 'app_metadata') };
    for (const [key, value] of user_metadata) put(bags.user_metadata, key, value);
    for (const [key, value] of app_metadata) put(bags.app_metadata, key, value);
    event.user = { ...user, ...bags };
  }
  if (transaction.size > 0 || targetScopes) {
    const changed = member(event, 'transaction');
    const metadata = member(changed, 'metadata');
    for (const [key, value] of transaction) put(metadata, key, value);
    event.transaction = { ...changed, metadata, ...(targetScopes ? { target_scopes: targetScopes } : {}) };
  }
  for (const area of ['session', 'refreshToken'] as const) {
    const name = lastingParts[area];
    const metadata = run.changes[area];
    // A refresh token that is yet to be made is no part of the event.
    if (!metadata || event[name] === undefined) continue;
    const bag: Bag = {};
    for (const [key, value] of metadata) put(bag, key, value);
    event[name] = { ...member(event, name), metadata: bag };
  }
  return { ...copy(event) };
}

function finish(run: ActionsRun, failure: Failure | undefined): void {
  sendResult(run, failure, [{ name: 'list of changes', value: { commands: run.commands } }]);
}
