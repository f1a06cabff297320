import type { NextRequest } from 'next/server';
import { localPath, providerId } from '@/lib/auth';
import { signIn } from '@/lib/http/session';

/** Begins a sign-in at our own issuer and comes back to `?to=`. */
export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl;
  const hint = searchParams.get('screen_hint') === 'signup' ? { screen_hint: 'signup' } : undefined;
  return signIn(providerId, { redirectTo: localPath(searchParams.get('to'), '/') }, hint);
}
