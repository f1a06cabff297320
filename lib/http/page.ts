import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { Context } from '@/lib/context';
import { Forbidden, NotFound, Unauthenticated } from '@/lib/errors';
import { adminContext, selfContext } from './session';

/** Where a sign-in begins; it comes back to `returnTo`, a path of this site. */
export function signInPath(returnTo: string): string {
  return `/api/auth/sign-in?to=${encodeURIComponent(returnTo)}`;
}

async function orElsewhere(context: () => Promise<Context>, returnTo: string): Promise<Context> {
  try {
    return await context();
  } catch (error) {
    if (error instanceof Unauthenticated) redirect(signInPath(returnTo));
    if (error instanceof Forbidden) redirect('/no-access');
    throw error;
  }
}

/** First line of every page of the console: an administrator's Context, or off to the sign-in or `/no-access`. */
export function requireAdmin(returnTo = '/console'): Promise<Context> {
  return orElsewhere(adminContext, returnTo);
}

/** First line of every page for users: a Context over their own profile, or off to the sign-in. */
export function requireUser(returnTo = '/profile'): Promise<Context> {
  return orElsewhere(selfContext, returnTo);
}

/** What the verb gives, or the not-found page when it throws NotFound. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}

/** The nonce of this response, for scripts that are written into the page. */
export async function pageNonce(): Promise<string | undefined> {
  const policy = (await headers()).get('content-security-policy') ?? '';
  return /'nonce-([^']+)'/.exec(policy)?.[1];
}
