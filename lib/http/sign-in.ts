import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import {
  type ConsentView,
  cookieNames,
  type FactorView,
  getConsentPage,
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

type State = string | string[] | undefined;

async function open<T>(state: State, get: (ctx: Context, input: InBrowser) => Promise<T>): Promise<T | null> {
  if (typeof state !== 'string') return null;
  try {
    return await get(await visitorContext(), await inBrowser(state));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** What a sign-in page may show, or null when this browser has no such sign-in under way. */
export const openSignIn = (state: State): Promise<TransactionView | null> => open(state, getTransaction);

/** What the page for the second factor may show, or null when no sign-in of this browser waits for one. */
export const openFactorPage = (state: State): Promise<FactorView | null> => open(state, getFactorPage);

/** What the page for consent may show, or null when no sign-in of this browser waits for it. */
export const openConsentPage = (state: State): Promise<ConsentView | null> => open(state, getConsentPage);

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
