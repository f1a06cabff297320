import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import type { LogEvent } from '@/lib/logs';
import type { StoredUser } from '@/lib/users';

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
  | 'ss'
  | 'fs'
  | 'slo'
  | 'seacft'
  | 'feacft'
  | 'sertft'
  | 'fertft'
  | 'ferrt'
  | 'srrt'
  | 'sepft'
  | 'fepft'
  | 'seccft'
  | 'feccft';

type About = {
  client?: Pick<KnownClient, 'clientId' | 'name'> | undefined;
  user?: Pick<StoredUser, 'userId' | 'email' | 'username' | 'connection'> | null | undefined;
  connection?: string | undefined;
  /** What was typed, when no user is known. */
  typedName?: string | undefined;
  description?: string | undefined;
  details?: JsonObject | undefined;
};

export function loginEvent(type: LoginEventType, about: About): LogEvent {
  const { client, user } = about;
  return {
    type,
    description: about.description ?? null,
    clientId: client?.clientId ?? null,
    clientName: client?.name ?? null,
    connection: user?.connection ?? about.connection ?? null,
    userId: user?.userId ?? null,
    userName: user?.email ?? user?.username ?? about.typedName?.slice(0, 254) ?? null,
    details: about.details ?? {},
  };
}
