/** The page of a rule in the console; with a recorded sign-in, its test panel stands on that. */
export function rulePath(id: string, { signIn }: { signIn?: string } = {}): string {
  const page = `/console/rules/${encodeURIComponent(id)}`;
  return signIn === undefined ? page : `${page}?sign_in=${encodeURIComponent(signIn)}`;
}
