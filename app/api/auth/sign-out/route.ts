import { env } from '@/lib/env';
import { isFromOurPages } from '@/lib/http/origin';
import { signOut } from '@/lib/http/session';
import { internalClientId } from '@/lib/setup';

/** Ends the session here, then the one at our issuer, which sends the browser back to the first page. */
export async function POST(): Promise<Response> {
  if (!(await isFromOurPages())) {
    return new Response('Sign out with the button on the page.\n', { status: 403 });
  }
  const { ANNEX_URL } = env();
  await signOut({ redirect: false });
  const logout = new URL('/v2/logout', ANNEX_URL);
  logout.searchParams.set('client_id', internalClientId);
  logout.searchParams.set('returnTo', `${ANNEX_URL}/`);
  return Response.redirect(logout, 303);
}
