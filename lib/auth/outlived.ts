/**
 * Whether a session is older than the user's last change of password, which ends it. `authenticatedAt` is in whole
 * seconds, as tokens have it, so a sign-in within the second of the change counts as after it.
 */
export function isOutlived(
  session: { authenticatedAt: number },
  user: { last_password_reset?: string | undefined },
): boolean {
  if (user.last_password_reset === undefined) return false;
  return session.authenticatedAt < Math.floor(Date.parse(user.last_password_reset) / 1000);
}
