import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import type { LogEvent } from '@/lib/logs';
import type { StoredUser } from '@/lib/users';

/** Types of the log rows about second factors, as Auth0 names them. */
export type FactorEventType =
  | 'gd_auth_succeed'
  | 'gd_auth_failed'
  | 'gd_recovery_succeed'
  | 'gd_recovery_failed'
  | 'gd_otp_rate_limit_exceed'
  | 'gd_recovery_rate_limit_exceed'
  | 'gd_enrollment_complete';

/** Types of the sign-in's log rows (`reference/management-api.md` 7). */
export type LoginEventType =
  | 's'
  | 'f'
  | 'fp'
  | 'fu'
  | 'limit_wc'
  | 'limit_mu'
  | 'ssa'
  | 'fsa'
  | 'fs'
  | 'slo'
  | 'seacft'
  | 'feacft'
  | 'sertft'
  | 'fertft'
  | 'ferrt'
  | 'srrt'
  | 'sepft'
  | 'seotpft'
  | 'fepft'
  | 'seccft'
  | 'feccft'
  | 'mfar'
  | 'session_revoked'
  | 'w'
  | FactorEventType;

type About = {
  client?: Pick<KnownClient, 'clientId' | 'name'> | undefined;
  user?: Pick<StoredUser, 'userId' | 'email' | 'username' | 'connection'> | null | undefined;
  /** The user's own when left out. */
  connection?: { name: string; id?: string; strategy?: string } | undefined;
  /** What was typed, when no user is known. */
  typedName?: string | undefined;
  description?: string | undefined;
  audience?: string | null | undefined;
  scope?: readonly string[] | undefined;
  details?: JsonObject | undefined;
};

export function loginEvent(type: LoginEventType, about: About): LogEvent {
  const { client, user, connection } = about;
  return {
    type,
    description: about.description ?? null,
    clientId: client?.clientId ?? null,
    clientName: client?.name ?? null,
    connection: user?.connection ?? connection?.name ?? null,
    connectionId: connection?.id ?? null,
    strategy: connection?.strategy ?? null,
    userId: user?.userId ?? null,
    userName: user?.email ?? user?.username ?? about.typedName?.slice(0, 254) ?? null,
    audience: about.audience ?? null,
    scope: about.scope ?? [],
    details: about.details ?? {},
  };
}
