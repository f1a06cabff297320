import type { Asks, SuspendedLogin } from '@/lib/actions';
import type { FactorDemand } from '@/lib/factors';
import type { GrantClaims } from './issue';

/** What happens once the second factor is proven: what was decided is issued, or the next Action has its turn. */
export type AfterFactor =
  | {
      kind: 'grant';
      scope: string[];
      claims: GrantClaims;
      methods: string[];
      /** Of session and refresh token. */
      asks?: Asks;
    }
  | { kind: 'resume'; suspended: SuspendedLogin };

/** A sign-in that waits for its person's second factor; plain JSON, kept with the transaction. */
export type FactorStep = {
  step: 'factor';
  /** Of the sign-in that asked for it: its grant will have this id. */
  loginId: string;
  /** Session that was there when it was asked for: the first factor is proven in it. */
  sid: string;
  demand: FactorDemand;
  next: AfterFactor;
  /** The authenticator that the person may enrol, as long as they have none. */
  enrolling: string | null;
  /** Set once the factor is proven and there is something to be read before the sign-in goes on. */
  proven?: {
    remember: boolean;
    /** Milliseconds. */
    at: number;
  };
};
