import { isOutlived } from '@/lib/auth/outlived';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { getStanding } from '@/lib/sessions';
import { getUser, type UserView } from '@/lib/users';

/** Who is signed in, as of this request. */
export type Viewer = { userId: string; user: UserView; isAdmin: boolean };

/** What the cookie says. */
export type CookieSession = {
  user?: { id?: string | undefined } | undefined;
  /** The `sid` of the session at the issuer; empty in a cookie that does not name one. */
  sid: string;
  authenticatedAt: number;
};

async function findUser(ctx: Context, userId: string): Promise<UserView | null> {
  try {
    return (await getUser(ctx, userId)).user;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/**
 * The user of a cookie, or null for nobody: one who was deleted or blocked since signing in, whose password was changed,
 * or whose session at the issuer has ended. An administrator who lost the role is a user. `contextOf` makes the surroundings
 * in which the user reads their own profile. Two statements.
 */
export async function findViewer(
  session: CookieSession | null,
  contextOf: (userId: string) => Promise<Context>,
): Promise<Viewer | null> {
  const userId = session?.user?.id;
  if (!session?.sid || !userId) return null;
  const ctx = await contextOf(userId);
  const [user, standing] = await Promise.all([
    findUser(ctx, userId),
    getStanding(ctx, { userId, sid: session.sid }),
  ]);
  if (user === null || !standing.isSignedIn || user.blocked || isOutlived(session, user)) return null;
  return { userId, user, isAdmin: standing.isAdmin };
}
