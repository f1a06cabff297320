/** The address of the other form, in the same sign-in. */
export function formPath(page: 'login' | 'signup', state: string): string {
  return `/u/${page}?state=${encodeURIComponent(state)}`;
}
