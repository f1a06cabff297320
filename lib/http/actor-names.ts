import type { RecordedActor } from '@/lib/actor';
import { listClients } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { getUser } from '@/lib/users';

async function userName(ctx: Context, userId: string): Promise<[string, string]> {
  try {
    const { user } = await getUser(ctx, userId);
    return [userId, user.name ?? user.email ?? userId];
  } catch (error) {
    if (error instanceof NotFound) return [userId, userId];
    throw error;
  }
}

/** Names of the people and applications that acted, so that a history does not speak in ids. */
export async function actorNames(ctx: Context, actors: readonly RecordedActor[]) {
  const userIds = new Set(
    actors.flatMap((actor) => (actor.type === 'admin' || actor.type === 'self' ? [actor.userId] : [])),
  );
  const hasClients = actors.some(({ type }) => type === 'client');
  const users = await Promise.all([...userIds].map((userId) => userName(ctx, userId)));
  const clients = hasClients ? await listClients(ctx) : [];
  return {
    users: Object.fromEntries(users),
    clients: Object.fromEntries(clients.map((client) => [client.client_id, client.name])),
  };
}
