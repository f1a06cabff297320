import type { UserView } from '@/lib/users/schemas';

/** What a user is called where there is room for one name. */
export function displayName(user: UserView): string {
  return user.name ?? user.email ?? user.username ?? user.phone_number ?? user.user_id;
}

/** The page of a user in the console. */
export function userPath(userId: string): string {
  return `/console/users/${encodeURIComponent(userId)}`;
}
