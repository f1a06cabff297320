/** The page of an Action in the console; with a recorded sign-in, its test panel stands on that. */
export function actionPath(id: string, { signIn }: { signIn?: string } = {}): string {
  const page = `/console/actions/${encodeURIComponent(id)}`;
  return signIn === undefined ? page : `${page}?sign_in=${encodeURIComponent(signIn)}`;
}
