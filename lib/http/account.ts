import type { Viewer } from './session';

/** What the account menu shows of who is signed in. */
export function accountOf({ user, isAdmin }: Viewer) {
  const name = user.name ?? user.email ?? user.username ?? user.user_id;
  return { name, email: user.email, picture: user.picture, isAdmin };
}
