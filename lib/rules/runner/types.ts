import type { ActionRunInput, ActionRunResult } from './action-types';

/**
 * The contract of the rule runner. Everything else depends on this file and never on how a script ran.
 *
 * What a caller may rely on:
 * - A script sees what is in `RunInput` and nothing else: no file, no variable of the environment, no socket,
 *   no other run's user, context, configuration or log. Only `global` is shared, between runs of one lane that
 *   happen to share an executor; the live and the draft lane never do.
 * - What a script stores or asks of the network goes through `host`, which runs in the caller's process with the caller's rights. The
 *   runner passes on at most `limits.hostCalls` calls a run and checks the shape of each; whether a write is
 *   allowed is the caller's decision. Calls may still come after the result, from code that runs on after its
 *   callback (`limits.detachedMs`), unless `waitForDetached` is set.
 * - A run has exactly one result and never rejects. A run whose executor died is repeated only when it was not
 *   at fault and had not yet called `host`, so that nothing it did can be done twice.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One rule of the pipeline. `name` is for people; `script` is one function expression (see `parseRule`). */
export type RunnableRule = { id: string; name: string; version: number; script: string };

/** `live` serves sign-ins; `draft` serves the test panel, in executors of its own. */
export type Lane = 'live' | 'draft';

/** Implemented by the caller, in its own process. The result is what the rule's promise resolves to. */
export type HostCalls = {
  /** `ruleId`: which rule of the run asks, from the runner's own table. */
  updateUserMetadata(userId: string, patch: JsonObject, ruleId: string): Promise<Json>;
  updateAppMetadata(userId: string, patch: JsonObject, ruleId: string): Promise<Json>;
  /** What the Management API would answer. Without it, a script is told that there is none here. */
  manage?(operation: ManagementOperation, args: JsonObject, ruleId: string): Promise<Json>;
  /**
   * Without it, there is no network. `maxBytes`: what the run may still receive. `signal` aborts when nobody waits for
   * the answer any more: the script gave the request up, or the run was stopped, or what ran on behind its result was.
   */
  fetch?(call: HttpCall, maxBytes: number, ruleId: string, signal: AbortSignal): Promise<HttpAnswer>;
};
export type MetadataCallName = 'updateUserMetadata' | 'updateAppMetadata';

/** Methods of `ManagementClient` that a rule may call under its own narrow right (`reference/rules.md` 1.13, 1.14). */
export const managementOperations = [
  'getUser',
  'getUsers',
  'getUsersByEmail',
  'updateUser',
  'linkUsers',
  'unlinkUsers',
  'getUserRoles',
  'assignRoles',
  'removeRoles',
] as const;
export type ManagementOperation = (typeof managementOperations)[number];

/** An HTTP request of a script, not yet checked by anything but its shape. `body` is base64. */
export type HttpCall = {
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body?: string | undefined;
  redirect: 'follow' | 'manual' | 'error';
  maxRedirects?: number | undefined;
  timeoutMs: number;
};

export type HttpAnswer = {
  url: string;
  redirected: boolean;
  status: number;
  statusText: string;
  headers: [name: string, value: string][];
  /** Base64. */
  body: string;
};

/** What the script's `auth0` object says besides `users`. */
export type Auth0Info = { domain: string; baseUrl: string; accessToken?: string };

export type RunInput = {
  /** For the caller's logs; the runner does not need it to be unique. */
  runId: string;
  lane: Lane;
  /** In the order in which they run. */
  rules: readonly RunnableRule[];
  /** As the rules see it: the root merge of `app_metadata` is already done. */
  user: JsonObject;
  context: JsonObject;
  configuration: Readonly<Record<string, string>>;
  auth0?: Auth0Info;
  host: HostCalls;
  limits?: Partial<RunLimits>;
  /** Give the result only when code that runs on after its callback has ended. Default: true for `draft`. */
  waitForDetached?: boolean;
};

/** The budget of one run. Each has its own clear error; see `limits.ts` for the defaults. */
export type RunLimits = {
  /** The whole pipeline, waiting for host calls included. */
  wallMs: number;
  /**
   * One stretch of JavaScript without a pause, by the clock: on a crowded machine a stretch takes longer than its
   * work. Others in the same executor wait this long at the most.
   */
  sliceMs: number;
  /** All stretches of the run together. */
  cpuMs: number;
  /** How long outstanding timers and host calls may go on after the last callback, within `wallMs`. */
  detachedMs: number;
  /** How long a run may wait for a free executor. */
  queueMs: number;
  /** `user` and `context` as JSON, each. */
  outputBytes: number;
  codeBytes: number;
  pipelineCodeBytes: number;
  /** Calls of `auth0.users` and of the Management API. */
  hostCalls: number;
  /** HTTP requests. */
  requests: number;
  /** Bytes of the bodies of all HTTP requests and responses of the run. */
  trafficBytes: number;
  /** Timers set in the run; an interval counts each time. */
  timers: number;
  logLines: number;
  logBytes: number;
};

