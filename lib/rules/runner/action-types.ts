import type {
  HostCalls,
  Json,
  JsonObject,
  Lane,
  LogLevel,
  Position,
  RecordedRequest,
  RuleFailure,
  RunLimits,
  RunnableRule,
  RunOutcome,
} from './types';

/**
 * The contract of the Action runner (`reference/rules.md`, part 2). What `types.ts` says of rules holds for Actions:
 * the same executors, limits and isolation. An Action reaches nothing but the network; what it asks for comes back
 * as commands, and the caller decides what becomes of them.
 */

/** Triggers that Annex runs. */
export type ActionTrigger =
  | 'post-login'
  | 'credentials-exchange'
  | 'pre-user-registration'
  | 'post-user-registration'
  | 'post-change-password';

/** One Action of the chain. `code` is a module (see `parseAction`); nobody else sees its `secrets`. */
export type RunnableAction = Omit<RunnableRule, 'script'> & {
  code: string;
  secrets: Readonly<Record<string, string>>;
};

/** An entry of `api.cache`; `expires_at` in milliseconds since the epoch. */
export type CacheEntry = { key: string; value: string; expires_at: number };

/** What `api` answers from, besides the event. */
export type ActionSurroundings = {
  cache: readonly CacheEntry[];
  /** For `api.rules.wasExecuted`. */
  executedRules: readonly string[];
  /** Where a person can be sent away and come back. */
  redirect?: {
    isPossible: boolean;
    /** Issuer of the tokens that `encodeToken` makes. */
    host: string;
    /** At `/continue`: the state under which the person came back. */
    state?: string | undefined;
    /** In a trial: what `validateToken` answers, whatever came back. No sign-in sets it. */
    payload?: JsonObject | undefined;
  };
};

/** What a caller knows of the surroundings besides the cache. */
export type LiveSurroundings = Omit<ActionSurroundings, 'cache'>;

export type ActionRunInput = {
  /** For the caller's logs; the runner does not need it to be unique. */
  runId: string;
  lane: Lane;
  trigger: ActionTrigger;
  /** In the order in which they run. */
  actions: readonly RunnableAction[];
  /** The first Action is called at its `onContinue…`, if it has one. */
  resumes?: boolean;
  /** Without `secrets`, which each Action gets of its own. */
  event: JsonObject;
  surroundings: ActionSurroundings;
  /** Without it, there is no network. */
  fetch?: HostCalls['fetch'];
  limits?: Partial<RunLimits>;
  /** Give the result only when code that runs on after its Action has ended. Default: true for `draft`. */
  waitForDetached?: boolean;
};

type Claim = { name: string; value: Json };

/** What lasts beyond the sign-in, and can be steered by it. */
type Lasting = 'session' | 'refreshToken';

/** What an Action asked for, by the method of `api` that it called. */
export type ActionRequest =
  | { type: 'access.deny'; reason: string; code?: string | undefined; userMessage?: string | undefined }
  | { type: 'validation.error'; code: string; message: string }
  | ({ type: 'idToken.setCustomClaim' | 'accessToken.setCustomClaim' } & Claim)
  | { type: 'accessToken.addScope' | 'accessToken.removeScope'; scope: string }
  /** Without a value, an earlier call for this key is taken back. */
  | { type: 'user.setUserMetadata' | 'user.setAppMetadata'; key: string; value?: Json | undefined }
  | { type: 'redirect.sendUserTo'; url: string }
  | { type: 'authentication.setPrimaryUser'; userId: string }
  | { type: 'authentication.recordMethod'; url: string }
  /** At the end of the flow. */
  | { type: 'multifactor.enable'; provider: string; allowRememberBrowser: boolean }
  /** Before the next Action: `challengeWith…` and `enrollWith…`, of a factor that Annex has. */
  | { type: 'authentication.requireFactor' }
  | { type: 'transaction.setMetadata'; key: string; value: string | number | boolean | null }
  | { type: 'transaction.setTargetScopes'; scopes: string[] }
  | { type: `${Lasting}.setMetadata`; key: string; value: string | null }
  | { type: `${Lasting}.deleteMetadata`; key: string }
  | { type: `${Lasting}.evictMetadata` }
  /** `at` in milliseconds since the epoch; of several the earliest counts. */
  | { type: `${Lasting}.setExpiresAt` | `${Lasting}.setIdleExpiresAt`; at: number }
  | { type: 'session.setCookieMode'; mode: 'persistent' | 'non-persistent' }
  /** These deny the sign-in too. */
  | { type: 'session.revoke'; reason: string; preserveRefreshTokens: boolean }
  | { type: 'refreshToken.revoke'; reason: string }
  | { type: 'cache.set'; key: string; value: string; expires_at: number }
  | { type: 'cache.delete'; key: string }
  /** A method that Annex does not have was called: the caller must refuse, even when the Action caught the error. */
  | { type: 'unavailable'; method: string };

/** `action`: which of the chain asked, by its number. */
export type ActionCommand = ActionRequest & { action: number };

export type ActionFailure = Omit<RuleFailure, 'ruleId' | 'ruleName'> & {
  actionId?: string;
  actionName?: string;
  position?: Position;
};

export type ActionLogLine = { actionId: string; level: LogLevel; text: string; at: number };

type WithFailure<T> = T extends { error: RuleFailure } ? Omit<T, 'error'> & { error: ActionFailure } : T;

/**
 * How the chain ended. `continue`: the last Action to run came to its end, by itself or because it denied or sent the
 * person away, which its commands tell.
 */
export type ActionRunResult = WithFailure<RunOutcome> & {
  /** In order. Also of a run that failed: what was asked for before. */
  commands: ActionCommand[];
  logs: ActionLogLine[];
  requests: (Omit<RecordedRequest, 'ruleId'> & { actionId: string })[];
  /** Of those that had their turn. */
  perAction: { actionId: string; durationMs: number }[];
  durationMs: number;
  /** As in `RunReport`. */
  heapBytes?: number;
};
