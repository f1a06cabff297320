import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { changeEvent, type LogEvent } from '@/lib/logs';
import type { UserState } from './state';

type Change = { before: UserState | null; after: UserState | null; hasNewPassword?: boolean };

/** What happened to the user, by Auth0's type codes. */
function typesOf({ before, after, hasNewPassword = false }: Change): string[] {
  if (!before) return ['ss'];
  if (!after) return ['sdu'];
  return [
    ...(before.email === after.email ? [] : ['sce']),
    ...(before.username === after.username ? [] : ['scu']),
    ...(hasNewPassword ? ['scp'] : []),
  ];
}

/**
 * The log rows of a change to one user, for the statement that makes it. A change by the Management API or the console
 * has its `sapi` row beside them; what changed is in `user_versions`, at the versions that it names.
 */
export function userEvents(ctx: Context, change: Change): LogEvent[] {
  const { before, after } = change;
  const user = after ?? before;
  if (!user) return [];
  const about = {
    userId: user.userId,
    userName: user.email ?? user.username ?? user.phoneNumber,
    connection: user.connection,
    strategy: user.identities[0]?.provider ?? null,
  };
  const events = typesOf(change).map((type) => ({ type, ...about }));
  if (!ctx.apiCall && ctx.cause !== 'console') return events;
  // The first version of a user is known only when it is stored.
  const version = (state: UserState | null): JsonObject | null =>
    state && (before ? { version: state.version } : {});
  const recorded = { kind: 'user', id: user.userId, before: version(before), after: version(after) };
  return [...events, { ...changeEvent(ctx, recorded), ...about }];
}