export type LogLevel = 'debug' | 'log' | 'info' | 'warn' | 'error';

/** One line of `console` output. `at` is milliseconds since the run began. */
export type LogLine = { ruleId: string; level: LogLevel; text: string; at: number };

/** A write that a rule asked for, in order, with how `host` answered (`pending`: not yet). */
export type RecordedWrite = {
  ruleId: string;
  call: MetadataCallName;
  userId: string;
  patch: JsonObject;
  outcome: 'pending' | 'done' | 'failed';
};

/** An HTTP request that a rule or Action made: where to, and how it ended. No header and no body. */
export type RecordedRequest = {
  ruleId: string;
  method: string;
  url: string;
  outcome: 'pending' | 'done' | 'failed';
  status?: number;
  error?: string;
  durationMs?: number;
};

/** Line and column count from 1, in the rule's own source. */
export type Position = { line: number; column: number };

/** What went wrong, in which rule; `position` where V8 or the parser could tell. */
export type RuleFailure = {
  name: string;
  message: string;
  /** The script's own `error.code`, or the runner's word for a limit (`LimitCode`). */
  code?: string;
  ruleId?: string;
  ruleName?: string;
  position?: Position;
};

export type LimitCode =
  | 'memory'
  | 'output_too_large'
  | 'output_not_json'
  | 'code_too_large'
  | 'executor_stopped';

/** What every result has, however the run ended. */
export type RunReport = {
  /** As at the last callback; as at the input when no rule got that far. */
  user: JsonObject;
  context: JsonObject;
  logs: LogLine[];
  writes: RecordedWrite[];
  requests: RecordedRequest[];
  perRule: { ruleId: string; durationMs: number }[];
  durationMs: number;
  /** JavaScript heap of the executor after the run, of drafts; it is shared with other runs. */
  heapBytes?: number;
};

export type RunOutcome =
  /** Every rule called back without an error. */
  | { kind: 'continue' }
  /** A rule called back with an error, or threw one of the error classes made for that. */
  | { kind: 'deny'; error: RuleFailure }
  /** A rule threw, rejected, or is not a rule at all. */
  | { kind: 'error'; error: RuleFailure }
  /** `wall`: `wallMs` passed. `cpu`: looped. `callback`: nothing was left that could call back. */
  | { kind: 'timeout'; cause: 'wall' | 'cpu' | 'callback'; error: RuleFailure }
  /** The run went over a limit other than time. */
  | { kind: 'limit'; limit: LimitCode; error: RuleFailure }
  /** Its executor was stopped because of another run, after this one had written something. */
  | { kind: 'lost'; error: RuleFailure }
  /** No executor came free within `queueMs`, or none can start. */
  | { kind: 'busy'; error: RuleFailure };

export type RunResult = RunOutcome & RunReport;

export type RuleRunner = {
  /** Runs the rules in order and resolves with the one result; never rejects. */
  runPipeline(input: RunInput): Promise<RunResult>;
  /** Runs the Actions of a trigger in order, until one denies or sends the person away; never rejects. */
  runActions(input: ActionRunInput): Promise<ActionRunResult>;
  /**
   * Starts the executors; otherwise they start with the first run. Resolves when all that serve sign-ins, and the
   * spare, are ready, also later, after some were lost; or when they cannot start (`start_failed` says why).
   */
  warm(): Promise<void>;
  /** Ends all executors. Runs under way end as `lost`. */
  stop(): Promise<void>;
};

/** For the operator's log: why an executor was let go. */
export type RunnerEvent =
  /** `ruleIds`: the rules or Actions that ran. `userId`: for whom, the client where there is no user. */
  | { type: 'killed'; reason: KillReason; lane: string; ruleIds: string[]; userId: string | undefined }
  | { type: 'retired'; reason: RetireReason; lane: string }
  | { type: 'start_failed'; detail: string };

export type KillReason = 'hung' | 'memory' | 'protocol' | 'exited' | 'heartbeat';
export type RetireReason = 'overrun' | 'heap' | 'scripts' | 'idle';

export type RunnerOptions = {
  /** Executors that serve sign-ins when nothing is wrong; a few more come when all are busy. */
  executors?: number;
  /** How many there may be while all are busy. Default: twice as many and two. */
  mostExecutors?: number;
  /** The bundle made by `buildExecutor`. Default: `dist/executor/executor.cjs` under the working directory. */
  executorPath?: string;
  limits?: Partial<RunLimits>;
  process?: Partial<ProcessLimits>;
  onEvent?: (event: RunnerEvent) => void;
};

/** The budget of one executor process. */
export type ProcessLimits = {
  /** JavaScript heap, in MB. */
  heapMb: number;
  /** Resident memory of the process, in MB, seen from outside (Linux). */
  rssMb: number;
  /** Beyond `sliceMs`, before the process is killed. */
  graceMs: number;
  /** Between two checks that an idle executor still answers, and how long it may take. */
  heartbeatMs: number;
  /** Scripts compiled before the executor is replaced. */
  scripts: number;
};
