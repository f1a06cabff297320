import { cache } from 'react';
import { database } from '@/db/database';
import { managementScopes, selfScopes } from '@/lib/access';
import { sessions } from '@/lib/auth';
import type { Context } from '@/lib/context';
import { Forbidden, Unauthenticated } from '@/lib/errors';
import { contextOf } from './surroundings';
import { findViewer, type Viewer } from './viewer';

export type { Viewer } from './viewer';

export const { handlers, auth, signIn, signOut } = sessions(() => ({
  actor: { type: 'system', reason: 'session' },
  cause: 'system',
  db: database().db,
  now: () => new Date(),
  requestId: 'session',
}));

/** The signed-in user, or null. Read once a request. */
export const currentViewer = cache(
  async (): Promise<Viewer | null> =>
    findViewer(await auth(), (userId) => contextOf({ type: 'self', userId, scopes: selfScopes }, 'self')),
);

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
