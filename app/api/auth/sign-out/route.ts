import type { NextRequest } from 'next/server';
import { env } from '@/lib/env';
import { signOut } from '@/lib/http/session';
import { internalClientId } from '@/lib/setup';

/** Ends the session here, then the one at our issuer, which sends the browser back to the first page. */
export async function POST(request: NextRequest): Promise<Response> {
  const { ANNEX_URL } = env();
  if (request.headers.get('origin') !== ANNEX_URL) {
    return new Response('Sign out with the button on the page.\n', { status: 403 });
  }
  await signOut({ redirect: false });
  const logout = new URL('/v2/logout', ANNEX_URL);
  logout.searchParams.set('client_id', internalClientId);
  logout.searchParams.set('returnTo', `${ANNEX_URL}/`);
  return Response.redirect(logout, 303);
}
