import type { JsonObject } from '@/db/schema/columns';
import { knownClient } from '@/lib/clients';
import { knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { getStoredUser, presentUser, type UserView } from '@/lib/users';
import { clientPart, type EventClient, plain, requestPart, tenantPart, userPart } from './event-parts';
import { liveActions } from './live-actions';
import type { Registration } from './registration';
import { runAlone } from './run-alone';

export type PasswordChange = {
  userId: string;
  /** Of the account whose password it is. */
  connection: string;
  /** The application through which the change came, where there was one. */
  clientId: string | undefined;
  method: string;
};

type ChangeOfPassword = {
  client: EventClient | undefined;
  connection: Registration['connection'] | undefined;
  method: string;
  /** As they are now. */
  user: UserView;
};

/** `event` of post-change-password (`reference/rules.md` 2.1). */
export function passwordChangeEvent(
  ctx: Context,
  { client, connection, method, user }: ChangeOfPassword,
): JsonObject {
  return plain({
    tenant: tenantPart(),
    client: client && clientPart(client),
    connection: connection && {
      id: connection.id,
      name: connection.name,
      strategy: connection.strategy,
      metadata: connection.metadata,
    },
    request: requestPart(ctx, { method, query: {}, body: {} }),
    user: userPart(user),
  });
}

/**
 * Runs the Actions bound to post-change-password (`reference/rules.md` 2.1) with the user as they are now. For the job
 * that follows a change: what the Actions do changes nothing of it, and a failure is only logged.
 */
export async function runPostChangePassword(ctx: Context, change: PasswordChange): Promise<void> {
  const actions = await liveActions(ctx, 'post-change-password');
  if (actions.length === 0) return;
  const view = presentUser(await getStoredUser(ctx, change.userId), { type: 'system', reason: 'actions' });
  const connection = await knownConnection(ctx, change.connection);
  const client = change.clientId === undefined ? null : await knownClient(ctx, change.clientId);
  await runAlone(ctx, {
    trigger: 'post-change-password',
    actions,
    event: passwordChangeEvent(ctx, {
      client: client
        ? { clientId: client.clientId, name: client.name, metadata: client.clientMetadata }
        : undefined,
      connection: connection ?? undefined,
      method: change.method,
      user: view,
    }),
    about: {
      clientId: client?.clientId ?? null,
      clientName: client?.name ?? null,
      connection: change.connection,
      userId: view.user_id,
      userName: view.email ?? view.username ?? null,
    },
  });
}
