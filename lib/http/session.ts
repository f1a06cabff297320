import { cache } from 'react';
import { database } from '@/db/database';
import { managementScopes, selfScopes } from '@/lib/access';
import { isOutlived, sessions } from '@/lib/auth';
import type { Context } from '@/lib/context';
import { Forbidden, NotFound, Unauthenticated } from '@/lib/errors';
import { isAdmin } from '@/lib/setup';
import { getUser, type UserView } from '@/lib/users';
import { contextOf } from './surroundings';

export const { handlers, auth, signIn, signOut } = sessions(() => ({
  actor: { type: 'system', reason: 'session' },
  cause: 'system',
  db: database().db,
  now: () => new Date(),
  requestId: 'session',
}));

/** Who is signed in, as of this request. */
export type Viewer = { userId: string; user: UserView; isAdmin: boolean };

async function findUser(ctx: Context, userId: string): Promise<UserView | null> {
  try {
    return (await getUser(ctx, userId)).user;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/**
 * The signed-in user, or null. Read once a request: a user who was deleted or blocked since signing in, or whose
 * password was changed, is nobody, and an administrator who lost the role is a user.
 */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await auth();
  const userId = session?.user?.id;
  if (!session || !userId) return null;
  const ctx = await contextOf({ type: 'self', userId, scopes: selfScopes }, 'self');
  const [user, admin] = await Promise.all([findUser(ctx, userId), isAdmin(ctx, userId)]);
  if (user === null || user.blocked || isOutlived(session, user)) return null;
  return { userId, user, isAdmin: admin };
});

const signedOut = 'You are signed out. Sign in again; what you typed here stays until you leave the page.';

/** A Context that may do what an administrator may. Throws Unauthenticated or Forbidden. For actions. */
export async function adminContext(): Promise<Context> {
  const viewer = await currentViewer();
  if (!viewer) throw new Unauthenticated(signedOut);
  if (!viewer.isAdmin) throw new Forbidden('Only administrators may do this.');
  return contextOf({ type: 'admin', userId: viewer.userId, scopes: managementScopes }, 'console');
}

/** A Context that may do what a user may with their own profile. Throws Unauthenticated. For actions. */
export async function selfContext(): Promise<Context> {
  const viewer = await currentViewer();
  if (!viewer) throw new Unauthenticated(signedOut);
  return contextOf({ type: 'self', userId: viewer.userId, scopes: selfScopes }, 'self');
}
