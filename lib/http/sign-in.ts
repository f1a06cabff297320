import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { NotFound } from '@/lib/errors';
import {
  cookieNames,
  type FactorView,
  getFactorPage,
  getTransaction,
  type InBrowser,
  type SignInFailure,
  type SignInResult,
  type TransactionView,
} from '@/lib/oidc';
import { tenantSettings } from '@/lib/settings';
import { leaveFor } from './action';
import { visitorContext } from './surroundings';

/** How this browser names the sign-in that `state` stands for. */
export async function inBrowser(state: string): Promise<InBrowser> {
  const jar = await cookies();
  const names = cookieNames();
  const [browser, session, remembered] = [names.browser, names.session, names.remembered].map(
    (name) => jar.get(name)?.value,
  );
  return { state, browser, session, remembered };
}

/** What a sign-in page may show, or null when this browser has no such sign-in under way. */
export async function openSignIn(state: string | string[] | undefined): Promise<TransactionView | null> {
  if (typeof state !== 'string') return null;
  try {
    return await getTransaction(await visitorContext(), await inBrowser(state));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** What the page for the second factor may show, or null when no sign-in of this browser waits for one. */
export async function openFactorPage(state: string | string[] | undefined): Promise<FactorView | null> {
  if (typeof state !== 'string') return null;
  try {
    return await getFactorPage(await visitorContext(), await inBrowser(state));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Leaves a page that has no sign-in under way for the tenant's `default_redirection_uri`, when there is one. */
export async function leaveForDefault(): Promise<void> {
  const { defaultRedirectionUri } = await tenantSettings(await visitorContext());
  if (defaultRedirectionUri !== null) redirect(defaultRedirectionUri);
}

/** Ends a form of the sign-in pages: on to where it goes, or what to show. */
export async function finish(result: SignInResult): Promise<SignInFailure> {
  if (result.failure) return result.failure;
  const jar = await cookies();
  for (const cookie of result.cookies) jar.set(cookie);
  leaveFor(result.redirectTo);
}
