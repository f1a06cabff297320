import type { JsonObject } from '@/db/schema/columns';
import type { LoginContinues, UserChanges } from '@/lib/rules';
import type { Asks, Revocations } from './asks';
import type { Execution, Trace } from './executions';

/**
 * A sign-in whose person an Action has sent away, or asked for a second factor; plain JSON, kept with the transaction
 * until they come back.
 */
export type SuspendedLogin = {
  /** The Action that goes on; null where the next one begins. */
  action: string | null;
  /** Those that ran before it, which do not run again. */
  ran: string[];
  transaction: { id: string; metadata: JsonObject };
  /** What rules and Actions have decided so far. */
  outcome: Omit<LoginContinues, 'user' | 'written'>;
  /** What rules changed of `user`, for the standard claims. */
  user: UserChanges;
  /** URLs of methods that Actions have recorded so far. */
  methods?: string[];
  /** What was asked of session and refresh token so far. */
  asks?: Asks;
  redirects: number;
  execution: Execution;
};

/** What the Actions decided. */
export type LoginDecision =
  | {
      kind: 'continue';
      outcome: LoginContinues;
      /** URLs of methods to be remembered with the session. */
      methods: string[];
      asks: Asks;
    }
  | { kind: 'redirect'; url: string; suspended: SuspendedLogin }
  /** The Actions that follow wait for a second factor. */
  | { kind: 'factor'; suspended: SuspendedLogin }
  | { kind: 'deny'; error: 'access_denied'; description: string; asks: Asks; revokes: Revocations };

/** The same with what there is to write and to tell of their run. */
export type LoginActions = Trace & LoginDecision;
