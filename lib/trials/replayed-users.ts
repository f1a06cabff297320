import { asc, eq, inArray } from 'drizzle-orm';
import { roles, userRoles } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { listConnections } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { enrolledFactors } from '@/lib/factors';
import type { Login } from '@/lib/rules';
import { tenantSettings } from '@/lib/settings';
import { countUsers, readUsers } from '@/lib/users';
import { readMadeUpUser } from './made-up-user';
import { maxReplayed } from './schemas';
import { applicationOf, pretendLogin } from './subject';

async function rolesOf(ctx: Context, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await ctx.db
    .select({ userId: userRoles.userId, name: roles.name })
    .from(userRoles)
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .where(inArray(userRoles.userId, [...userIds]))
    .orderBy(asc(roles.name));
  const byUser = Map.groupBy(rows, ({ userId }) => userId);
  return new Map([...byUser].map(([userId, held]) => [userId, held.map(({ name }) => name)]));
}

/**
 * The sign-ins that users of a search would make now, a page at a time, and how many there are, more or less. Three
 * statements a page. Throws NotFound for an application that is not there.
 */
export async function replayedUsers(
  ctx: Context,
  { q, client_id }: { q: string; client_id?: string | undefined },
): Promise<{ total: number; pages: AsyncIterable<{ login: Login }[]> }> {
  const [application, connections, total, settings] = await Promise.all([
    applicationOf(ctx, client_id),
    listConnections(ctx),
    countUsers(ctx, { q }),
    tenantSettings(ctx),
  ]);
  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  async function* pages() {
    let left = maxReplayed;
    for await (const page of readUsers(ctx, { q })) {
      const users = page.slice(0, left);
      if (users.length === 0) return;
      left -= users.length;
      const ids = users.map(({ user_id }) => user_id);
      const [held, factors] = await Promise.all([rolesOf(ctx, ids), enrolledFactors(ctx, ids)]);
      yield users.flatMap((view) => {
        const { user } = readMadeUpUser(ctx, view as JsonObject);
        const connection = byName.get(user.connection);
        if (!connection) return [];
        const options = connection.options as JsonObject;
        const own = {
          user,
          roles: held.get(user.userId) ?? [],
          factors: factors.get(user.userId) ?? [],
          connection: { ...connection, options },
        };
        return [{ login: pretendLogin(ctx, own, application, settings) }];
      });
      if (left === 0) return;
    }
  }
  return { total, pages: pages() };
}
