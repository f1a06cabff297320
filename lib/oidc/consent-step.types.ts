import type { Asks } from '@/lib/actions';
import type { GrantClaims } from './issue';

/** A sign-in that waits for its person to say whether the application may have what it asks for; plain JSON. */
export type ConsentStep = {
  step: 'consent';
  /** Of the sign-in: its grant will have this id. */
  loginId: string;
  /** Session of whoever is asked. */
  sid: string;
  /** What was decided, and is issued if they agree. */
  grant: { scope: string[]; claims: GrantClaims; methods: string[]; asks: Asks };
};
