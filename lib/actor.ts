/**
 * Who acts. Every verb decides from this and from nothing else; sessions, headers and tokens are read by the doors.
 * `scopes` are those of the reference (`read:users` …). An actor that is not recognised may do nothing.
 */
export type Actor =
  | { type: 'admin'; userId: string; scopes: readonly string[] }
  | { type: 'client'; clientId: string; scopes: readonly string[] }
  /** `clientId`: the application whose token the person's request came with. */
  | { type: 'self'; userId: string; scopes: readonly string[]; clientId?: string }
  | { type: 'rule'; ruleId: string; ruleName: string; ruleVersion: number; loginId: string; userId: string }
  /** Metadata is written once a run: `actions` are those that asked for it, in order. */
  | {
      type: 'action';
      actions: { id: string; name: string; version: number }[];
      loginId: string;
      userId: string;
    }
  | { type: 'job'; jobId: string; kind: string }
  | { type: 'system'; reason: string };

type WithoutScopes<A> = A extends unknown ? Omit<A, 'scopes'> : never;

/** An actor as history keeps it: who it was, not what else they might have done. */
export type RecordedActor = WithoutScopes<Actor>;

export function recordedActor(actor: Actor): RecordedActor {
  const { scopes: _, ...who } = { scopes: [], ...actor };
  return who;
}

/** What caused a change, kept with each version row beside the actor. */
export type Cause =
  | 'console'
  | 'api'
  | 'self'
  | 'signup'
  | 'rule'
  | 'action'
  | 'import'
  | 'restore'
  | 'system';
