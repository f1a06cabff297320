/** The page of the log, or of one sign-in, in the console. */
export function signInPath(id?: string): string {
  return id === undefined ? '/console/sign-ins' : `/console/sign-ins/${encodeURIComponent(id)}`;
}
