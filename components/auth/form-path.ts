/** The address of the other form, in the same sign-in. */
export function formPath(page: 'login' | 'signup' | 'reset-password/request', state: string): string {
  return `/u/${page}?state=${encodeURIComponent(state)}`;
}
